/** Frees the disk of versions that nothing refers to any more. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ListStore } from './list-store.ts'
import type { ListSnapshot } from './snapshot.ts'

export interface PruneRules {
  /** Versions that decisions name: they must stay, or the decisions can no longer be replayed. */
  readonly keep: ReadonlySet<string>
  /** Newest versions that stay in any case. */
  readonly keepNewest: number
}

/** Removes versions that are not in force, not named and not among the newest; answers which. */
export async function pruneSnapshots(
  store: ListStore,
  listId: string,
  rules: PruneRules,
): Promise<readonly ListSnapshot[]> {
  return await store.change(listId, async (folder) => {
    const index = await store.index(listId)
    if (index === undefined) return []
    const newest = new Set(index.snapshots.slice(-Math.max(1, rules.keepNewest)).map(({ snapshotId }) => snapshotId))
    const isKept = ({ snapshotId }: ListSnapshot) =>
      snapshotId === index.current || newest.has(snapshotId) || rules.keep.has(snapshotId)
    const removed = index.snapshots.filter((snapshot) => !isKept(snapshot))
    // The index first: a version that it does not name is a leftover, one that it names must be there.
    await store.writeIndex({ ...index, snapshots: index.snapshots.filter(isKept) })
    for (const { snapshotId } of removed) await rm(join(folder, snapshotId), { recursive: true, force: true })
    return removed
  })
}
