// The closed shape of every task's output: ids, codes, counts, paths and dates of the bank's own making, nothing else.
// What does not fit never leaves the worker, so that no value of a person can slip into workflow state.
import {
  ASSURANCE_LEVELS,
  CASE_STATES,
  CDD_LEVELS,
  CHECK_KINDS,
  CUSTOMER_CLASSES,
  ELIGIBILITY_REASONS,
  ERROR_CODES,
  FLOOR_IDS,
  KNOCKOUT_IDS,
  REASON_CODES,
  RISK_CLASSES,
  SERVICE_RESTRICTIONS,
  TAX_FLAGS,
  VERIFICATION_METHODS,
} from '@gatehouse/kyc'
import { z } from 'zod'
import type { TaskHandler } from './run-workers.ts'
import { TerminalError } from './terminal-error.ts'

const Id = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/)
const Count = z.int().nonnegative()
/** Path into the application, such as `tax.taxResidences[0].tin`. Never a value. */
const Path = z.string().regex(/^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*|\[\d{1,3}\])*$/)
/** Version of a list, or several joined by `+`; empty when no list of that purpose is connected. */
const Snapshot = z.string().regex(/^[\w.:+@-]{0,1000}$/)
const Matcher = z.string().regex(/^[\w.:@-]{0,200}$/)
const Day = z.iso.date()
/** As Conductor's WAIT reads it. */
const Wait = z.string().regex(/^\d{1,9} seconds$/)
const Reason = z.enum(REASON_CODES).nullable()
const Errors = z.array(z.enum(ERROR_CODES))
const Match = z.enum(['CLEAR', 'POTENTIAL_MATCH'])

export const TASK_OUTPUTS = {
  get_client_personal_details: z.strictObject({
    complete: z.boolean(),
    missingFields: z.array(Path),
    eligibility: z.enum(['eligible', 'not_eligible']),
    checkable: z.enum(['complete', 'incomplete']),
    reasonCode: z.enum(ELIGIBILITY_REASONS).nullable(),
    dataRevision: Count,
  }),
  get_client_financial_details: z.strictObject({
    complete: z.boolean(),
    missingFields: z.array(Path),
    sofDeclared: z.boolean(),
  }),
  get_client_background: z.strictObject({
    complete: z.boolean(),
    missingFields: z.array(Path),
    relationsCount: Count,
  }),
  validate_names: z.strictObject({
    result: z.enum(['CLEAR', 'QUALITY_ISSUE', 'BLACKLIST_POSSIBLE', 'BLACKLIST_HIT']),
    hitCount: Count,
    checkId: Id,
    blacklistSnapshotId: Snapshot,
  }),
  validate_sanctions: z.strictObject({
    result: Match,
    hitCount: Count,
    topScore: z.number().min(0).max(100),
    checkId: Id,
    listSnapshotIds: z.array(Snapshot),
    matcherConfigId: Matcher.nullable(),
  }),
  validate_account: z.strictObject({
    result: z.enum(['VALID', 'INVALID', 'NAME_NO_MATCH', 'NAME_CLOSE_MATCH', 'NAME_NOT_CHECKED']),
    errors: Errors,
    checkId: Id,
  }),
  validate_identity_document: z.strictObject({
    result: z.enum(['VERIFIED', 'FAILED', 'MISMATCH', 'MANUAL']),
    errors: Errors,
    method: z.enum(VERIFICATION_METHODS).nullable(),
    level: z.enum(ASSURANCE_LEVELS).nullable(),
    checkId: Id,
  }),
  validate_pep_media: z.strictObject({
    pep: Match,
    media: Match,
    hitCount: Count,
    checkId: Id,
    listSnapshotIds: z.array(Snapshot),
  }),
  validate_duplicates: z.strictObject({
    result: z.enum(['NONE', 'WEAK', 'STRONG']),
    candidateCount: Count,
    checkId: Id,
  }),
  validate_tax: z.strictObject({
    result: z.enum(['OK', 'INCOMPLETE', 'INDICIUM']),
    flags: z.array(z.enum(TAX_FLAGS)),
    errors: Errors,
    checkId: Id,
  }),
  evaluate_validations: z.strictObject({
    outcome: z.enum(['CLEAR', 'REVIEW', 'RFI', 'KNOCKOUT']),
    acceptance: z.enum(['customer', 'no_customer']),
    reasonCode: Reason,
    openFindings: Count,
    knockouts: z.array(z.enum(KNOCKOUT_IDS)),
  }),
  rerun_affected_checks: z.strictObject({ dataRevision: Count, rerun: z.array(z.enum(CHECK_KINDS)) }),
  open_review: z.strictObject({ reviewId: Id, itemCount: Count }),
  close_review: z.strictObject({ outcome: z.enum(['CLEARED', 'REJECT', 'RFI']) }),
  create_rfi: z.strictObject({ rfiId: Id, itemCount: Count, nextWait: Wait }),
  rfi_step: z.strictObject({ outcome: z.enum(['WAITING', 'ANSWERED', 'EXPIRED', 'CANCELLED']), nextWait: Wait }),
  open_edd: z.strictObject({ itemCount: Count }),
  close_edd: z.strictObject({ verdict: z.enum(['approve', 'decline']), reasonCode: Reason }),
  calculate_risk_score: z.strictObject({
    assessmentId: Id,
    score: z.number().min(0).max(100),
    riskClass: z.enum(RISK_CLASSES),
    floors: z.array(z.enum(FLOOR_IDS)),
    cddLevel: z.enum(CDD_LEVELS),
    nextReviewOn: Day.nullable(),
  }),
  assign_customer_class: z.strictObject({
    customerClass: z.enum(CUSTOMER_CLASSES),
    serviceRestrictions: z.array(z.enum(SERVICE_RESTRICTIONS)),
  }),
  activate_customer: z.strictObject({ customerId: Id, reviewCaseDueOn: Day.nullable(), reasonCode: Reason }),
  no_customer_acceptance: z.strictObject({
    decision: z.enum(['REJECTED', 'EXPIRED']),
    reasonCode: Reason,
    templateId: z.enum(['application_not_approved', 'application_expired']),
  }),
  send_notification: z.strictObject({ notificationIds: z.array(Id) }),
  technical_hold: z.strictObject({ state: z.enum(CASE_STATES) }),
} as const satisfies Record<string, z.ZodObject>

export type KycTaskName = keyof typeof TASK_OUTPUTS

/** The handler, held to the output of its task. An output that does not fit ends the task: TerminalError, naming paths. */
export function holdToOutput(name: KycTaskName, handler: TaskHandler): TaskHandler {
  return async (task) => {
    const parsed = TASK_OUTPUTS[name].safeParse(await handler(task))
    if (parsed.success) return parsed.data
    const paths = parsed.error.issues.map(({ path, code }) => `${path.join('.') || 'output'} (${code})`)
    throw new TerminalError(`The output of '${name}' may not enter workflow state: ${paths.join(', ')}`)
  }
}
