/** The applicant's draft: start, read, save. */
import { ApplicationSchema } from '../application/application.ts'
import { parsePath, readPath, withPath } from '../store/answers.ts'
import type { StoreContext } from '../store/context.ts'
import { isoTime } from '../store/context.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { ApplicantUseCases, DraftView } from '../store/ports/applicant.ts'
import { read, write } from '../store/unit.ts'
import { type Answers, loadAnswers, saveAnswersOf } from './application-data.ts'
import { loadCase, lockCase, stateOf } from './case-rows.ts'
import { documentsOf } from './documents.ts'
import { openCase } from './open-case.ts'
import { openSession } from './sessions.ts'

/** What only the bank may write: confirmations, evidence, and what the case was opened with. */
const PROTECTED =
  /^(product|channel)$|^contact\.(emailConfirmedAt|phoneConfirmedAt)$|^document\.verification(\.|$)|^consents\.privacyNotice/

export function startApplication(
  ctx: StoreContext,
  input: Parameters<ApplicantUseCases['startApplication']>[0],
): ReturnType<ApplicantUseCases['startApplication']> {
  return write(ctx, input.actor, async (unit) => {
    const answers = ApplicationSchema.safeParse({
      product: input.productCode,
      channel: input.channel,
      identity: {},
      contact: { preferredLanguage: input.locale },
      financial: {},
      account: {},
      tax: {},
      consents: { privacyNoticeVersion: input.privacyNoticeVersion, privacyNoticeShownAt: isoTime(unit.nowMs) },
    })
    if (!answers.success) return invalid(answers.error.issues)
    const loaded = await openCase(unit, input)
    await saveAnswersOf(unit, loaded, {}, answers.data)
    const session = await openSession(unit, loaded.row.case_id)
    return done({ caseId: loaded.row.case_id, ref: loaded.row.ref, ...session })
  })
}

export function loadDraft(ctx: StoreContext, caseId: string): Promise<Outcome<DraftView>> {
  return read(ctx, async (trx): Promise<Outcome<DraftView>> => {
    const loaded = await loadCase(ctx, trx, caseId)
    if (!loaded.ok) return loaded
    const { row } = loaded.value
    const answers = await loadAnswers(ctx, trx, loaded.value)
    return done({
      caseId,
      ref: row.ref,
      state: stateOf(row),
      locale: row.locale,
      productCode: row.product_code,
      channel: row.channel,
      dataRevision: row.data_revision,
      answers,
      emailConfirmed: typeof readPath(answers, 'contact.emailConfirmedAt') === 'string',
      documents: await documentsOf(ctx, trx, loaded.value),
      submittedAt: row.submitted_at,
      savedAt: row.data_revision === 0 ? null : row.updated_at,
    })
  })
}

export function saveAnswers(
  ctx: StoreContext,
  input: Parameters<ApplicantUseCases['saveAnswers']>[0],
): ReturnType<ApplicantUseCases['saveAnswers']> {
  return write(ctx, input.actor, async (unit) => {
    const loaded = await lockCase(unit, input.caseId)
    if (!loaded.ok) return loaded
    if (loaded.value.row.state !== 'DRAFT') {
      return refuse(
        'TRANSITION_REFUSED',
        `Case ${input.caseId} is ${loaded.value.row.state}; answers change through a request for information`,
      )
    }
    const before = await loadAnswers(ctx, unit.trx, loaded.value)
    const after = applySet(before, input.set)
    if (!after.ok) return after
    const change = await saveAnswersOf(unit, loaded.value, before, after.value)
    return done({ dataRevision: change.row.data_revision, changedPaths: change.changedPaths })
  })
}

/** The answers with the values set; INVALID_INPUT names each path that is unknown, protected or of a wrong type. */
export function applySet(before: Answers, set: Readonly<Record<string, unknown>>): Outcome<Answers> {
  let next: Record<string, unknown> = { ...before }
  for (const [path, value] of Object.entries(set)) {
    const steps = parsePath(path)
    if (!steps || PROTECTED.test(path))
      return refuse('INVALID_INPUT', `'${path}' cannot be set`, { fields: [{ path, code: 'INVALID' }] })
    next = withPath(next, steps, value)
  }
  const parsed = ApplicationSchema.safeParse(next)
  if (!parsed.success) return invalid(parsed.error.issues)
  const answers: Record<string, unknown> = { ...parsed.data }
  // A confirmation belongs to one address.
  if (readPath(before, 'contact.email') !== readPath(answers, 'contact.email')) {
    return done(withPath(answers, ['contact', 'emailConfirmedAt'], null))
  }
  return done(answers)
}

export function invalid(issues: readonly { readonly path: readonly PropertyKey[] }[]): Outcome<never> {
  const fields = issues.map((issue) => ({ path: issue.path.map(String).join('.'), code: 'INVALID' }))
  return refuse('INVALID_INPUT', `The application does not parse at ${fields.map((field) => field.path).join(', ')}`, {
    fields,
  })
}
