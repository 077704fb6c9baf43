/** A stored hit scored anew by the matcher: as it is, and as it would be if one attribute of the customer were other. */
import { ApplicationSchema } from '@gatehouse/kyc'
import type { Actor } from '@gatehouse/kyc/store'
import type { HitWhatIf } from '@gatehouse/kyc/wire'
import type { Entity, ListStore } from '@gatehouse/screening'
import { scorePairOf, whatIf } from '@gatehouse/screening'
import { screeningQuery } from '@gatehouse/workers'
import { ServerError } from '../errors.ts'
import { valueOf } from '../refused.ts'
import type { Parts } from '../routes/parts.ts'
import type { ListsInForce } from '../screening/lists-in-force.ts'

interface Asked {
  readonly actor: Actor
  readonly caseId: string
  readonly hitId: string
}

/** @throws Refused as opening the case does; ServerError NOT_FOUND when the case has no such hit, or none for this person */
export async function hitWhatIf(
  { actor, caseId, hitId }: Asked,
  { store, lists }: Pick<Parts, 'store' | 'lists'>,
): Promise<HitWhatIf> {
  const file = valueOf(await store.caseDetail({ actor, caseId }))
  const hit = file.hitList.find((each) => each.hitId === hitId)
  if (hit === undefined) throw new ServerError('NOT_FOUND', `Case ${caseId} has no hit ${hitId}.`)
  const unanswerable: HitWhatIf = { score: null, storedScore: hit.score, changes: [] }
  const inForce = lists.current()
  const entity = inForce && (await entryOf(hit, inForce, lists.store))
  const { application } = valueOf(await store.loadCaseForWork(caseId))
  const parsed = ApplicationSchema.safeParse(application)
  const query = parsed.success ? screeningQuery(parsed.data) : null
  if (inForce === undefined || entity === undefined || query === null) return unanswerable
  const { config } = inForce.index
  const again = scorePairOf(query, entity, config)
  const changes = whatIf(query, again, config).map((change) => ({ ...change }))
  return { score: again.score, storedScore: hit.score, changes }
}

interface ListedHit {
  readonly listId: string
  readonly snapshotId: string
  readonly entryId: string
  readonly entryContentHash: string
}

/** The entry as it was when it was found: the one in force if it is still the same, otherwise that of the old version. */
async function entryOf(hit: ListedHit, { index }: ListsInForce, store: ListStore): Promise<Entity | undefined> {
  const id = `${hit.listId}:${hit.entryId}`
  const current = index.entity(id)
  if (current?.contentHash === hit.entryContentHash) return current
  // Lists that answer from elsewhere, and versions that were tidied away, are not here to be read.
  const known = await store.index(hit.listId)
  if (known?.snapshots.some(({ snapshotId }) => snapshotId === hit.snapshotId) !== true) return undefined
  for await (const entity of store.entities(hit.listId, hit.snapshotId)) if (entity.id === id) return entity
  return undefined
}
