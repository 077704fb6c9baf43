/** What the server asks of screening, whichever lists stand behind it. */
import type { ListStatus, TryNameResult, TryNameSchema } from '@gatehouse/kyc/wire'
import { purposesOf } from '@gatehouse/screening'
import type { Hit, ScreeningQuery } from '@gatehouse/screening'
import type { z } from 'zod'
import { explainFeatures } from '../cases/hit-view.ts'
import { ServerError } from '../errors.ts'
import type { Lists, ListsInForce } from './lists-in-force.ts'

type TryName = z.infer<typeof TryNameSchema>

export interface ScreeningDesk {
  /** Every known list with the snapshot in force. */
  status(): ListStatus
  /** Scores one typed name; changes nothing. @throws ServerError UPSTREAM_UNAVAILABLE when there are no lists */
  tryName(input: TryName): TryNameResult
}

export function createScreeningDesk(lists: Lists, now: () => Date): ScreeningDesk {
  return {
    status: () => lists.status(now()),
    tryName(input) {
      const inForce = lists.current()
      if (inForce === undefined) throw new ServerError('UPSTREAM_UNAVAILABLE', 'No list has been imported yet.')
      const { hits } = inForce.index.match(toQuery(input))
      return {
        hits: hits.map((hit) => toTriedHit(hit, inForce)),
        thresholds: { store: inForce.index.config.store, alert: inForce.index.config.alert },
        snapshots: Object.fromEntries(inForce.lists.map(({ listId, snapshotId }) => [listId, snapshotId])),
      }
    },
  }
}

function toQuery({ name, dateOfBirth, country, document }: TryName): ScreeningQuery {
  return {
    kind: 'any',
    names: [name],
    ...(dateOfBirth === undefined || dateOfBirth === '' ? {} : { birthDates: [dateOfBirth] }),
    ...(country === undefined || country === '' ? {} : { nationalities: [country.toLowerCase()] }),
    ...(document === undefined || document === '' ? {} : { documents: [{ number: document }] }),
  }
}

type TriedHit = TryNameResult['hits'][number]

const sources = {
  sanctions: 'SANCTIONS',
  blacklist: 'BLACKLIST',
  pep: 'PEP',
  'adverse-media': 'ADVERSE_MEDIA',
} as const

function toTriedHit(hit: Hit, { lists }: ListsInForce): TriedHit {
  const { entity } = hit
  const list = lists.find(({ listId }) => listId === entity.listId)
  const purpose = purposesOf(entity.topics)[0] ?? list?.purpose ?? 'sanctions'
  return {
    hitId: entity.id,
    source: sources[purpose],
    listId: entity.listId,
    listName: list?.title ?? entity.listId,
    snapshotId: list?.snapshotId ?? '',
    entryId: entity.entryId,
    entryName: entity.names[0]?.full ?? entity.id,
    score: hit.score,
    features: hit.features.map((feature) => ({ ...feature })),
    entry: [
      ...entity.names.slice(0, 20).map(({ full, kind }) => ({ label: kind, value: full })),
      ...entity.birthDates.map(({ text, value }) => ({ label: 'birthDate', value: text ?? value })),
      ...entity.nationalities.map((value) => ({ label: 'nationality', value })),
      ...entity.programmes.map((value) => ({ label: 'programme', value })),
      ...entity.remarks.slice(0, 5).map((value) => ({ label: 'remark', value })),
    ],
    explanation: explainFeatures(
      hit.features.map((feature) => ({ ...feature })),
      hit.score,
    ),
  }
}
