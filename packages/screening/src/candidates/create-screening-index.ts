/** Builds a screening index and answers queries from it. */
import { createHash } from 'node:crypto'
import type { Entity } from '../entity.ts'
import { describeAlignment } from '../explain/describe-alignment.ts'
import { nameLogOdds } from '../names/name-evidence.ts'
import type { NameDomain } from '../names/name-information.ts'
import { parseName } from '../names/parse-name.ts'
import type { ParsedName } from '../names/parsed-name.ts'
import { compareDocuments, documentKey } from '../scoring/compare-documents.ts'
import type { Hit, MatchResult } from '../scoring/hit.ts'
import { domainOfSchema, domainsOfKind, mayMatch } from '../scoring/name-domain.ts'
import { defaultMatcherConfig, matcherConfigId, policyOf } from '../scoring/policy.ts'
import type { MatchOptions, QueryKind, ScreeningQuery } from '../scoring/query.ts'
import { pointsOf } from '../scoring/score-scale.ts'
import { mostSupport, type ScorePolicy, weighEvidence } from '../scoring/weigh.ts'
import { CandidateScratch, findCandidates } from './find-candidates.ts'
import { buildNameStore, type NameStore, storedName } from './name-store.ts'
import type { MatcherConfig, ScreeningIndex } from './screening-index.ts'

export interface IndexOptions extends Partial<MatcherConfig> {
  /** Evidence alone: a strong name may be outweighed. For measuring, not for screening. */
  readonly evidenceOnly?: boolean
}

/** Builds an index over all entities given. Entities are compared as they are; nothing is read or written. */
export function createScreeningIndex(entities: readonly Entity[], options: IndexOptions = {}): ScreeningIndex {
  const { evidenceOnly = false, ...changes } = options
  return new BuiltIndex(entities, { ...defaultMatcherConfig, ...changes }, evidenceOnly)
}

const defaultLimit = 20

/** Names that promise less than this share of agreement cannot reach the store line, whatever else agrees. */
const leastPromise = 0.5

class BuiltIndex implements ScreeningIndex {
  readonly version: string
  readonly matcherConfigId: string
  readonly config: MatcherConfig
  readonly entityCount: number
  readonly nameCount: number
  readonly #entities: readonly Entity[]
  readonly #byId: ReadonlyMap<string, Entity>
  readonly #byDocument: ReadonlyMap<string, readonly number[]>
  readonly #store: NameStore
  readonly #scratch: CandidateScratch
  readonly #policy: ScorePolicy

