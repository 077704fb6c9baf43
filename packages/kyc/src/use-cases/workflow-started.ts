/** The dispatcher reports that the workflow of a case runs; or the work itself shows that it does. */
import type { StoreContext } from '../store/context.ts'
import { done, type Outcome } from '../store/outcome.ts'
import type { WorkUseCases } from '../store/ports/work.ts'
import { type Unit, write } from '../store/unit.ts'
import { type LoadedCase, lockCase, saveCase, stateOf } from './case-rows.ts'
import { moveCase } from './move-case.ts'

/** Ends that somebody chose while the start was on its way: such a workflow must not run on. */
const CALLED_OFF: readonly string[] = ['WITHDRAWN', 'EXPIRED']

export function workflowStarted(
  ctx: StoreContext,
  input: Parameters<WorkUseCases['workflowStarted']>[0],
): ReturnType<WorkUseCases['workflowStarted']> {
  return write(
    ctx,
    input.actor,
    async (unit): ReturnType<WorkUseCases['workflowStarted']> => {
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const { row } = loaded.value
      // At-least-once delivery: told again.
      if (row.workflow_id === input.workflowId) return done({ state: stateOf(row) })
      const { workflowId, workflowVersion } = input
      // Its first tasks were faster than this message, or the case ended meanwhile.
      if (row.workflow_id === null && row.state !== 'SUBMITTED' && row.state !== 'DRAFT') {
        return reportedLate(unit, loaded.value, workflowId, workflowVersion)
      }
      const moved = await moveCase(unit, loaded.value, { kind: 'workflow_started', workflowId, workflowVersion })
      return moved.ok ? done({ state: stateOf(moved.value.row) }) : moved
    },
    input,
  )
}

async function reportedLate(
  unit: Unit,
  { row }: LoadedCase,
  workflowId: string,
  workflowVersion: number,
): ReturnType<WorkUseCases['workflowStarted']> {
  const next = await saveCase(unit, row, { workflow_id: workflowId, workflow_version: workflowVersion })
  unit.audit({
    action: 'case.workflow_started',
    object: { type: 'case', id: row.case_id, revision: next.revision },
    caseId: row.case_id,
    versions: { workflow: workflowVersion },
  })
  if (CALLED_OFF.includes(row.state)) {
    unit.enqueue({
      kind: 'TERMINATE_WORKFLOW',
      caseId: row.case_id,
      recipient: `workflow:${row.case_id}`,
      payload: { workflowId, reason: row.reason_code ?? row.state },
    })
  }
  return done({ state: stateOf(next) })
}

/**
 * A task that does something to a submitted case proves that its workflow runs, whatever became of the message about
 * it (the dispatcher may have been killed in between, workers on other machines go on). The id comes with the message.
 */
async function asStarted(unit: Unit, loaded: LoadedCase): Promise<Outcome<LoadedCase>> {
  if (loaded.row.state !== 'SUBMITTED') return done(loaded)
  const unknown = { workflow_id: null, workflow_version: null }
  return moveCase(unit, loaded, { kind: 'workflow_started', workflowId: '', workflowVersion: 0 }, { also: unknown })
}

/** `lockCase` for use cases that only a running workflow calls. */
export async function lockStartedCase(unit: Unit, caseId: string): Promise<Outcome<LoadedCase>> {
  const loaded = await lockCase(unit, caseId)
  return loaded.ok ? asStarted(unit, loaded.value) : loaded
}
