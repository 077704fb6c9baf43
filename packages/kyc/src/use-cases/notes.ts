/** Notes of staff on a case, and revealing one masked value: both leave their record. */
import { readPath } from '../store/answers.ts'
import { hasRole } from '../store/actor.ts'
import { isoTime, type StoreContext } from '../store/context.ts'
import { done, refuse } from '../store/outcome.ts'
import type { DeskUseCases } from '../store/ports/desk.ts'
import { type Unit, write } from '../store/unit.ts'
import { fieldRule } from '../application/field-class.ts'
import { loadAnswers } from './application-data.ts'
import { type LoadedCase, lockCase } from './case-rows.ts'
import { missingRole } from './refusals.ts'
import { mayOpenRestricted, READERS } from './reading-rights.ts'

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
      const noteId = await addNoteOf(unit, loaded.value, input.text)
      return done({ noteId })
    },
    input,
  )
}

/** Writes the note, sealed, with its record. */
export async function addNoteOf(unit: Unit, { row, cipher }: LoadedCase, text: string): Promise<string> {
  const noteId = unit.ctx.ids()
  await unit.trx
    .insertInto('kyc_note')
    .values({
      tenant_id: unit.ctx.tenantId,
      case_id: row.case_id,
      note_id: noteId,
      actor_id: unit.actor.id,
      at: unit.at,
      text_sealed: cipher.seal(`note/${noteId}`, text),
    })
    .execute()
  unit.audit({
    action: 'note.added',
    object: { type: 'note', id: noteId },
    caseId: row.case_id,
    after: { text: { commitment: cipher.commit('note', text), ref: `note:${noteId}` } },
    noteRef: `note:${noteId}`,
  })
  return noteId
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
