// What the engine asks of its storage. Writes are one transaction each and answer when they are safe; reads see every
// write that has answered.

import type { SearchRequest } from '../api.ts'
import type { ScheduleExecutionSearch } from '../scheduler/schedule.ts'
import type {
  Batch,
  DefinitionRow,
  EventExecutionRow,
  ExecutionRow,
  LogRow,
  MessageRow,
  PendingTaskRow,
  PollRow,
  ScheduleExecutionRow,
  StoredMessageRow,
  StoredTaskRow,
} from './rows.ts'

/** Times are epoch ms. */
export interface EventReads {
  /** What no handler has dealt with yet, in order. */
  readWaitingMessages(event?: string): MessageRow[]
  /** Newest first. */
  readMessages(event: string, since: number, most: number): StoredMessageRow[]
  readEventExecution(id: string): EventExecutionRow | undefined
  /** Newest first. */
  readEventExecutions(handler: string, since: number, most: number): EventExecutionRow[]
  /** By event. */
  countMessages(since: number): { readonly name: string; readonly count: number }[]
  /** By handler. */
  countEventExecutions(since: number): { readonly name: string; readonly count: number }[]
}

export interface Store extends EventReads {
  /** All of it or nothing. Rejects without having written anything. */
  commit(batch: Batch): Promise<void>
  /** Writes something that changes nothing. Rejects as `commit` does. */
  probe(): Promise<void>

  readExecution(id: string): ExecutionRow | undefined
  readTasks(execution: number): StoredTaskRow[]
  readSnapshot(hash: string): string | undefined
  /** The next number for its event log. */
  nextEventNumber(execution: number): number
  readEvents(execution: number): string[]
  workflowOfTask(taskId: string): string | undefined
  readLogs(taskId: string): LogRow[]
  /** Whether an execution has the payload, or has had it. */
  hasPayload(path: string): boolean
  payloadPaths(): ReadonlySet<string>
  /** Payloads that go when the execution does; with `archive`, those of its tasks. */
  payloadsOf(execution: number, archive: boolean): string[]
  readPolls(): PollRow[]
  readDefinitions(): DefinitionRow[]
  /** Whether a call with this mark has been. */
  hasWebhookCall(webhook: string, mark: string): boolean

  /** Highest keys in use. */
  lastRows(): { readonly execution: number; readonly task: number; readonly message: number }
  /** Open tasks of running and paused executions which workers or the clock will come back to; not those that only wait. */
  readPendingTasks(): Iterable<PendingTaskRow>
  openTasksOfType(type: string): { readonly id: string; readonly workflowId: string }[]
  /** Open executions that have a limit of their own. */
  readExpiring(): { readonly id: string; readonly expires: number }[]
  countOpen(): number
  /** Open executions that a limit of their definition counts, in the order of their start. */
  readLimited(): string[]
  /** Tasks that stand for a child which has ended, and do not know it. */
  readMissedChildren(): { readonly workflowId: string; readonly taskId: string }[]
  /** Children of an execution that are open. */
  openChildrenOf(id: string): string[]

  idsByIdempotencyKey(name: string, key: string): { readonly id: string; readonly status: string }[]
  idsByCorrelation(name: string, correlationId: string, includeClosed: boolean): string[]
  runningIds(name: string, version: number | undefined, from: number | undefined, to: number | undefined): string[]
  /** Archived ones too. */
  searchExecutions(request: SearchRequest): { readonly totalHits: number; readonly rows: ExecutionRow[] }
  searchTasks(request: SearchRequest): {
    readonly totalHits: number
    readonly hits: { readonly workflowId: string; readonly taskId: string }[]
  }

  searchScheduleExecutions(search: ScheduleExecutionSearch): {
    readonly totalHits: number
    readonly rows: ScheduleExecutionRow[]
  }

  /** Ended executions of which nothing above is open or ended later, in the order of their rows. */
  readEnded(search: EndedSearch): { readonly row: number; readonly id: string }[]

  /** Hashes of all snapshots. */
  readSnapshotHashes(): string[]
  /** Hashes of the snapshots that executions in these rows have. */
  snapshotsUsed(after: number, upTo: number): string[]

  space(): SpaceUse
  /** Gives so many free pages back to the disk. */
  releasePages(most: number): void
  /** Brings what the log holds into the file and cuts the log back, unless somebody is reading. */
  checkpoint(): void

  close(): void
}

export interface SpaceUse {
  readonly pages: number
  /** Of these, pages that nothing is on. */
  readonly free: number
  readonly pageBytes: number
  /** Whether free pages can be given back; not in a file that an early version made. */
  readonly canShrink: boolean
}

export interface EndedSearch {
  /** Epoch ms. */
  readonly endedBefore: number
  /** Rows up to this one are passed over. */
  readonly after: number
  /** Rows beyond this one are not looked at. */
  readonly upTo: number
  /** Archived ones too. */
  readonly archived: boolean
  readonly most: number
}
