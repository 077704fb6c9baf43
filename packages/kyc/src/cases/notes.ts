/** Notes of staff on a case, and revealing one masked value: both leave their record. */
import { readPath } from '../store/answers.ts'
import { hasRole } from '../store/actor.ts'
import { isoTime, type StoreContext } from '../store/context.ts'
import { done, refuse } from '../store/outcome.ts'
import type { DeskUseCases } from '../store/ports/desk.ts'
import { write } from '../store/unit.ts'
import { fieldRule } from '../application/field-class.ts'
import { loadAnswers } from './application-data.ts'
import { lockCase } from './case-rows.ts'
import { missingRole } from './propose.ts'
import { mayOpenRestricted, READERS } from './reading.ts'

const REVEAL_MS = 15 * 60_000

export function addNote(
  ctx: StoreContext,
  input: Parameters<DeskUseCases['addNote']>[0],
): ReturnType<DeskUseCases['addNote']> {
  return write(
    ctx,
    input.actor,
    async (unit): ReturnType<DeskUseCases['addNote']> => {
      if (!hasRole(input.actor, 'analyst', 'senior_analyst', 'mlro'))
        return missingRole(['analyst', 'senior_analyst', 'mlro'])
      if (input.text.trim() === '') return refuse('NOTE_TOO_SHORT', 'An empty note says nothing', { minLength: 1 })
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const { cipher } = loaded.value
      const noteId = ctx.ids()
      await unit.trx
        .insertInto('kyc_note')
        .values({
          tenant_id: ctx.tenantId,
          case_id: input.caseId,
          note_id: noteId,
          actor_id: input.actor.id,
          at: unit.at,
          text_sealed: cipher.seal(`note/${noteId}`, input.text),
        })
        .execute()
      unit.audit({
        action: 'note.added',
        object: { type: 'note', id: noteId },
        caseId: input.caseId,
        after: { text: { commitment: cipher.commit('note', input.text), ref: `note:${noteId}` } },
        noteRef: `note:${noteId}`,
      })
      return done({ noteId })
    },
    input,
  )
}

export function reveal(
  ctx: StoreContext,
  input: Parameters<DeskUseCases['reveal']>[0],
): ReturnType<DeskUseCases['reveal']> {
  return write(
    ctx,
    input.actor,
    async (unit): ReturnType<DeskUseCases['reveal']> => {
      if (!hasRole(input.actor, ...READERS)) return missingRole(READERS)
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      if (!mayOpenRestricted(input.actor, loaded.value.row))
        return refuse('CASE_RESTRICTED', 'This case is open to mlro and auditor only')
      const value = readPath(await loadAnswers(ctx, unit.trx, loaded.value), input.path)
      if (value === undefined || value === null)
        return refuse('FIELD_NOT_FOUND', `The application has no value at '${input.path}'`)
      unit.audit({
        action: 'pii.revealed',
        object: { type: 'field', id: input.path },
        caseId: input.caseId,
        reasonCode: input.reason,
        after: { class: { value: fieldRule(input.path).class } },
      })
      const text = typeof value === 'string' ? value : JSON.stringify(value)
      return done({ path: input.path, value: text, until: isoTime(unit.nowMs + REVEAL_MS) })
    },
    input,
  )
}
