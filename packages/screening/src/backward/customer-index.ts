/**
 * The bank's customers as an index, so that a change of fifty list entries costs fifty look-ups and not a million
 * screenings. Only retrieval swaps the roles: each pair it finds is scored as ever, customer against entry.
 *
 * Names of people in Latin letters are found the same way round or the other. Names of companies and ships are not, nor
 * those in other scripts: words joined, parted, abbreviated and transliterated are looked up by rules that differ by
 * side. Such customers are looked for as they always are, against an index of the changed entries alone; their names have been
 * taken apart before.
 */
import { createScreeningIndex } from '../candidates/create-screening-index.ts'
import { indexDocuments, withDocument } from '../candidates/document-index.ts'
import { CandidateScratch } from '../candidates/candidate-scratch.ts'
import { findCandidates } from '../candidates/find-candidates.ts'
import { storeEntities } from '../candidates/entity-store.ts'
import { buildNameStore } from '../candidates/name-store.ts'
import { leastPromise as forwardPromise } from '../candidates/built-index.ts'
import type { MatcherConfig } from '../candidates/screening-index.ts'
import type { Entity } from '../entity.ts'
import type { NameDomain } from '../names/name-information.ts'
import { compareNames } from '../names/name-evidence.ts'
import { parseName } from '../names/parse-name.ts'
import type { Hit } from '../scoring/hit.ts'
import { domainOfSchema } from '../scoring/name-domain.ts'
import { policyOf } from '../scoring/matcher-config.ts'
import { pointsOf } from '../scoring/score-scale.ts'
import { mostSupport } from '../scoring/weigh.ts'
import { CustomerNames } from './customer-names.ts'
import { asEntities, type CustomerRecord, CustomerStore } from './customer-store.ts'

/** One customer against one entry that changed. */
export interface BackwardHit {
  readonly customerId: string
  readonly hit: Hit
}

export interface CustomerIndex {
  readonly count: number
  readonly ids: readonly string[]
  customer(id: string): CustomerRecord | undefined
  /** Customers that the entries may be, each pair scored; unsorted. Customers in `without` are passed over. */
  screen(entities: readonly Entity[], config: MatcherConfig, without?: ReadonlySet<string>): BackwardHit[]
}

/**
 * A name found in one direction promises nearly as much in the other, not exactly: how a word is looked up depends on
 * which side it stands. Of 4,637 hits of misspelt and transliterated names, 0.42 lost some people and 0.3 none.
 */
const leastPromise = 0.3

export function createCustomerIndex(customers: Iterable<CustomerRecord>): CustomerIndex {
  const all = [...customers]
  const people = new CustomerStore(all.filter(isFoundBackward))
  const others = new CustomerStore(all.filter((customer) => !isFoundBackward(customer)))
  const findPeople = createPeopleSearch(people)
  const findOthers = createOtherSearch(others)
  return {
    count: people.count + others.count,
    ids: [...people.ids, ...others.ids],
    customer: (id) => people.find(id) ?? others.find(id),
    screen(entities, config, without = new Set()) {
      const hits: BackwardHit[] = []
      for (const group of groupsOf(entities, config.maxCandidates)) {
        const index = createScreeningIndex(group, config)
        // A company is never a person, and the fewer entries there are, the sooner it is through.
        const rest = createScreeningIndex(
          group.filter(({ schema }) => schema !== 'Person'),
          config,
        )
        const screen = ({ id, query }: CustomerRecord): void => {
          if (without.has(id)) return
          const entries = query.kind === 'person' || query.kind === 'any' ? index : rest
          for (const hit of entries.match(query, { limit: group.length }).hits) hits.push({ customerId: id, hit })
        }
        for (const customer of findPeople(group, config)) screen(customer)
        for (const customer of findOthers(group)) screen(customer)
      }
      return hits
    },
  }
}

const otherScript = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u

function isFoundBackward({ query }: CustomerRecord): boolean {
  return query.kind === 'person' && !query.names.some((name) => otherScript.test(name))
}

/** People that one of the entries may be: more than those that are hits, and none of these left out. */
function createPeopleSearch(
  people: CustomerStore,
): (entities: readonly Entity[], config: MatcherConfig) => Iterable<CustomerRecord> {
  const store = asEntities(people)
  const names = buildNameStore(store)
  const documents = indexDocuments(store)
  const scratch = new CandidateScratch(names.entityOf.length)
  const wanted = { least: leastPromise, bound: Number.MAX_SAFE_INTEGER, accepts: () => true }
  return (entities, config) => {
    const policy = policyOf(config)
    const found = new Map<number, CustomerRecord>()
    for (const entity of entities) {
      for (const { number } of entity.documents)
        for (const position of withDocument(documents, number)) found.set(position, people.at(position))
      if (domainOfSchema(entity.schema) !== 'person') continue
      for (const { full } of entity.names) {
        const listed = parseName(full, 'person')
        const search = findCandidates(names, listed, wanted, scratch)
        for (const name of search.names) {
          const position = names.entityOf[name] ?? 0
          if (found.has(position)) continue
          const customer = people.at(position)
          const asked = parseName(customer.query.names[names.indexInEntity[name] ?? 0] ?? '', 'person')
          const most = pointsOf(compareNames(asked, listed) + mostSupport(customer.query, policy))
          // As the index itself prunes, a hair more generous.
          if (most >= config.store - 0.1) found.set(position, customer)
        }
      }
    }
    return found.values()
  }
}

/** Customers for whom an index of the entries has candidates, as it finds them. */
function createOtherSearch(others: CustomerStore): (entities: readonly Entity[]) => Iterable<CustomerRecord> {
  const names = new CustomerNames(others)
  const documents = indexDocuments(asEntities(others))
  return (entities) => {
    const store = storeEntities(entities)
    const listed = buildNameStore(store)
    const scratch = new CandidateScratch(listed.bits.length)
    const found = new Set<number>()
    for (const entity of entities)
      for (const { number } of entity.documents) for (const at of withDocument(documents, number)) found.add(at)
    const isOf = (domain: NameDomain) => (name: number) =>
      domainOfSchema(store.schemaAt(listed.entityOf[name] ?? 0)) === domain
    const wanted = {
      person: { least: forwardPromise, bound: 1, accepts: isOf('person') },
      organisation: { least: forwardPromise, bound: 1, accepts: isOf('organisation') },
    }
    for (let position = 0; position < others.count; position++) {
      for (const name of names.of(position)) {
        if (findCandidates(listed, name, wanted[name.domain], scratch).names.length > 0) found.add(position)
      }
    }
    return [...found].map((position) => others.at(position))
  }
}

/** Together never more names than an index scores for one customer, so that none is left out. */
function* groupsOf(entities: readonly Entity[], mostNames: number): Generator<readonly Entity[]> {
  let group: Entity[] = []
  let names = 0
  for (const entity of entities) {
    if (group.length > 0 && names + entity.names.length > mostNames) {
      yield group
      group = []
      names = 0
    }
    group.push(entity)
    names += entity.names.length
  }
  if (group.length > 0) yield group
}
