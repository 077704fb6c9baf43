import type { ListsInForce as WorkerLists } from '@gatehouse/workers'
import type { ListsInForce } from './lists-in-force.ts'

/** The lists in force as the check workers take them. No lists are an answer of their own, never "no hits". */
export function toWorkerLists(inForce: ListsInForce | undefined): WorkerLists {
  if (inForce === undefined) return { status: 'UNAVAILABLE', reason: 'No list has been imported.' }
  return {
    status: 'READY',
    index: inForce.index,
    snapshots: inForce.lists.map(({ listId, snapshotId, checkedAt, purposes }) => ({
      listId,
      snapshotId,
      checkedAt,
      purposes,
    })),
  }
}
