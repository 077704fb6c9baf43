// Restart: the same execution from its first task, with its stored definition or the newest.

import { begin } from '../advance.ts'
import type { Snapshot } from '../events.ts'
import { compilePlan } from '../plan.ts'
import type { Run } from '../run.ts'
import { hasEnded } from '../../model/status.ts'
import type { Step } from '../step.ts'
import { reopenRun, reviveParent } from './reset-record.ts'

export type Refusal = { readonly code: 'CONFLICT' | 'NOT_FOUND'; readonly message: string }

export function restartRefusal(run: Run): Refusal | undefined {
  const name = `Workflow: ${run.def.name}.${run.def.version}/${run.id}.${run.status}`
  if (!hasEnded(run.status)) {
    return { code: 'CONFLICT', message: `${name} is not in terminal state, unable to restart.` }
  }
  if (run.status === 'COMPLETED' && !run.def.restartable) {
    return { code: 'NOT_FOUND', message: `${name} is non-restartable` }
  }
  return undefined
}

export function restart(step: Step, snapshot: Snapshot | undefined): void {
  const { run } = step
  if (snapshot) {
    run.def = snapshot.definition
    run.defHash = snapshot.hash
    run.plan = compilePlan(snapshot.definition)
  }
  dropEverything(step)
  run.createTime = step.now
  run.lastRetriedTime = 0
  run.output = {}
  run.failedRefs = []
  run.failedNames = []
  reopenRun(step, 'restart')
  reviveParent(step, 'restarted')
  begin(step)
}

export function dropEverything(step: Step): void {
  const { run } = step
  step.removed.push(...run.tasks.values())
  run.tasks = new Map()
  run.dynamicNodes = new Map()
  run.pendingScripts = 0
}
