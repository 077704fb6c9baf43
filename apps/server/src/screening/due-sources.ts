/** Which configured lists should be asked for now. Folders are read again when a file in them has changed. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ListFolder, ListSource, ListStore } from '@gatehouse/screening'
import { isDue, readListFolder } from '@gatehouse/screening'
import type { ListsConfig } from '../config/config.ts'

export interface DueSources {
  /** @param options.isForced every source, due or not. @throws when a folder cannot be read */
  find(options?: { readonly isForced?: boolean }): Promise<readonly ListSource[]>
  /** Told what came of it: a list that failed is asked again later and later, until its own rhythm. */
  note(source: ListSource, outcome: 'taken' | 'failed'): void
}

const minuteMs = 60_000
const firstRetryMs = 5 * minuteMs

export function createDueSources(options: {
  readonly config: ListsConfig
  readonly store: ListStore
  readonly now: () => Date
  /** 0 to 1. */
  readonly random: () => number
  /** Told about a folder that was read anew. */
  readonly onFolder: (path: string, read: ListFolder) => void
}): DueSources {
  const { config, store, now, random, onFolder } = options
  const failures = new Map<string, { readonly count: number; readonly notBefore: number }>()
  const asked = new Map<string, string>()
  const folders = new Map(config.folders.map((path) => [path, createWatchedFolder(path, onFolder)]))

  const isWanted = async (source: ListSource): Promise<boolean> => {
    const failed = failures.get(source.listId)
    const isNew = asked.get(source.listId) !== fingerprint(source)
    // A source that was edited, such as a corrected file, is not kept waiting for what it was before.
    if (failed !== undefined && !isNew) return now().getTime() >= failed.notBefore
    const index = await store.index(source.listId)
    const isSame = index?.snapshots.find(({ snapshotId }) => snapshotId === index.current)?.source === places(source)
    return !isSame || isDue(index?.checkedAt, source, now().toISOString())
  }

  return {
    async find({ isForced = false } = {}) {
      const fromFolders: ListSource[] = []
      let hasChanged = false
      for (const folder of folders.values()) {
        const { sources, isFresh } = await folder.read()
        hasChanged ||= isFresh
        fromFolders.push(...sources)
      }
      const due: ListSource[] = []
      for (const source of config.sources) if (isForced || (await isWanted(source))) due.push(source)
      for (const source of fromFolders) if (isForced || hasChanged || (await isWanted(source))) due.push(source)
      return due
    },
    note(source, outcome) {
      asked.set(source.listId, fingerprint(source))
      if (outcome === 'taken') {
        failures.delete(source.listId)
        return
      }
      const count = (failures.get(source.listId)?.count ?? 0) + 1
      const longest = Math.max(firstRetryMs, source.everyHours * 60 * minuteMs)
      const wait = Math.min(longest, firstRetryMs * 2 ** Math.min(count - 1, 20))
      failures.set(source.listId, { count, notBefore: now().getTime() + wait * (0.75 + random() / 2) })
    },
  }
}

/** As the list store records where a version came from. */
function places(source: ListSource): string {
  return [...(source.index === undefined ? [] : [source.index]), ...Object.values(source.files)].join(' ')
}

function fingerprint(source: ListSource): string {
  return `${source.format} ${places(source)}`
}

interface WatchedFolder {
  read(): Promise<{ readonly sources: readonly ListSource[]; readonly isFresh: boolean }>
}

/** A file that is still being copied in changes between two looks, so a folder is read once it has come to rest. */
function createWatchedFolder(path: string, onRead: (path: string, read: ListFolder) => void): WatchedFolder {
  let known: { readonly sources: readonly ListSource[]; readonly at: string } | undefined
  let lastSeen: string | undefined
  return {
    async read() {
      const at = await stateOf(path)
      const isAtRest = lastSeen === undefined || lastSeen === at
      lastSeen = at
      if (known !== undefined && (known.at === at || !isAtRest)) return { sources: known.sources, isFresh: false }
      const read = await readListFolder(path)
      onRead(path, read)
      known = { sources: read.sources, at }
      return { sources: read.sources, isFresh: true }
    },
  }
}

async function stateOf(path: string): Promise<string> {
  const names = (await readdir(path)).filter((name) => !name.startsWith('.')).toSorted()
  const states = await Promise.all(
    names.map(async (name) => {
      const status = await stat(join(path, name)).catch(() => undefined)
      return status === undefined ? '' : `${name} ${status.size} ${status.mtimeMs}`
    }),
  )
  return states.join('\n')
}
