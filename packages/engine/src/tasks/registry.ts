// Every task type the engine runs itself. A type that is not listed belongs to workers.

import { doWhile } from './do-while.ts'
import { forkJoin } from './fork-join.ts'
import { http } from './http.ts'
import { human } from './human.ts'
import { inline } from './inline.ts'
import { join } from './join.ts'
import { noop } from './noop.ts'
import { setVariable } from './set-variable.ts'
import { subWorkflow } from './sub-workflow.ts'
import { switchTask } from './switch.ts'
import type { TaskKind } from './task-kind.ts'
import { terminate } from './terminate.ts'
import { wait } from './wait.ts'
import { workerTask } from './worker-task.ts'

const kinds: ReadonlyMap<string, TaskKind> = new Map(
  Object.entries({
    DO_WHILE: doWhile,
    FORK_JOIN: forkJoin,
    HTTP: http,
    HUMAN: human,
    INLINE: inline,
    JOIN: join,
    NOOP: noop,
    SET_VARIABLE: setVariable,
    SUB_WORKFLOW: subWorkflow,
    SWITCH: switchTask,
    TERMINATE: terminate,
    WAIT: wait,
  }),
)

export function kindOf(type: string): TaskKind {
  return kinds.get(type) ?? workerTask
}

export function isSystemType(type: string): boolean {
  return kinds.has(type)
}
