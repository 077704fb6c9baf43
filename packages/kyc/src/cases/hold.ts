/** Technical hold: retries are used up and nothing is decided; a person presses the button. */
import type { StoreContext } from '../store/context.ts'
import { done, refuse } from '../store/outcome.ts'
import type { DecisionUseCases } from '../store/ports/decision.ts'
import { write } from '../store/unit.ts'
import { lockCase, stateOf } from './case-rows.ts'
import { lockStartedCase } from './workflow-started.ts'
import { moveCase } from './move.ts'

export function hold(
  ctx: StoreContext,
  input: Parameters<DecisionUseCases['hold']>[0],
): ReturnType<DecisionUseCases['hold']> {
  return write(
    ctx,
    input.actor,
    async (unit): ReturnType<DecisionUseCases['hold']> => {
      const loaded = await lockStartedCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      if (loaded.value.row.state === 'TECHNICAL_HOLD') return done({ state: 'TECHNICAL_HOLD' })
      const moved = await moveCase(
        unit,
        loaded.value,
        { kind: 'retries_used_up' },
        { reasonCode: input.errorCode, also: { hold_task: input.failedTask, hold_code: input.errorCode } },
      )
      return moved.ok ? done({ state: stateOf(moved.value.row) }) : moved
    },
    input,
  )
}

export function retryHold(
  ctx: StoreContext,
  input: Parameters<DecisionUseCases['retryHold']>[0],
): ReturnType<DecisionUseCases['retryHold']> {
  return write(
    ctx,
    input.actor,
    async (unit): ReturnType<DecisionUseCases['retryHold']> => {
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const { workflow_id: workflowId } = loaded.value.row
      if (workflowId === null) return refuse('TRANSITION_REFUSED', `Case ${input.caseId} has no workflow to retry`)
      const moved = await moveCase(
        unit,
        loaded.value,
        { kind: 'retry' },
        { also: { hold_task: null, hold_code: null } },
      )
      if (!moved.ok) return moved
      unit.enqueue({
        kind: 'RETRY_WORKFLOW',
        caseId: input.caseId,
        recipient: `workflow:${input.caseId}`,
        payload: { workflowId },
      })
      return done({ state: stateOf(moved.value.row) })
    },
    input,
  )
}
