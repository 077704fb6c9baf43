/** Answers queries from a name store, a document index and the entries behind them. */
import type { Entity } from '../entity.ts'
import { describeAlignment } from '../explain/describe-alignment.ts'
import { Aligner, type NameWords, ScratchName } from '../names/align.ts'
import { compareNames, nameLogOdds } from '../names/name-evidence.ts'
import type { NameDomain } from '../names/name-information.ts'
import { parseName } from '../names/parse-name.ts'
import { maxNameLength } from '../normalise/words.ts'
import { compareDocuments } from '../scoring/compare-documents.ts'
import type { Hit, MatchResult } from '../scoring/hit.ts'
import { domainOfSchema, domainsOfKind, mayMatch } from '../scoring/name-domain.ts'
import { evidencePolicy, matcherConfigId, policyOf } from '../scoring/matcher-config.ts'
import type { MatchOptions, QueryKind, ScreeningQuery } from '../scoring/query.ts'
import { pointsOf } from '../scoring/score-scale.ts'
import { mostSupport, type ScorePolicy, supportOf, weighEvidence } from '../scoring/weigh.ts'
import type { BucketIndex } from './bucket-index.ts'
import { withDocument } from './document-index.ts'
import { allEntities, type EntityStore } from './entity-store.ts'
import { CandidateScratch } from './candidate-scratch.ts'
import { findCandidates } from './find-candidates.ts'
import type { NameStore } from './name-store.ts'
import type { MatcherConfig, ScreeningIndex } from './screening-index.ts'

/** Everything that an index is made of; an image holds the same. */
export interface IndexParts {
  readonly version: string
  readonly entities: EntityStore
  readonly names: NameStore
  readonly documents: BucketIndex
  /** The image that it lies in, when threads may share that. */
  readonly image?: Uint8Array<SharedArrayBuffer>
}

const defaultLimit = 20

/** Names that promise less than this share of agreement cannot reach the store line, whatever else agrees. */
export const leastPromise = 0.5

export class BuiltIndex implements ScreeningIndex {
  readonly version: string
  readonly matcherConfigId: string
  readonly config: MatcherConfig
  readonly entityCount: number
  readonly nameCount: number
  readonly parts: IndexParts
  readonly #scratch: CandidateScratch
  readonly #policy: ScorePolicy
  readonly #queryWords = new ScratchName()
  readonly #aligner = new Aligner()
  readonly #listWords: NameWords

  constructor(parts: IndexParts, config: MatcherConfig, evidenceOnly: boolean) {
    this.parts = parts
    this.config = config
    this.version = parts.version
    this.matcherConfigId = matcherConfigId(config)
    this.entityCount = parts.entities.count
    this.nameCount = parts.names.entityOf.length
    this.#scratch = new CandidateScratch(this.nameCount)
    this.#listWords = { table: parts.names.dictionary.table, ids: parts.names.tokenIds, from: 0, count: 0 }
    this.#policy = evidenceOnly ? evidencePolicy(config) : policyOf(config)
  }

  entity(id: string): Entity | undefined {
    const position = this.parts.entities.find(id)
    return position === undefined ? undefined : this.parts.entities.at(position)
  }

  entities(): readonly Entity[] {
    return allEntities(this.parts.entities)
  }