  constructor(entities: readonly Entity[], config: MatcherConfig, evidenceOnly: boolean) {
    this.config = config
    this.matcherConfigId = matcherConfigId(config)
    const { strongName, ...evidence } = policyOf(config)
    this.#policy = evidenceOnly || strongName === undefined ? evidence : { ...evidence, strongName }
    this.#entities = [...entities].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    this.#byId = new Map(this.#entities.map((entity) => [entity.id, entity]))
    this.#byDocument = indexDocuments(this.#entities)
    this.#store = buildNameStore(this.#entities)
    this.#scratch = new CandidateScratch(this.#store.entityOf.length)
    this.entityCount = this.#entities.length
    this.nameCount = this.#store.entityOf.length
    this.version = versionOf(this.#entities)
  }

  entity(id: string): Entity | undefined {
    return this.#byId.get(id)
  }

  entities(): readonly Entity[] {
    return this.#entities
  }

  match(query: ScreeningQuery, options: MatchOptions = {}): MatchResult {
    const threshold = options.threshold ?? this.config.store
    const found = new Map<number, ScoredName>()
    let truncated = false
    let candidates = 0
    query.names.forEach((text, queryNameIndex) => {
      for (const domain of domainsOfKind(query.kind)) {
        const parsed = parseName(text, domain)
        const search = findCandidates(
          this.#store,
          parsed,
          leastPromise,
          this.config.maxCandidates,
          this.#scratch,
          (name) => this.#accepts(name, parsed.domain, query.kind, options),
        )
        truncated ||= search.truncated
        candidates += search.names.length
        for (const name of search.names) this.#scoreName(parsed, queryNameIndex, name, query, threshold, found)
      }
    })
    for (const entity of this.#sameDocument(query)) this.#scoreAllNames(entity, query, options, found)
    const ranked = [...found.values()].filter((scored) => scored.score >= threshold)
    ranked.sort((a, b) => b.score - a.score || b.logOdds - a.logOdds || a.entity - b.entity)
    return {
      hits: ranked.slice(0, options.limit ?? defaultLimit).map((scored) => this.#toHit(scored, query)),
      total: ranked.length,
      truncated,
      candidates,
      indexVersion: this.version,
      matcherConfigId: this.matcherConfigId,
    }
  }

  #accepts(name: number, domain: NameDomain, kind: QueryKind, options: MatchOptions): boolean {
    const entity = this.#entities[this.#store.entityOf[name] ?? 0]
    if (entity === undefined || domainOfSchema(entity.schema) !== domain || !mayMatch(kind, entity.schema)) return false
    return options.accept === undefined || options.accept(entity.id)
  }

  #scoreName(
    parsed: ParsedName,
    queryNameIndex: number,
    name: number,
    query: ScreeningQuery,
    threshold: number,
    found: Map<number, ScoredName>,
  ): void {
    const entityIndex = this.#store.entityOf[name] ?? 0
    const entity = this.#entities[entityIndex]
    if (entity === undefined || domainOfSchema(entity.schema) !== parsed.domain || !mayMatch(query.kind, entity.schema))
      return
    const logOdds = nameLogOdds(parsed.tokens, storedName(this.#store, name).tokens, parsed.domain)
    if (pointsOf(logOdds + mostSupport(query, this.#policy)) < threshold) return
    const listNameIndex = this.#store.indexInEntity[name] ?? 0
    this.#keepBest({ entity: entityIndex, queryNameIndex, listNameIndex, logOdds, score: 0 }, query, found)
  }

  /** Weighs one pair of names with all attributes and keeps it when it is the entity's best so far. */
  #keepBest(scored: ScoredName, query: ScreeningQuery, found: Map<number, ScoredName>): void {
    const known = found.get(scored.entity)
    const entity = this.#entities[scored.entity]
    const listName = entity?.names[scored.listNameIndex]
    if (entity === undefined || listName === undefined) return
    const weak = listName.kind === 'weak'
    if (known !== undefined && !weak && scored.logOdds <= known.logOdds) return
    const names = { query: query.names[scored.queryNameIndex] ?? '', list: listName }
    const { score } = weighEvidence(scored.logOdds, names, query, entity, this.#policy)
    if (known === undefined || score > known.score) found.set(scored.entity, { ...scored, score })
  }

  #scoreAllNames(
    entityIndex: number,
    query: ScreeningQuery,
    options: MatchOptions,
    found: Map<number, ScoredName>,
  ): void {
    const entity = this.#entities[entityIndex]
    if (entity === undefined || !mayMatch(query.kind, entity.schema)) return
    if (options.accept !== undefined && !options.accept(entity.id)) return
    const domain = domainOfSchema(entity.schema)
    query.names.forEach((text, queryNameIndex) => {
      const parsed = parseName(text, domain)
      entity.names.forEach((name, listNameIndex) => {
        const logOdds = nameLogOdds(parsed.tokens, parseName(name.full, domain).tokens, domain)
        this.#keepBest({ entity: entityIndex, queryNameIndex, listNameIndex, logOdds, score: 0 }, query, found)
      })
    })
  }

  #sameDocument(query: ScreeningQuery): ReadonlySet<number> {
    const found = new Set<number>()
    for (const document of query.documents ?? []) {
      for (const index of this.#byDocument.get(documentKey(document.number)) ?? []) {
        const entity = this.#entities[index]
        if (entity !== undefined && compareDocuments([document], entity.documents).value > 0) found.add(index)
      }
    }
    return found
  }

  #toHit(scored: ScoredName, query: ScreeningQuery): Hit {
    // Scored names come from this index and this query, so both lookups succeed.
    const entity = this.#entities[scored.entity] as Entity
    const listName = entity.names[scored.listNameIndex] ?? entity.names[0]
    const text = query.names[scored.queryNameIndex] ?? ''
    if (listName === undefined) throw new Error(`Entity '${entity.id}' has no name`)
    const { score, features } = weighEvidence(
      scored.logOdds,
      { query: text, list: listName },
      query,
      entity,
      this.#policy,
    )
    return {
      entity,
      score,
      nameScore: Math.round(pointsOf(scored.logOdds) * 10) / 10,
      features,
      queryNameIndex: scored.queryNameIndex,
      matchedNameIndex: scored.listNameIndex,
      alignment: describeAlignment(text, listName.full, domainOfSchema(entity.schema)),
    }
  }
}

interface ScoredName {
  readonly entity: number
  readonly queryNameIndex: number
  readonly listNameIndex: number
  readonly logOdds: number
  readonly score: number
}

function indexDocuments(entities: readonly Entity[]): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>()
  entities.forEach((entity, i) => {
    for (const document of entity.documents) {
      const key = documentKey(document.number)
      if (key === '') continue
      const known = index.get(key)
      if (known === undefined) index.set(key, [i])
      else known.push(i)
    }
  })
  return index
}

function versionOf(entities: readonly Entity[]): string {
  const hash = createHash('sha256')
  for (const entity of entities) hash.update(`${entity.id} ${entity.contentHash}\n`)
  return `sha256:${hash.digest('hex')}`
}
