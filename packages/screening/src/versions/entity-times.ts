/** When entries of a list came and changed, from what each version changed, as far back as versions are kept. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ListDelta } from './delta.ts'
import { isErrorCode } from './durable-file.ts'
import type { ListIndex } from './snapshot.ts'

export const deltaFile = 'delta.json'

export interface EntityTimes {
  /** ISO time of the oldest version that tells: entries not named below have been as they are at least since then. */
  readonly since: string
  /** ISO time at which an entry came, by its id. */
  readonly added: ReadonlyMap<string, string>
  /** ISO time at which an entry came or last changed in anything shown, by its id. */
  readonly changed: ReadonlyMap<string, string>
}

/** Walks the versions from the one in force back. */
export async function readEntityTimes(folder: string, index: ListIndex): Promise<EntityTimes> {
  const fetchedAt = new Map(index.snapshots.map((snapshot) => [snapshot.snapshotId, snapshot.fetchedAt]))
  const added = new Map<string, string>()
  const changed = new Map<string, string>()
  let since = fetchedAt.get(index.current) ?? ''
  const seen = new Set<string>()
  for (let at: string | null = index.current; at !== null && !seen.has(at); ) {
    seen.add(at)
    const time = fetchedAt.get(at)
    if (time === undefined) break
    since = time
    const delta = await readDelta(join(folder, index.listId, at, deltaFile))
    if (delta === undefined) break
    for (const id of delta.added) if (!added.has(id)) added.set(id, time)
    for (const id of [...delta.added, ...delta.changed, ...delta.displayOnly])
      if (!changed.has(id)) changed.set(id, time)
    at = delta.from
  }
  return { since, added, changed }
}

async function readDelta(path: string): Promise<ListDelta | undefined> {
  try {
    // Written by `importList`.
    return JSON.parse(await readFile(path, 'utf8')) as ListDelta
  } catch (cause) {
    // The first version has none, nor have those that an earlier program imported.
    if (isErrorCode(cause, 'ENOENT')) return undefined
    throw cause
  }
}
