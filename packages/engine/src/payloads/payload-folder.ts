// A folder of payloads: one JSON text a file, written once and never changed. Everything is synchronous: a decision needs
// its values at once.

import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { EngineError } from '../errors.ts'
import { toStoreError } from '../store/sqlite-trouble.ts'
import { syncToDisk } from '../store/sync-to-disk.ts'

/** Beside the data file, as SQLite's own log is. */
export function payloadFolderOf(dataFile: string): string {
  return `${dataFile}-payloads`
}

/** What a file system takes is 255; half-written files have a longer name. */
const longestName = 200

/**
 * Names such as `task/output/6f1c….json`: folders and a file, nothing that could lead out of the folder, and no folder
 * that is called as a file may be.
 */
export function isPayloadPath(path: string): boolean {
  if (path.length > 400 || !/^\w[\w.-]*(\/\w[\w.-]*)*\.json$/.test(path)) return false
  const names = path.split('/')
  return names.every((name) => name.length <= longestName) && !names.slice(0, -1).some((name) => name.endsWith('.json'))
}

export interface PayloadFolder {
  /** Durable once it returns. CONFLICT when the path is taken by another text; the same text again is no harm. */
  write(path: string, text: string): void
  /** Undefined when nothing is kept there. What a link leads to is not kept there. */
  read(path: string): string | undefined
  /** Its size in bytes; undefined when nothing is kept there. */
  sizeOf(path: string): number | undefined
  remove(paths: readonly string[]): void
  /** Everything in it, half-written files included, with the time it was written, epoch ms. */
  list(): { readonly path: string; readonly writtenAt: number }[]
}

export function openPayloadFolder(folder: string): PayloadFolder {
  const fileOf = (path: string) => join(folder, path)
  /** The file when it lies in the folder by every step of its path. */
  const keptFile = (path: string): string | undefined => {
    const file = fileOf(path)
    const found = lstatSync(file, { throwIfNoEntry: false })
    return found?.isFile() === true && isReached(folder, path) ? file : undefined
  }
  return {
    write(path, text) {
      const file = fileOf(path)
      try {
        if (!isReached(folder, path)) throw new EngineError('UNAVAILABLE', linked(folder), { path })
        makeFolder(dirname(file))
        const partial = `${file}.${randomUUID()}.partial`
        try {
          writeFileSync(partial, text, { flag: 'wx', mode: 0o600, flush: true })
          // A link, not a rename: it refuses a name that is taken.
          linkSync(partial, file)
        } finally {
          rmSync(partial, { force: true })
        }
        syncToDisk(dirname(file))
      } catch (cause) {
        if (!isTaken(cause)) throw toStoreError(cause, folder)
        const kept = keptFile(path)
        if (kept !== undefined && readFileSync(kept, 'utf8') === text) return
        throw new EngineError('CONFLICT', `Another payload is stored under ${path} already.`, { path })
      }
    },
    read(path) {
      const file = keptFile(path)
      return file === undefined ? undefined : readFileSync(file, 'utf8')
    },
    sizeOf(path) {
      const file = keptFile(path)
      return file === undefined ? undefined : statSync(file).size
    },
    remove(paths) {
      for (const path of paths) if (isReached(folder, path)) rmSync(fileOf(path), { force: true })
    },
    list() {
      if (!existsSync(folder)) return []
      return (
        readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
          // Node goes into folders that are links.
          .filter((path) => isReached(folder, path))
          .map((path) => ({ path, writtenAt: statSync(fileOf(path)).mtimeMs }))
      )
    },
  }
}

/** False when a folder on the way is a link, and may lead anywhere. The folder of all payloads itself may be one. */
function isReached(folder: string, path: string): boolean {
  const names = path.split('/').slice(0, -1)
  return names.every((_, at) => {
    const found = lstatSync(join(folder, ...names.slice(0, at + 1)), { throwIfNoEntry: false })
    return found?.isSymbolicLink() !== true
  })
}

function linked(folder: string): string {
  return `A folder in ${folder} is a link to somewhere else. Put a real one in its place.`
}

/** Makes a folder and sees to it that its name is on disk too. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  syncToDisk(dirname(folder))
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}
