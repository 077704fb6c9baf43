/** The applicant's answer, and calling a request off. */
import type { StoreContext } from '../store/context.ts'
import { done, refuse } from '../store/outcome.ts'
import type { ReviewUseCases } from '../store/ports/review.ts'
import { type Unit, write } from '../store/unit.ts'
import { loadAnswers, saveAnswersOf } from './application-data.ts'
import { type LoadedCase, lockCase, stateOf } from './case-rows.ts'
import { applySet } from './draft.ts'
import { moveCase } from './move-case.ts'
import { completeTask, stringList } from './review-rows.ts'
import { overlaps } from './rfi-asks.ts'
import { findRfi, type RfiItemRow, rfiItems, type RfiRow, updateRfi } from './rfi-rows.ts'

type Input = Parameters<ReviewUseCases['answerRfi']>[0]
type Answered = Awaited<ReturnType<ReviewUseCases['answerRfi']>>

export function answerRfi(ctx: StoreContext, input: Input): Promise<Answered> {
  return write(
    ctx,
    input.actor,
    async (unit): Promise<Answered> => {
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const rfi = await findRfi(unit, input.caseId, input.rfiId)
      if (!rfi) return refuse('RFI_NOT_FOUND', `Request ${input.rfiId} does not belong to case ${input.caseId}`)
      if (rfi.state !== 'OPEN' || rfi.due_at <= unit.at)
        return refuse('RFI_NOT_OPEN', `Request ${input.rfiId} is no longer open`)
      const before = await loadAnswers(ctx, unit.trx, loaded.value)
      const after = applySet(before, input.set)
      if (!after.ok) return after
      const change = await saveAnswersOf(unit, loaded.value, before, after.value)
      const current = { ...loaded.value, row: change.row }
      const changedPaths = [...new Set([...stringList(rfi.changed_paths), ...change.changedPaths])]
      await updateRfi(unit, rfi.rfi_id, { changed_paths: JSON.stringify(changedPaths) })
      const open = await settleItems(unit, current, rfi, input)
      if (open > 0) return done({ state: stateOf(change.row), answered: false, dataRevision: change.row.data_revision })
      return close(unit, current, rfi, changedPaths)
    },
    input,
  )
}

/** Marks the items that this answer settles; gives how many are still open. */
async function settleItems(unit: Unit, { row, cipher }: LoadedCase, rfi: RfiRow, input: Input): Promise<number> {
  const items = await rfiItems(unit, rfi.rfi_id)
  let open = 0
  for (const item of items.filter((candidate) => candidate.state !== 'ANSWERED')) {
    const cannot = input.cannotProvide?.find((entry) => entry.code === item.code)
    const given = Object.keys(input.set).some((path) => overlaps(path, item.path))
    if (!given && !cannot) {
      open++
      continue
    }
    const changes: Partial<RfiItemRow> = {
      state: 'ANSWERED',
      cannot_provide: given ? 0 : 1,
      refusal_reason: null,
      text_sealed: cannot ? cipher.seal(`rfi-item/${item.item_id}`, cannot.text) : null,
    }
    await unit.trx
      .updateTable('kyc_rfi_item')
      .set(changes)
      .where('tenant_id', '=', row.tenant_id)
      .where('item_id', '=', item.item_id)
      .execute()
    unit.audit({
      action: given ? 'rfi_item.answered' : 'rfi_item.cannot_provide',
      object: { type: 'rfi_item', id: item.item_id },
      caseId: row.case_id,
      after: { code: { value: item.code } },
    })
  }
  return open
}

async function close(unit: Unit, loaded: LoadedCase, rfi: RfiRow, changedPaths: readonly string[]): Promise<Answered> {
  await updateRfi(unit, rfi.rfi_id, { state: 'ANSWERED', closed_at: unit.at })
  const moved = await moveCase(unit, loaded, { kind: 'rfi_answered', dataRevision: loaded.row.data_revision })
  if (!moved.ok) return moved
  // Paths are codes of the form, not values: they may enter workflow state.
  completeTask(unit, rfi, rfi.wait_ref, { event: 'ANSWERED', changedPaths })
  const { row } = moved.value
  return done({ state: stateOf(row), answered: true, dataRevision: row.data_revision })
}

export function cancelRfi(
  ctx: StoreContext,
  input: Parameters<ReviewUseCases['cancelRfi']>[0],
): ReturnType<ReviewUseCases['cancelRfi']> {
  return write(
    ctx,
    input.actor,
    async (unit): ReturnType<ReviewUseCases['cancelRfi']> => {
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const rfi = await findRfi(unit, input.caseId, input.rfiId)
      if (!rfi) return refuse('RFI_NOT_FOUND', `Request ${input.rfiId} does not belong to case ${input.caseId}`)
      if (rfi.state !== 'OPEN') return refuse('RFI_NOT_OPEN', `Request ${input.rfiId} is ${rfi.state}`)
      const moved = await moveCase(unit, loaded.value, { kind: 'rfi_cancelled' }, { reasonCode: input.reasonCode })
      if (!moved.ok) return moved
      await updateRfi(unit, rfi.rfi_id, { state: 'CANCELLED', closed_at: unit.at })
      completeTask(unit, rfi, rfi.wait_ref, { event: 'CANCELLED', changedPaths: [] })
      return done({ state: stateOf(moved.value.row) })
    },
    input,
  )
}
