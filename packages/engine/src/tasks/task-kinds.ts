// Every task type the engine runs itself. A type that is not listed belongs to workers.

import type { WorkflowTask } from '../model/definition.ts'
import { decision } from './decision.ts'
import { doWhile } from './do-while.ts'
import { dynamic } from './dynamic.ts'
import { event } from './event.ts'
import { exclusiveJoin } from './exclusive-join.ts'
import { forkJoinDynamic } from './fork-join-dynamic.ts'
import { forkJoin } from './fork-join.ts'
import { http } from './http.ts'
import { httpPoll } from './http-poll.ts'
import { human } from './human.ts'
import { inline } from './inline.ts'
import { join } from './join.ts'
import { jsonJqTransform } from './json-jq-transform.ts'
import { kafkaPublish } from './kafka-publish.ts'
import { lambda } from './lambda.ts'
import { noop } from './noop.ts'
import { pullWorkflowMessages } from './pull-workflow-messages.ts'
import { setVariable } from './set-variable.ts'
import { startWorkflow } from './start-workflow.ts'
import { subWorkflow } from './sub-workflow.ts'
import { switchTask } from './switch.ts'
import type { TaskKind } from './task-kind.ts'
import { terminate } from './terminate.ts'
import { waitForWebhook } from './wait-for-webhook.ts'
import { wait } from './wait.ts'
import { workerTask } from './worker-task.ts'
import { yieldTask } from './yield.ts'

const kinds: ReadonlyMap<string, TaskKind> = new Map(
  Object.entries({
    DECISION: decision,
    DO_WHILE: doWhile,
    DYNAMIC: dynamic,
    EVENT: event,
    EXCLUSIVE_JOIN: exclusiveJoin,
    FORK_JOIN: forkJoin,
    FORK_JOIN_DYNAMIC: forkJoinDynamic,
    HTTP: http,
    HTTP_POLL: httpPoll,
    HUMAN: human,
    INLINE: inline,
    JOIN: join,
    JSON_JQ_TRANSFORM: jsonJqTransform,
    KAFKA_PUBLISH: kafkaPublish,
    LAMBDA: lambda,
    NOOP: noop,
    PULL_WORKFLOW_MESSAGES: pullWorkflowMessages,
    SET_VARIABLE: setVariable,
    START_WORKFLOW: startWorkflow,
    SUB_WORKFLOW: subWorkflow,
    SWITCH: switchTask,
    TERMINATE: terminate,
    WAIT: wait,
    WAIT_FOR_WEBHOOK: waitForWebhook,
    YIELD: yieldTask,
  }),
)

export function kindOf(type: string): TaskKind {
  return kinds.get(type) ?? workerTask
}

/** The kind of a record. What a DYNAMIC task chose is in its `taskType`. */
export function kindFor(record: { readonly task: Pick<WorkflowTask, 'type'>; readonly taskType: string }): TaskKind {
  return kindOf(record.task.type === 'DYNAMIC' ? record.taskType : record.task.type)
}

/** A type the engine runs by itself, without workers. */
export function isSystemType(type: string): boolean {
  return kindOf(type).forWorkers !== true
}
