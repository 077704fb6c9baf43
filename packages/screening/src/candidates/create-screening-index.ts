/** Builds a screening index over entities. */
import { createHash } from 'node:crypto'
import type { Entity } from '../entity.ts'
import { defaultMatcherConfig } from '../scoring/matcher-config.ts'
import { BuiltIndex } from './built-index.ts'
import { indexDocuments } from './document-index.ts'
import { type EntityStore, storeEntities } from './entity-store.ts'
import { buildNameStore } from './name-store.ts'
import type { MatcherConfig, ScreeningIndex } from './screening-index.ts'

export interface IndexOptions extends Partial<MatcherConfig> {
  /** Evidence alone: a strong name may be outweighed. For measuring, not for screening. */
  readonly evidenceOnly?: boolean
}

/** Builds an index over all entities given. Entities are compared as they are; nothing is read or written. */
export function createScreeningIndex(entities: readonly Entity[], options: IndexOptions = {}): ScreeningIndex {
  const { evidenceOnly = false, ...changes } = options
  const store = storeEntities(entities)
  const parts = {
    version: versionOf(store),
    entities: store,
    names: buildNameStore(store),
    documents: indexDocuments(store),
  }
  return new BuiltIndex(parts, { ...defaultMatcherConfig, ...changes }, evidenceOnly)
}

function versionOf(entities: EntityStore): string {
  const hash = createHash('sha256')
  for (let position = 0; position < entities.count; position++) {
    const { id, contentHash } = entities.at(position)
    hash.update(`${id} ${contentHash}\n`)
  }
  return `sha256:${hash.digest('hex')}`
}
