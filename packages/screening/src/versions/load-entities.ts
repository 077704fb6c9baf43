/** Reads stored versions of lists together, without opening the store: nothing is looked after or removed on the way. */
import { join } from 'node:path'
import { type Entity, isInForce } from '../entity.ts'
import { ListError } from '../lists/list-error.ts'
import { entitiesFile, readEntityFile } from './list-store.ts'
import type { LoadRequest } from './load-index-message.ts'

export interface LoadedEntities {
  /** Those that count on that day. */
  readonly entities: readonly Entity[]
  /** Some entries begin or end by themselves. */
  readonly hasTerms: boolean
}

export async function loadEntities({ folder, lists, own, day }: LoadRequest): Promise<LoadedEntities> {
  const all: Entity[] = []
  for (const { listId, snapshotId, entryCount } of lists) {
    const before = all.length
    const path = join(folder, listId, snapshotId, entitiesFile)
    for await (const entity of readEntityFile(path, listId)) all.push(entity)
    const read = all.length - before
    if (read !== entryCount) {
      const reason = `version ${snapshotId} holds ${read} of ${entryCount} entries`
      throw new ListError('STORE_CORRUPT', { list: listId, file: path }, reason)
    }
  }
  all.push(...own)
  return {
    entities: all.filter((entity) => isInForce(entity, day)),
    hasTerms: all.some(({ validFrom, validTo }) => validFrom !== undefined || validTo !== undefined),
  }
}
