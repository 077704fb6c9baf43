/** Who works on a case. Taking is atomic: of two people, the second learns who was first. */
import { isoTime, type StoreContext } from '../store/context.ts'
import { done, refuse } from '../store/outcome.ts'
import type { DeskUseCases } from '../store/ports/desk.ts'
import { write } from '../store/unit.ts'
import { lockCase, saveCase } from './case-rows.ts'
import { moveCase } from './move-case.ts'

export function claim(
  ctx: StoreContext,
  input: Parameters<DeskUseCases['claim']>[0],
): ReturnType<DeskUseCases['claim']> {
  return write(
    ctx,
    input.actor,
    async (unit): ReturnType<DeskUseCases['claim']> => {
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const { claimIdleMinutes } = ctx.policy
      const moved = await moveCase(unit, loaded.value, { kind: 'claim', claimIdleMinutes })
      if (!moved.ok) {
        return moved.error.code === 'CASE_TAKEN'
          ? refuse('CASE_TAKEN', `Case ${input.caseId} is being worked on`, {
              assigneeId: loaded.value.row.assignee_id,
            })
          : moved
      }
      return done({ assigneeId: input.actor.id, claimedUntil: isoTime(unit.nowMs + claimIdleMinutes * 60_000) })
    },
    input,
  )
}

export function assign(
  ctx: StoreContext,
  input: Parameters<DeskUseCases['assign']>[0],
): ReturnType<DeskUseCases['assign']> {
  return write(
    ctx,
    input.actor,
    async (unit): ReturnType<DeskUseCases['assign']> => {
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const { assigneeId } = input
      // Branded in the domain, plain in the table. Giving back to the queue is an assignment to nobody.
      const moved = await moveCase(unit, loaded.value, { kind: 'assign', assigneeId: (assigneeId ?? '') as never })
      if (!moved.ok) return moved
      if (assigneeId === null) await saveCase(unit, moved.value.row, { assignee_id: null, claimed_at: null })
      return done({ assigneeId })
    },
    input,
  )
}

export function release(
  ctx: StoreContext,
  input: Parameters<DeskUseCases['release']>[0],
): ReturnType<DeskUseCases['release']> {
  return write(
    ctx,
    input.actor,
    async (unit): ReturnType<DeskUseCases['release']> => {
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const moved = await moveCase(unit, loaded.value, { kind: 'release' })
      return moved.ok ? done({ assigneeId: null }) : moved
    },
    input,
  )
}
