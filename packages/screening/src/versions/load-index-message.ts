/** What the main thread and the thread that builds an index say to each other. */
import type { Entity } from '../entity.ts'

export interface LoadRequest {
  /** Of the list store. */
  readonly folder: string
  readonly lists: readonly {
    readonly listId: string
    readonly snapshotId: string
    readonly entryCount: number
  }[]
  /** Entries that are in no store, such as the bank's own. */
  readonly own: readonly Entity[]
  /** ISO day; entries with a term count only within it. */
  readonly day: string
}

export type LoadReply =
  | { readonly kind: 'loaded'; readonly image: Uint8Array<SharedArrayBuffer>; readonly hasTerms: boolean }
  | { readonly kind: 'failed'; readonly message: string }
