/** Submission in the applicant's form, and intake by API, branch or partner: both start the workflow. */
import { ApplicationSchema } from '../application/application.ts'
import { validateApplication } from '../application/validate-application.ts'
import { readPath } from '../store/answers.ts'
import type { StoreContext } from '../store/context.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { ApplicantUseCases } from '../store/ports/applicant.ts'
import { type Unit, write } from '../store/unit.ts'
import { type Answers, loadAnswers, saveAnswersOf } from './application-data.ts'
import { type LoadedCase, lockCase, stateOf } from './case-rows.ts'
import { invalid } from './draft.ts'
import { storedResult, storeResult } from './idempotency.ts'
import { enqueueStart } from './enqueue-start.ts'
import { moveCase } from './move-case.ts'
import { addNotification } from './notifications.ts'
import { openCase } from './open-case.ts'

export function submit(
  ctx: StoreContext,
  input: Parameters<ApplicantUseCases['submit']>[0],
): ReturnType<ApplicantUseCases['submit']> {
  return write(
    ctx,
    input.actor,
    async (unit) => {
      const loaded = await lockCase(unit, input.caseId)
      if (!loaded.ok) return loaded
      const answers = await loadAnswers(ctx, unit.trx, loaded.value)
      const submitted = await submitCase(unit, loaded.value, answers, false)
      if (!submitted.ok) return submitted
      const { row } = submitted.value
      return done({ state: stateOf(row), submittedAt: row.submitted_at ?? unit.at })
    },
    input,
  )
}

export function intake(
  ctx: StoreContext,
  input: Parameters<ApplicantUseCases['intake']>[0],
): ReturnType<ApplicantUseCases['intake']> {
  return write(ctx, input.actor, async (unit): ReturnType<ApplicantUseCases['intake']> => {
    if (input.idempotencyKey !== undefined) {
      const first = await storedResult(unit, 'intake', input.idempotencyKey)
      if (first)
        return done({
          caseId: String(first.caseId),
          ref: String(first.ref),
          state: 'SUBMITTED',
          replayed: true,
        })
    }
    const parsed = ApplicationSchema.safeParse(input.application)
    if (!parsed.success) return invalid(parsed.error.issues)
    const { product, channel, contact } = parsed.data
    const opened = await openCase(unit, { productCode: product, channel, locale: contact.preferredLanguage })
    const change = await saveAnswersOf(unit, opened, {}, parsed.data)
    const submitted = await submitCase(unit, { ...opened, row: change.row }, parsed.data, input.acceptIncomplete)
    if (!submitted.ok) return submitted
    const { row } = submitted.value
    if (input.idempotencyKey !== undefined) {
      await storeResult(unit, 'intake', input.idempotencyKey, { caseId: row.case_id, ref: row.ref })
    }
    return done({ caseId: row.case_id, ref: row.ref, state: stateOf(row), replayed: false })
  })
}

export async function submitCase(
  unit: Unit,
  loaded: LoadedCase,
  answers: Answers,
  acceptIncomplete: boolean,
): Promise<Outcome<LoadedCase>> {
  const parsed = ApplicationSchema.safeParse(answers)
  if (!parsed.success) return invalid(parsed.error.issues)
  const problems = validateApplication(parsed.data, { asOf: unit.at, policy: unit.ctx.policy, acceptIncomplete })
  const errors = problems.filter((problem) => problem.severity === 'error')
  if (errors.length > 0 && !acceptIncomplete) {
    const listed = errors.map(({ path, code, severity }) => ({ path, code, severity }))
    return refuse('SUBMISSION_BLOCKED', `${errors.length} errors stop the submission`, { problems: listed })
  }
  const moved = await moveCase(unit, loaded, {
    kind: 'submit',
    blockingErrors: errors.length,
    emailConfirmed: typeof readPath(answers, 'contact.emailConfirmedAt') === 'string',
    consentsGiven: typeof readPath(answers, 'consents.privacyNoticeVersion') === 'string',
    acceptIncomplete,
  })
  if (!moved.ok) return moved
  enqueueStart(unit, moved.value.row)
  await addNotification(unit, moved.value, { templateId: 'application_received', iterationKey: '1' })
  return moved
}