  match(query: ScreeningQuery, options: MatchOptions = {}): MatchResult {
    const threshold = options.threshold ?? this.config.store
    const support = mostSupport(query, this.#policy)
    const documents = (query.documents?.length ?? 0) > 0
    const found = new Map<number, ScoredName>()
    let truncated = false
    let candidates = 0
    query.names.forEach((text, queryNameIndex) => {
      for (const domain of domainsOfKind(query.kind)) {
        const parsed = parseName(text, domain)
        const search = findCandidates(
          this.parts.names,
          parsed,
          {
            least: leastPromise,
            bound: this.config.maxCandidates,
            accepts: (name) => this.#accepts(name, parsed.domain, query.kind, options),
          },
          this.#scratch,
        )
        truncated ||= search.truncated || parsed.omitted > 0 || text.length > maxNameLength
        candidates += search.names.length
        if (search.names.length === 0) continue
        this.#queryWords.load(parsed.tokens)
        this.#aligner.begin()
        for (const name of search.names) {
          const logOdds = this.#logOddsOf(parsed.domain, name)
          if (cannotReach(logOdds, support, threshold, this.#policy, documents)) continue
          this.#keepBest(this.#scoredName(name, queryNameIndex, logOdds), query, found)
        }
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
    const position = this.parts.names.entityOf[name] ?? 0
    const schema = this.parts.entities.schemaAt(position)
    if (domainOfSchema(schema) !== domain || !mayMatch(kind, schema)) return false
    return options.accept === undefined || options.accept(this.parts.entities.idAt(position))
  }

  #logOddsOf(domain: NameDomain, name: number): number {
    const { tokenStarts } = this.parts.names
    const list = this.#listWords
    list.from = tokenStarts[name] as number
    list.count = (tokenStarts[name + 1] as number) - list.from
    return nameLogOdds(this.#queryWords, list, domain, this.#aligner)
  }

  #scoredName(name: number, queryNameIndex: number, logOdds: number): ScoredName {
    const entity = this.parts.names.entityOf[name] ?? 0
    return { entity, queryNameIndex, listNameIndex: this.parts.names.indexInEntity[name] ?? 0, logOdds, score: 0 }
  }

  /** Weighs one pair of names with all attributes and keeps it when it is the entity's best so far. */
  #keepBest(scored: ScoredName, query: ScreeningQuery, found: Map<number, ScoredName>): void {
    const known = found.get(scored.entity)
    const entity = this.parts.entities.at(scored.entity)
    const listName = entity.names[scored.listNameIndex]
    if (listName === undefined) return
    // Weak aliases may be held down: of two of which none is weak, the better name never scores less.
    const weak = listName.kind === 'weak' || (known !== undefined && entity.names[known.listNameIndex]?.kind === 'weak')
    if (known !== undefined && !weak && scored.logOdds <= known.logOdds) return
    const names = { query: query.names[scored.queryNameIndex] ?? '', list: listName }
    const { score } = weighEvidence(scored.logOdds, names, query, entity, this.#policy)
    const isBetter =
      known === undefined || score > known.score || (score === known.score && scored.logOdds > known.logOdds)
    if (isBetter) found.set(scored.entity, { ...scored, score })
  }

  #scoreAllNames(
    entityIndex: number,
    query: ScreeningQuery,
    options: MatchOptions,
    found: Map<number, ScoredName>,
  ): void {
    const entity = this.parts.entities.at(entityIndex)
    if (!mayMatch(query.kind, entity.schema)) return
    if (options.accept !== undefined && !options.accept(entity.id)) return
    const domain = domainOfSchema(entity.schema)
    query.names.forEach((text, queryNameIndex) => {
      const parsed = parseName(text, domain)
      entity.names.forEach((name, listNameIndex) => {
        const logOdds = compareNames(parsed, parseName(name.full, domain))
        this.#keepBest({ entity: entityIndex, queryNameIndex, listNameIndex, logOdds, score: 0 }, query, found)
      })
    })
  }

  #sameDocument(query: ScreeningQuery): ReadonlySet<number> {
    const found = new Set<number>()
    for (const document of query.documents ?? []) {
      for (const position of withDocument(this.parts.documents, document.number)) {
        const { documents } = this.parts.entities.at(position)
        if (compareDocuments([document], documents).value > 0) found.add(position)
      }
    }
    return found
  }

  #toHit(scored: ScoredName, query: ScreeningQuery): Hit {
    const entity = this.parts.entities.at(scored.entity)
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

/** Tenths are rounded: so much under the threshold may still reach it. */
const rounding = 0.051

/** Surely below the threshold, whatever the entry's attributes are? */
function cannotReach(
  logOdds: number,
  support: number,
  threshold: number,
  policy: ScorePolicy,
  documents: boolean,
): boolean {
  if (pointsOf(logOdds + support) < threshold) return true
  // The same document, or a name kept for its strength, lifts a score however little agrees.
  if (documents) return false
  const nameScore = pointsOf(logOdds)
  if (policy.strongName !== undefined && nameScore >= policy.strongName) return false
  return pointsOf(logOdds + support * supportOf(nameScore, policy)) < threshold - rounding
}

interface ScoredName {
  readonly entity: number
  readonly queryNameIndex: number
  readonly listNameIndex: number
  readonly logOdds: number
  readonly score: number
}
