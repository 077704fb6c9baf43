/** Use cases around customers whose relationship goes on: screened again whenever a list changes. */
import type { Actor } from '../actor.ts'
import type { Outcome } from '../outcome.ts'

/** A customer as of the newest approved case. */
export interface MonitoredCustomer {
  readonly customerId: string
  /** with `customerId` the place to go on reading from */
  readonly updatedAt: string
  /** null when the relationship has ended, or the data was erased */
  readonly current: {
    readonly caseId: string
    /** the application, decrypted */
    readonly application: Readonly<Record<string, unknown>>
  } | null
}

export interface ListedEntry {
  readonly listId: string
  readonly entryId: string
  readonly entryHash: string
}

/** An entry that raises an alert on a customer. */
export interface AlertedEntry extends ListedEntry {
  /** 0 to 100 */
  readonly score: number
}

export interface MonitoringUseCases {
  /** Customers that changed after that place, oldest change first; all of them without one. */
  customersToScreen(input: {
    after?: { updatedAt: string; customerId: string }
    limit: number
  }): Promise<readonly MonitoredCustomer[]>

  /**
   * A change of a list may be about this customer: the application as it was approved, as a new case EVENT_REVIEW whose
   * checks run as ever, and nothing is said to the customer. Null when each entry has been looked at for them before, or
   * a decision in force says that they are not it.
   */
  openEventReview(input: {
    actor: Actor
    customerId: string
    entries: readonly AlertedEntry[]
    matcherConfigId: string
  }): Promise<Outcome<{ caseId: string; ref: string } | null>>

  /** Version of each list that the customers were last screened against, by list id. */
  screenedLists(): Promise<ReadonlyMap<string, { readonly snapshotId: string; readonly at: string }>>
  recordListScreened(input: {
    actor: Actor
    listId: string
    snapshotId: string
    /** counts for the trail */
    counts: Readonly<Record<string, number>>
  }): Promise<void>

  /** Ends decisions about entries that are no longer what they were about. Answers how many. */
  endStaleGoodGuys(input: { actor: Actor; entries: readonly ListedEntry[] }): Promise<number>
}
