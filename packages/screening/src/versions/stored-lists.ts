/** What a folder of lists holds, for whoever copies it while versions come and go. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isErrorCode } from './durable-file.ts'
import { currentOf, listIdPattern } from './list-store.ts'
import type { ListIndex } from './snapshot.ts'

export interface StoredList {
  readonly listId: string
  /** The version in force. */
  readonly current: string
  readonly snapshots: number
  /** Path of the list's index below the folder, and its text when it was read: it names the files below, and no others. */
  readonly index: { readonly path: string; readonly text: string }
  /** Paths below the folder, none of which is ever changed. */
  readonly files: readonly string[]
}

/** Lists that have a version, by id. Nothing is changed, created or locked; a missing folder has no lists. */
export async function storedLists(folder: string): Promise<readonly StoredList[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isErrorCode(error, 'ENOENT')) return []
    throw error
  })
  const ids = entries.filter((entry) => entry.isDirectory() && listIdPattern.test(entry.name)).map(({ name }) => name)
  const lists = await Promise.all(ids.toSorted().map((listId) => storedList(folder, listId)))
  return lists.filter((list) => list !== undefined)
}

async function storedList(folder: string, listId: string): Promise<StoredList | undefined> {
  const path = `${listId}/index.json`
  const text = await readFile(join(folder, path), 'utf8').catch((error: unknown) => {
    if (isErrorCode(error, 'ENOENT')) return undefined
    throw error
  })
  if (text === undefined) return undefined
  // Written by the store alone, and replaced whole.
  const index = JSON.parse(text) as ListIndex
  const files = await Promise.all(
    index.snapshots.map(async ({ snapshotId }) => {
      const found = await filesOf(join(folder, listId, snapshotId))
      return found.map((name) => `${listId}/${snapshotId}/${name}`)
    }),
  )
  return {
    listId,
    current: currentOf(index).snapshotId,
    snapshots: index.snapshots.length,
    index: { path, text },
    files: files.flat(),
  }
}

/** Of a version that has been removed: the one file that every version has, so that it is missed. */
async function filesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (isErrorCode(error, 'ENOENT')) return undefined
    throw error
  })
  if (entries === undefined) return ['snapshot.json']
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted()
}
