/** What changed between two versions of a list, entry by entry. */
import type { Entity, EntityId } from '../entity.ts'

export interface ListDelta {
  readonly listId: string
  /** Null when there was no earlier version. */
  readonly from: string | null
  readonly to: string
  readonly added: readonly EntityId[]
  /** Changed in what matching uses, or in the programmes: earlier decisions must be looked at again. */
  readonly changed: readonly EntityId[]
  /** Changed only in what is shown. */
  readonly displayOnly: readonly EntityId[]
  readonly removed: readonly EntityId[]
  /** Entries that live on inside another one: neither removed nor added. */
  readonly merged: readonly { readonly from: EntityId; readonly into: EntityId }[]
}

type Hashed = Pick<Entity, 'id' | 'listId' | 'entryId' | 'referents' | 'contentHash' | 'displayHash'>

/** Ids come in the order of the new version, removed ones in that of the old. */
export async function diffVersions(
  listId: string,
  before: { readonly snapshotId: string; readonly entities: AsyncIterable<Hashed> | Iterable<Hashed> } | undefined,
  after: { readonly snapshotId: string; readonly entities: AsyncIterable<Hashed> | Iterable<Hashed> },
): Promise<ListDelta> {
  const old = new Map<string, { readonly id: EntityId; readonly content: string; readonly display: string }>()
  if (before !== undefined) {
    for await (const entity of before.entities) {
      old.set(entity.entryId, { id: entity.id, content: entity.contentHash, display: entity.displayHash })
    }
  }
  const added: EntityId[] = []
  const changed: EntityId[] = []
  const displayOnly: EntityId[] = []
  const merged: { from: EntityId; into: EntityId }[] = []
  const seen = new Set<string>()
  const referents = new Map<string, EntityId>()
  for await (const entity of after.entities) {
    seen.add(entity.entryId)
    for (const referent of entity.referents) referents.set(referent, entity.id)
    const earlier = old.get(entity.entryId)
    const wasReferent = entity.referents.some((referent) => old.has(referent))
    if (earlier === undefined) (wasReferent ? changed : added).push(entity.id)
    else if (earlier.content !== entity.contentHash) changed.push(entity.id)
    else if (earlier.display !== entity.displayHash) displayOnly.push(entity.id)
  }
  const removed: EntityId[] = []
  for (const [entryId, { id }] of old) {
    if (seen.has(entryId)) continue
    const into = referents.get(entryId)
    if (into === undefined) removed.push(id)
    else merged.push({ from: id, into })
  }
  return {
    listId,
    from: before?.snapshotId ?? null,
    to: after.snapshotId,
    added,
    changed,
    displayOnly,
    removed,
    merged,
  }
}
