/** Ordinary customers against the list names most like theirs: all of them other people. */
import { storeEntities } from '../src/candidates/entity-store.ts'
import { CandidateScratch } from '../src/candidates/candidate-scratch.ts'
import { findCandidates } from '../src/candidates/find-candidates.ts'
import { buildNameStore, type NameStore, storedTokens } from '../src/candidates/name-store.ts'
import { parseQueryRow } from '../src/batch/query-row.ts'
import type { Entity, EntityName } from '../src/entity.ts'
import { compareFeatures } from '../src/names/name-evidence.ts'
import { parseName } from '../src/names/parse-name.ts'
import type { ScreeningQuery } from '../src/scoring/query.ts'
import { readRows } from './csv-rows.ts'
import { type Fit, logOddsIn } from './fit-logistic.ts'

export interface Customer {
  readonly query: ScreeningQuery
  /** Shares a name with a listed person, as the data knows. */
  readonly isNamesake: boolean
  /** Most alike first. */
  readonly alike: readonly Lookalike[]
}

export interface Lookalike {
  readonly features: Float64Array
  readonly entity: Entity
  readonly name: EntityName
}

/** Share of agreement that a list name must promise, and how many such names are looked at. */
const leastPromise = 0.45
const mostNames = 150

/** Every second customer, each with at most `count` names that a first fit holds to be most alike. */
export function readCustomers(folder: string, entities: readonly Entity[], guide: Fit, count: number): Customer[] {
  const persons = storeEntities(entities.filter((entity) => entity.schema === 'Person'))
  const store = buildNameStore(persons)
  const scratch = new CandidateScratch(store.entityOf.length)
  const wanted = { least: leastPromise, bound: mostNames, accepts: () => true }
  return readRows(`${folder}/screening/retrieval_background_dev.csv`)
    .filter((_, i) => i % 2 === 0)
    .map((row) => {
      const parsed = parseName(row.name ?? '', 'person')
      const { names } = findCandidates(store, parsed, wanted, scratch)
      const alike = names
        .map((name) => {
          const features = compareFeatures(parsed.tokens, storedTokens(store, name), 'person')
          return { name, features, z: logOddsIn(guide, features) }
        })
        .sort((a, b) => b.z - a.z)
        .slice(0, count)
        .flatMap(({ name, features }) => lookalike(persons.at(store.entityOf[name] ?? 0), store, name, features))
      return { query: parseQueryRow(row), isNamesake: row.shares_name_with_list === '1', alike }
    })
}

function lookalike(entity: Entity, store: NameStore, at: number, features: Float64Array): Lookalike[] {
  const name = entity.names[store.indexInEntity[at] ?? 0]
  return name === undefined ? [] : [{ features, entity, name }]
}
