/**
 * Technical hold: nothing is decided, and a person presses the button. A case goes there when its retries are used up,
 * and when its execution has ended otherwise than by the case's own doing.
 */
import { isFinal } from '../case/case.ts'
import type { StoreContext } from '../store/context.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { DecisionUseCases } from '../store/ports/decision.ts'
import type { CaseRow } from '../store/schema.ts'
import { read, type Unit, write } from '../store/unit.ts'
import { approvalFacts } from './record-decision.ts'
import { cancelOpenWork } from './end-case.ts'
import { type LoadedCase, lockCase, stateOf } from './case-rows.ts'
import { enqueueStart } from './enqueue-start.ts'
import { moveCase } from './move-case.ts'
import { latestChecks } from './stored-checks.ts'
import { lockStartedCase } from './workflow-started.ts'

type Held = ReturnType<DecisionUseCases['hold']>

/** Code of a hold after which nothing of the old execution can be gone on with. */
const EXECUTION_ENDED = 'EXECUTION_ENDED'

/** In these the execution is what moves the case, or what waits for people. */
export const WITH_EXECUTION = [
  'IN_CHECKS',
  'RFI_OPEN',
  'IN_REVIEW',
  'SECOND_REVIEW',
  'EDD_REVIEW',
  'EDD_APPROVAL',
] as const

/**
 * Retries of a check are used up. While people work on a case this is refused: any workflow may say so of any case, and
 * whether the case's own execution is over is found out by looking at it (`executionEnded`).
 */
export function hold(ctx: StoreContext, input: Parameters<DecisionUseCases['hold']>[0]): Held {
  return write(
    ctx,
    input.actor,
    async (unit): Held => {
      const loaded = await lockStartedCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const state = stateOf(loaded.value.row)
      // Held already, or over: there is nothing left to hold.
      if (state === 'TECHNICAL_HOLD' || isFinal(state)) return done({ state })
      return retriesUsedUp(unit, loaded.value, input.failedTask, input.errorCode)
    },
    input,
  )
}

/** Somebody looked: the execution of a case as it was at that revision is over, or gone. */
export function executionEnded(
  ctx: StoreContext,
  input: Parameters<DecisionUseCases['executionEnded']>[0],
): ReturnType<DecisionUseCases['executionEnded']> {
  return write(
    ctx,
    input.actor,
    async (unit): ReturnType<DecisionUseCases['executionEnded']> => {
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const { row } = loaded.value
      // The case has moved on since: whoever looks again sees how things are now.
      const isSame = row.revision === input.revision && row.workflow_id === input.workflowId
      const state = stateOf(row)
      if (!isSame || !WITH_EXECUTION.some((one) => one === state) || (await isOnItsWay(unit, input.caseId))) {
        return done({ state })
      }
      return input.failed && state === 'IN_CHECKS'
        ? retriesUsedUp(unit, loaded.value, 'unknown', 'RETRIES_USED_UP')
        : endOfExecution(unit, loaded.value, 'unknown')
    },
    input,
  )
}

/** Cases that an execution should be at work on, in the order of their ids. */
export function casesWithExecution(
  ctx: StoreContext,
  { caseId, after = '', limit }: Parameters<DecisionUseCases['casesWithExecution']>[0],
): ReturnType<DecisionUseCases['casesWithExecution']> {
  return read(ctx, async (trx) => {
    const query = trx
      .selectFrom('kyc_case')
      .select(['case_id', 'workflow_id', 'revision', 'state'])
      .where('tenant_id', '=', ctx.tenantId)
      .where('case_id', '>', after)
      .where('state', 'in', [...WITH_EXECUTION])
      .where('workflow_id', 'is not', null)
      .where('erased_at', 'is', null)
      .orderBy('case_id')
      .limit(limit)
    const rows = await (caseId === undefined ? query : query.where('case_id', '=', caseId)).execute()
    return rows.map((row) => ({
      caseId: row.case_id,
      workflowId: row.workflow_id ?? '',
      revision: row.revision,
      state: stateOf(row),
    }))
  })
}

/** The button. */
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
      const { row } = loaded.value
      if (row.hold_code === EXECUTION_ENDED || (await checksHaveAged(unit, loaded.value))) {
        return startAgain(unit, loaded.value)
      }
      if (row.workflow_id === null) return refuse('TRANSITION_REFUSED', `Case ${input.caseId} has no workflow to retry`)
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
        payload: { workflowId: row.workflow_id },
      })
      return done({ state: stateOf(moved.value.row) })
    },
    input,
  )
}

async function retriesUsedUp(unit: Unit, loaded: LoadedCase, failedTask: string, errorCode: string): Held {
  const also = { hold_task: failedTask, hold_code: errorCode }
  const moved = await moveCase(unit, loaded, { kind: 'retries_used_up' }, { reasonCode: errorCode, also })
  return moved.ok ? done({ state: stateOf(moved.value.row) }) : moved
}

async function endOfExecution(unit: Unit, loaded: LoadedCase, failedTask: string): Held {
  const moved = await moveCase(
    unit,
    loaded,
    { kind: 'execution_ended' },
    { reasonCode: EXECUTION_ENDED, also: { hold_task: failedTask, hold_code: EXECUTION_ENDED, sla_due_at: null } },
  )
  if (!moved.ok) return moved
  // Nobody would hear what people decided in it; the next execution asks for what is still open.
  await cancelOpenWork(unit, loaded.row.case_id)
  return done({ state: stateOf(moved.value.row) })
}

/** A new execution, from the first step: what people have decided stays decided, every check runs anew. */
async function startAgain(unit: Unit, loaded: LoadedCase): Promise<Outcome<{ state: ReturnType<typeof stateOf> }>> {
  const { row } = loaded
  const ended = [...endedWorkflowsOf(row), ...(row.workflow_id === null ? [] : [row.workflow_id])]
  const moved = await moveCase(
    unit,
    loaded,
    { kind: 'restart' },
    { also: { hold_task: null, hold_code: null, ended_workflows: JSON.stringify(ended) } },
  )
  if (!moved.ok) return moved
  enqueueStart(unit, moved.value.row, ended)
  return done({ state: stateOf(moved.value.row) })
}

export function endedWorkflowsOf({ ended_workflows: ended }: Pick<CaseRow, 'ended_workflows'>): readonly string[] {
  // Written by `startAgain` from workflow ids.
  return ended === null ? [] : (JSON.parse(ended) as readonly string[])
}

/** Going on where it failed would end before an approval that rests on checks of too long ago. */
async function checksHaveAged(unit: Unit, loaded: LoadedCase): Promise<boolean> {
  if ((await latestChecks(unit.ctx, unit.trx, loaded)).length === 0) return false
  const { oldestCheckAt, maxCheckAgeHours } = await approvalFacts(unit, loaded)
  return unit.nowMs - Date.parse(oldestCheckAt) > maxCheckAgeHours * 3_600_000
}

/** A start or a retry that has not been delivered yet. */
async function isOnItsWay(unit: Unit, caseId: string): Promise<boolean> {
  const row = await unit.trx
    .selectFrom('kyc_outbox')
    .select('id')
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', caseId)
    .where('kind', 'in', ['START_WORKFLOW', 'RETRY_WORKFLOW'])
    .where('state', '=', 'PENDING')
    .executeTakeFirst()
  return row !== undefined
}
