// The seven validations, and rerunning those whose data changed.
import { CHECK_KINDS, type CheckKind } from '@gatehouse/kyc'
import type { HandlerPorts } from '../ports.ts'
import type { TaskHandler } from '../run-workers.ts'
import { idempotencyKey, loadCase } from '../work-item.ts'
import { runCheck } from './run-check.ts'

export function validation(ports: HandlerPorts, kind: CheckKind): TaskHandler {
  return async (task) => {
    const work = await loadCase(ports, task)
    return runCheck(ports, work, kind, idempotencyKey(work, task))
  }
}

/** Checks that never ran count as stale: an approval needs all seven. */
export function rerunAffectedChecks(ports: HandlerPorts): TaskHandler {
  return async (task) => {
    const work = await loadCase(ports, task)
    const rerun = CHECK_KINDS.filter(
      (kind) => work.staleChecks.includes(kind) || !work.checks.some((check) => check.kind === kind),
    )
    for (const kind of rerun) await runCheck(ports, work, kind, `${idempotencyKey(work, task)}:${kind}`)
    return { dataRevision: work.dataRevision, rerun }
  }
}
