/** Confirming the e-mail address of a draft, and coming back to a case by a code sent to it. */
import { sql } from 'kysely'
import { indexDigest } from '../crypto/blind-index.ts'
import { readPath, withPath } from '../store/answers.ts'
import type { Actor } from '../store/actor.ts'
import type { StoreContext } from '../store/context.ts'
import { done, refuse } from '../store/outcome.ts'
import type { ApplicantUseCases } from '../store/ports/applicant.ts'
import { type Unit, write } from '../store/unit.ts'
import { loadAnswers, saveAnswersOf } from './application-data.ts'
import { loadCase, lockCase } from './case-rows.ts'
import { issueCode, takeCode } from './one-time-codes.ts'
import { addNotification } from './notifications.ts'
import { endSessionsOf, openSession } from './sessions.ts'

/** Nobody is signed in yet when a code is asked for or typed. */
const VISITOR: Actor = { type: 'applicant', id: 'visitor', roles: ['applicant'] }

export function issueEmailCode(
  ctx: StoreContext,
  input: { actor: Actor; caseId: string },
): ReturnType<ApplicantUseCases['issueEmailCode']> {
  return write(ctx, input.actor, async (unit) => {
    const loaded = await lockCase(unit, input.caseId)
    if (!loaded.ok) return loaded
    const email = readPath(await loadAnswers(ctx, unit.trx, loaded.value), 'contact.email')
    if (typeof email !== 'string' || !email.includes('@'))
      return refuse('INVALID_INPUT', 'The draft has no e-mail address yet')
    const issued = await issueCode(unit, {
      purpose: 'EMAIL',
      caseId: input.caseId,
      addressDigest: indexDigest(ctx.keys, 'EMAIL', email),
    })
    if (!issued.ok) return issued
    const { code, codeId, expiresAt } = issued.value
    await addNotification(unit, loaded.value, {
      templateId: 'email_confirmation',
      iterationKey: codeId,
      params: { code },
    })
    return done({ expiresAt })
  })
}

export function confirmEmailCode(
  ctx: StoreContext,
  input: { actor: Actor; caseId: string; code: string },
): ReturnType<ApplicantUseCases['confirmEmailCode']> {
  return write(ctx, input.actor, async (unit) => {
    const loaded = await lockCase(unit, input.caseId)
    if (!loaded.ok) return loaded
    const before = await loadAnswers(ctx, unit.trx, loaded.value)
    const email = readPath(before, 'contact.email')
    if (typeof email !== 'string') return refuse('CODE_WRONG', 'The code is not right')
    const taken = await takeCode(unit, {
      purpose: 'EMAIL',
      addressDigest: indexDigest(ctx.keys, 'EMAIL', email),
      code: input.code,
    })
    if (!taken.ok) return taken
    if (taken.value.caseId !== input.caseId) return refuse('CODE_WRONG', 'The code is not right')
    await saveAnswersOf(unit, loaded.value, before, withPath(before, ['contact', 'emailConfirmedAt'], unit.at))
    unit.audit({ action: 'email.confirmed', object: { type: 'case', id: input.caseId }, caseId: input.caseId })
    return done({ emailConfirmed: true as const })
  })
}

export async function issueResumeCode(ctx: StoreContext, email: string): Promise<void> {
  await write(ctx, VISITOR, async (unit) => {
    const addressDigest = indexDigest(ctx.keys, 'EMAIL', email)
    const caseId = await newestCaseOf(unit, addressDigest)
    if (caseId === null) return done(null)
    const loaded = await loadCase(ctx, unit.trx, caseId)
    if (!loaded.ok) return loaded
    const issued = await issueCode(unit, { purpose: 'RESUME', caseId, addressDigest })
    if (!issued.ok) return issued
    const { code, codeId } = issued.value
    await addNotification(unit, loaded.value, {
      templateId: 'email_confirmation',
      iterationKey: codeId,
      params: { code },
    })
    return done(null)
  })
}

export function confirmResumeCode(
  ctx: StoreContext,
  input: { email: string; code: string },
): ReturnType<ApplicantUseCases['confirmResumeCode']> {
  return write(ctx, VISITOR, async (unit) => {
    const addressDigest = indexDigest(ctx.keys, 'EMAIL', input.email)
    const taken = await takeCode(unit, { purpose: 'RESUME', addressDigest, code: input.code })
    // One answer for every failure: which addresses have a case must not be told.
    if (!taken.ok) return refuse('CODE_WRONG', 'The code is not right, or it has expired')
    const loaded = await loadCase(ctx, unit.trx, taken.value.caseId)
    if (!loaded.ok) return refuse('CODE_WRONG', 'The code is not right, or it has expired')
    const { row } = loaded.value
    // Whoever opened it before had not proved the address: those sessions end.
    await endSessionsOf(unit, row.case_id)
    unit.audit({ action: 'applicant.signed_in', object: { type: 'case', id: row.case_id }, caseId: row.case_id })
    return done({ caseId: row.case_id, ref: row.ref, ...(await openSession(unit, row.case_id)) })
  })
}

async function newestCaseOf(unit: Unit, addressDigest: string): Promise<string | null> {
  const row = await unit.trx
    .selectFrom('kyc_blind_index as i')
    .innerJoin('kyc_case as c', (join) =>
      join.onRef('c.case_id', '=', 'i.case_id').onRef('c.tenant_id', '=', 'i.tenant_id'),
    )
    .select('c.case_id')
    .where('i.tenant_id', '=', unit.ctx.tenantId)
    .where('i.kind', '=', 'EMAIL')
    .where('i.digest', '=', addressDigest)
    .where('c.erased_at', 'is', null)
    // A review of a customer is not the customer's to see, unless it asks something.
    .where((eb) =>
      eb.or([eb('c.kind', '<>', 'EVENT_REVIEW'), eb('c.appeals_case', 'is not', null), eb('c.state', '=', 'RFI_OPEN')]),
    )
    // A draft is anybody's who typed the address; a submitted case had it confirmed.
    .orderBy(sql`case when c.submitted_at is null then 1 else 0 end`)
    .orderBy('c.created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.case_id ?? null
}
