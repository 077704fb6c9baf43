/** What the applicant sees of a draft: answers, sections, problems. */
import { ApplicationSchema, defaultOnboardingPolicy, validateApplication } from '@gatehouse/kyc'
import type { DraftView } from '@gatehouse/kyc/store'
import type { ApplicationView } from '@gatehouse/kyc/wire'
import { answeredPaths, sectionStates } from './sections.ts'

/** Set by the server, not by an answer. */
const unasked: ReadonlySet<string> = new Set([
  'consents.privacyNoticeVersion',
  'consents.privacyNoticeShownAt',
  'contact.preferredLanguage',
])

export function toApplicationView(draft: DraftView, now: Date): ApplicationView {
  const problems = problemsOf(draft, now)
  const unanswered = new Set(leavesOf(completed({ ...draft, answers: {} })))
  const answered = leavesOf(draft.answers).flatMap((leaf) => (unanswered.has(leaf) ? [] : [pathOf(leaf)]))
  return {
    ref: draft.ref,
    locale: draft.locale.startsWith('de') ? 'de' : 'en',
    answers: draft.answers,
    sections: sectionStates(
      answered.filter((path) => !unasked.has(path)),
      problems,
    ),
    problems,
    emailConfirmed: draft.emailConfirmed,
    documents: draft.documents.map(({ documentId, fileName, size }) => ({ documentId, fileName, size })),
    submitted: draft.submittedAt !== null,
    savedAt: draft.savedAt,
  }
}

/** The domain's rules over what is there so far. An answer of the wrong shape is named by its path. */
function problemsOf(draft: DraftView, now: Date): ApplicationView['problems'] {
  const parsed = ApplicationSchema.safeParse(completed(draft))
  if (!parsed.success) {
    return parsed.error.issues.map((issue) => ({ path: toPath(issue.path), code: 'INVALID_INPUT', severity: 'error' }))
  }
  const errors = validateApplication(parsed.data, { asOf: now.toISOString(), policy: defaultOnboardingPolicy })
  return errors.map(({ path, code, severity }) => ({ path, code, severity }))
}

function completed(draft: DraftView): Record<string, unknown> {
  const contact = asRecord(draft.answers['contact'])
  return {
    ...draft.answers,
    product: draft.productCode,
    channel: draft.channel,
    identity: asRecord(draft.answers['identity']),
    contact: draft.emailConfirmed ? { emailConfirmedAt: draft.savedAt ?? '', ...contact } : contact,
    financial: asRecord(draft.answers['financial']),
    account: asRecord(draft.answers['account']),
    tax: asRecord(draft.answers['tax']),
    consents: asRecord(draft.answers['consents']),
  }
}

/** `path=value` of every leaf: a default that nobody chose is the same on both sides of a comparison. */
function leavesOf(value: unknown): string[] {
  const parsed = ApplicationSchema.safeParse(value)
  const whole: unknown = parsed.success ? parsed.data : value
  return answeredPaths(whole).map((path) => `${path}=${JSON.stringify(readAnswer(whole, path))}`)
}

function pathOf(leaf: string): string {
  return leaf.slice(0, leaf.indexOf('='))
}

function readAnswer(value: unknown, path: string): unknown {
  const steps = path.replaceAll('[', '.').replaceAll(']', '').split('.')
  return steps.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined),
    value,
  )
}

function asRecord(value: unknown): Record<string, unknown> {
  // Arrays and texts are left for the schema to refuse; a missing section is an empty one.
  return value === undefined || value === null ? {} : (value as Record<string, unknown>)
}

function toPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, step) =>
      typeof step === 'number' ? `${text}[${step}]` : text === '' ? String(step) : `${text}.${String(step)}`,
    '',
  )
}
