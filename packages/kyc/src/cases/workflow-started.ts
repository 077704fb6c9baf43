/** The dispatcher reports that the workflow of a case runs. */
import type { StoreContext } from '../store/context.ts'
import { done } from '../store/outcome.ts'
import type { WorkUseCases } from '../store/ports/work.ts'
import { write } from '../store/unit.ts'
import { lockCase, stateOf } from './case-rows.ts'
import { moveCase } from './move.ts'

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
      // At-least-once delivery: told again, or told after the first tasks already moved the case on.
      if (loaded.value.row.workflow_id === input.workflowId) return done({ state: stateOf(loaded.value.row) })
      const { workflowId, workflowVersion } = input
      const moved = await moveCase(unit, loaded.value, { kind: 'workflow_started', workflowId, workflowVersion })
      return moved.ok ? done({ state: stateOf(moved.value.row) }) : moved
    },
    input,
  )
}
