/** What an import is asked to do, and what comes of it. */
import type { Entity, ListPurpose } from '../entity.ts'
import type { CsvMapping } from '../lists/csv-mapping.ts'
import type { ListFormat } from '../lists/list-formats.ts'
import type { ListFile } from '../lists/list-input.ts'
import type { ListCanaries } from './canaries.ts'
import type { ListDelta } from './delta.ts'
import type { HttpValidators, ListSnapshot } from './snapshot.ts'

export interface ListImport {
  readonly listId: string
  readonly format: ListFormat
  readonly files: readonly ListFile[]
  /** Where the bytes came from, for the record. */
  readonly source: string
  /** ISO time of the fetch; the clock is the caller's. */
  readonly fetchedAt: string
  readonly title?: string
  /** `sanctions` when left out. */
  readonly purpose?: ListPurpose
  readonly mapping?: CsvMapping
  readonly charset?: string
  readonly canaries?: ListCanaries
  /** Refuse a version that lost more than this share of its entries; 20 when left out, 100 switches it off. */
  readonly maxShrinkPercent?: number
  readonly validators?: Readonly<Record<string, HttpValidators>>
  /** The publisher's own name of the version, where there is one. */
  readonly publisherVersion?: string
  readonly by?: string
  /** A last check of the whole new version, such as real queries against an index of it. Throw to refuse. */
  readonly verify?: (snapshot: ListSnapshot, entities: () => AsyncIterable<Entity>) => Promise<void>
}

export interface ImportResult {
  /** `unchanged` when the same bytes were read in the same way before and are in force. */
  readonly outcome: 'imported' | 'unchanged'
  readonly snapshot: ListSnapshot
  /** Against the version that was in force; empty when unchanged. */
  readonly delta: ListDelta
}
