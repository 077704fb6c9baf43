// Event handlers in Conductor's wire shape, and what can be asked about them.

import type { JsonMap } from '../model/json.ts'
import type { EventHistory } from './event-history.ts'

export type EventActionKind =
  | 'start_workflow'
  | 'complete_task'
  | 'fail_task'
  | 'terminate_workflow'
  | 'update_workflow_variables'

export interface TaskAction {
  workflowId?: string
  taskRefName?: string
  output?: JsonMap
  taskId?: string
  reasonForIncompletion?: string
}

export interface EventAction {
  action: EventActionKind
  start_workflow?: {
    name?: string
    version?: number
    correlationId?: string
    input?: JsonMap
    taskToDomain?: Record<string, string>
  }
  complete_task?: TaskAction
  fail_task?: TaskAction
  terminate_workflow?: { workflowId?: string; terminationReason?: string }
  update_workflow_variables?: { workflowId?: string; variables?: JsonMap; appendArray?: boolean }
  expandInlineJSON?: boolean
}

export interface EventHandler {
  name: string
  description?: string
  /** `type:queueName`, matched exactly. */
  event: string
  condition?: string
  actions: EventAction[]
  active: boolean
  evaluatorType?: string
  /** Who has added it, where that is known. */
  createdBy?: string
}

export interface EventHandlers {
  /** CONFLICT when the name exists. */
  add(handler: EventHandler): Promise<void>
  /** NOT_FOUND when it does not. */
  update(handler: EventHandler): Promise<void>
  remove(name: string): Promise<void>
  /** NOT_FOUND when there is none. */
  get(name: string): EventHandler
  list(): EventHandler[]
  forEvent(event: string, options?: { activeOnly?: boolean }): EventHandler[]
  /** Publishes a message to a queue such as `conductor:orders`; handled after it is on disk. */
  publish(event: string, messageId: string, payload: JsonMap): Promise<void>
  /** As `publish`, and waits until handlers have dealt with it; those that cannot now do so later. */
  deliver(event: string, messageId: string, payload: JsonMap): Promise<void>
  readonly history: EventHistory
}
