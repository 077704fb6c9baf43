// What came for events and what handlers made of it, as people ask afterwards.

import type { JsonMap } from '../model/json.ts'
import type { EventActionKind } from './event-handler.ts'

export interface EventExecution {
  readonly id: string
  readonly messageId: string
  /** The handler. */
  readonly name: string
  readonly event: string
  readonly action: EventActionKind
  /** Epoch ms. */
  readonly created: number
  readonly status: 'COMPLETED' | 'FAILED' | 'SKIPPED'
  readonly output: JsonMap
  /** What the message said; empty for one that is no longer kept. */
  readonly payload: JsonMap
}

export interface EventMessage {
  readonly id: string
  readonly event: string
  /** Epoch ms. */
  readonly created: number
  readonly isHandled: boolean
  readonly payload: JsonMap
  readonly executions: readonly EventExecution[]
}

export interface EventCount {
  readonly name: string
  readonly count: number
}

/** All newest first, at most a hundred. `since`: epoch ms, default 0. */
export interface EventHistory {
  executions(handler: string, since?: number): Promise<EventExecution[]>
  messages(event: string, since?: number): Promise<EventMessage[]>
  /** Messages by event. */
  messageCounts(since?: number): Promise<readonly EventCount[]>
  /** Actions by handler; handlers that are gone too. */
  executionCounts(since?: number): Promise<readonly EventCount[]>
}
