/** What clients of lists may know: a bank's own lists are about its customers, and are never told outside. */
import type { ApiState } from '@gatehouse/screening'
import type { ListsInForce } from './lists-in-force.ts'

export function publishedOf(inForce: ListsInForce): ListsInForce['lists'] {
  return inForce.lists.filter(({ purpose }) => purpose !== 'blacklist')
}

export function toApiState(inForce: ListsInForce | undefined): ApiState | undefined {
  if (inForce === undefined) return undefined
  const datasets = publishedOf(inForce).map(({ listId, title, snapshotId, checkedAt }) => ({
    name: listId,
    title,
    version: snapshotId,
    // Clients judge by this how fresh the list is.
    updatedAt: checkedAt,
    ...timesOf(inForce, listId),
  }))
  return { index: inForce.index, datasets }
}

function timesOf({ times }: ListsInForce, listId: string): Pick<ApiState['datasets'][number], 'times'> {
  const known = times.get(listId)
  return known === undefined ? {} : { times: known }
}
