/** A list snapshot: what was published, when it was fetched, and what it said. Never changed once written. */
import type { ListPurpose } from '../entity.ts'
import type { CsvMapping } from '../lists/csv-mapping.ts'
import type { ListFormat } from '../lists/list-formats.ts'

export interface SnapshotFile {
  readonly name: string
  readonly bytes: number
  /** Of the bytes as fetched, compressed or not. */
  readonly sha256: string
}

export interface ListSnapshot {
  readonly listId: string
  /** `20261123T090000Z-3a608269e404`: when it was fetched, and the start of its sha256. Sorts by time. */
  readonly snapshotId: string
  /** Over files, format, parser version and mapping: two snapshots with this in common say the same. */
  readonly sha256: string
  readonly fetchedAt: string
  readonly publishedAt?: string
  /** The publisher's own name of the version, where there is one. */
  readonly publisherVersion?: string
  readonly entryCount: number
  /** Hash over the content hashes of all entries: equal when no entry changed in what matters. */
  readonly contentHash: string
  /** Slips of the publisher that were worked round, such as one key on two entries. */
  readonly warnings: readonly string[]
  /** Where the bytes came from: an address, a folder or file, or `upload`. */
  readonly source: string
  readonly format: ListFormat
  readonly parserVersion: number
  /** What the list is screened for. Entities may say more precisely by their topics. */
  readonly purpose: ListPurpose
  /** Purposes that its entities serve by their topics, `purpose` among them. */
  readonly purposes: readonly ListPurpose[]
  readonly title: string
  readonly mapping?: CsvMapping
  readonly charset?: string
  readonly files: readonly SnapshotFile[]
  /** Validators of the last fetch, for conditional requests, by file name. */
  readonly validators?: Readonly<Record<string, HttpValidators>>
}

export interface HttpValidators {
  readonly etag?: string
  readonly lastModified?: string
}

/** A change of the version in force. */
export interface VersionChange {
  readonly at: string
  readonly from: string | null
  readonly to: string
  readonly reason: 'import' | 'rollback'
  readonly by?: string
  readonly note?: string
}

/** What a list folder's `index.json` holds. */
export interface ListIndex {
  readonly listId: string
  readonly current: string
  readonly snapshots: readonly ListSnapshot[]
  readonly changes: readonly VersionChange[]
  /** When the source was last asked and gave an answer, changed or not. */
  readonly checkedAt: string
}

/** A list as an operator sees it. */
export interface ListStatus {
  readonly listId: string
  readonly title: string
  readonly purpose: ListPurpose
  readonly purposes: readonly ListPurpose[]
  readonly snapshotId: string
  readonly entryCount: number
  readonly fetchedAt: string
  readonly publishedAt?: string
  readonly checkedAt: string
  readonly source: string
  readonly snapshots: number
}
