/** What the server asks of screening, whichever lists stand behind it. */
import type { ExplainNameSchema, ListStatus, NameExplanation, TryNameResult, TryNameSchema } from '@gatehouse/kyc/wire'
import { explainPair, purposesOf, scorePairOf } from '@gatehouse/screening'
import type { Entity, Hit, MatcherConfig, PairExplanation, ScreeningQuery } from '@gatehouse/screening'
import type { z } from 'zod'
import { explainFeatures } from '../cases/hit-view.ts'
import { ServerError } from '../errors.ts'
import type { Lists, ListsInForce } from './lists-in-force.ts'
import { publishedOf } from './published-lists.ts'

type TryName = z.infer<typeof TryNameSchema>
type ExplainName = z.infer<typeof ExplainNameSchema>

export interface ScreeningDesk {
  /** Every known list with the snapshot in force. */
  status(): ListStatus
  /** Scores one typed name or document; changes nothing. @throws ServerError UPSTREAM_UNAVAILABLE when there are no lists */
  tryName(input: TryName): TryNameResult
  /**
   * Why the typed name meets one entry as it does, with the entry's text.
   * @throws ServerError UPSTREAM_UNAVAILABLE when there are no lists, NOT_FOUND when no list in force has the entry
   */
  explain(input: ExplainName): Promise<NameExplanation>
}

export function createScreeningDesk(lists: Lists, now: () => Date): ScreeningDesk {
  const current = (): ListsInForce => {
    const inForce = lists.current()
    if (inForce === undefined) throw new ServerError('UPSTREAM_UNAVAILABLE', 'No list has been imported yet.')
    return inForce
  }
  return {
    status: () => lists.status(now()),
    tryName(input) {
      const inForce = current()
      const { index } = inForce
      const { store, alert } = index.config
      const query = toQuery(input)
      const found = index.match(query, { threshold: input.thresholds?.store ?? store })
      const config = toConfig(index.config, input)
      const hits = input.thresholds === undefined ? found.hits : rescored(found.hits, query, config)
      return {
        hits: hits.map((hit) => toTriedHit(hit, inForce)),
        total: found.total - (found.hits.length - hits.length),
        thresholds: { store: config.store, alert: config.alert },
        inForce: { store, alert },
        snapshots: Object.fromEntries(inForce.lists.map(({ listId, snapshotId }) => [listId, snapshotId])),
      }
    },
    async explain(input) {
      const inForce = current()
      const entity = inForce.index.entity(input.hitId)
      if (entity === undefined) throw new ServerError('NOT_FOUND', 'No list in force has this entry any more.')
      const version = inForce.lists.find(({ listId }) => listId === entity.listId)?.snapshotId
      const explained = explainPair(
        toQuery(input),
        entity,
        toConfig(inForce.index.config, input),
        input.language,
        version,
      )
      return { ...toPlain(explained), listedText: await listedTextOf(entity, version) }
    },
  }

  /** The bank's own entries are typed in, and stand in no file. */
  async function listedTextOf(entity: Entity, version: string | undefined): Promise<string | null> {
    const isPublished = publishedOf(current()).some(({ listId }) => listId === entity.listId)
    return isPublished ? ((await lists.store.listedText(entity, version)) ?? null) : null
  }
}

function toPlain({ features, alignment, details, words, counterfactuals, ...rest }: PairExplanation) {
  return {
    ...rest,
    features: features.map((feature) => ({ ...feature })),
    alignment: alignment.map((piece) => ({ ...piece })),
    details: [...details],
    words: [...words],
    counterfactuals: counterfactuals.map((each) => ({ ...each })),
  }
}

/** The alert line holds up strong names and holds down weak aliases, so that other lines are another matcher. */
function toConfig(config: MatcherConfig, { thresholds }: Pick<TryName, 'thresholds'>): MatcherConfig {
  if (thresholds === undefined) return config
  const weakAliasCap = Math.min(config.weakAliasCap, Math.max(0, thresholds.alert - 0.1))
  return { ...config, ...thresholds, weakAliasCap }
}

function rescored(hits: readonly Hit[], query: ScreeningQuery, config: MatcherConfig): readonly Hit[] {
  return hits
    .map(({ entity }) => scorePairOf(query, entity, config))
    .filter(({ score }) => score >= config.store)
    .toSorted((a, b) => b.score - a.score)
}

function toQuery({ name = '', dateOfBirth, country, document }: TryName): ScreeningQuery {
  return {
    kind: 'any',
    // A number alone is compared too; the name then speaks neither way.
    names: [name.trim()],
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
