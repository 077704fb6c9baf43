/** Document and registration numbers to entries. */
import { documentKey } from '../scoring/compare-documents.ts'
import { hashText } from '../names/token-table.ts'
import { type BucketIndex, BucketIndexBuilder, mayHold } from './bucket-index.ts'
import type { EntityStore } from './entity-store.ts'

export function indexDocuments(entities: EntityStore): BucketIndex {
  const builder = new BucketIndexBuilder()
  for (let position = 0; position < entities.count; position++) {
    for (const document of entities.at(position).documents) {
      const key = documentKey(document.number)
      if (key !== '') builder.add(hashText(key), position)
    }
  }
  return builder.build()
}

/** Positions of the entries that may hold this number; the caller compares the numbers themselves. */
export function withDocument(index: BucketIndex, number: string): number[] {
  const key = documentKey(number)
  if (key === '') return []
  const hash = hashText(key)
  const found: number[] = []
  if (!mayHold(index, hash)) return found
  const bucket = hash & index.mask
  for (let at = index.starts[bucket] ?? 0; at < (index.starts[bucket + 1] ?? 0); at++) {
    const position = index.items[at]
    if (index.hashes[at] === hash && position !== undefined && !found.includes(position)) found.push(position)
  }
  return found
}
