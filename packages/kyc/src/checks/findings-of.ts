/** From check results and field errors to findings: what must be settled, and by whom. */
import { dispositionOf, type ErrorCode, type FieldError } from '../application/field-error.ts'
import { canonicalHash, canonicalJson } from '../canonical-json.ts'
import type { RejectionReason } from '../case/reason-codes.ts'
import { FindingIdSchema, type FindingId } from '../ids.ts'
import type { KnockoutId, WealthPlausibility } from '../risk/assessment.ts'
import { hitKey } from './alert-lines.ts'
import { isRepairableByApplicant } from './check-identity-document.ts'
import type { CheckKind, CheckResults, IdentityDocumentResult } from './check-result.ts'
import type { Finding, FindingKind, RfiItem } from './finding.ts'
import { REVIEW_TASKS, type ReviewFindingKind } from './human-tasks-of.ts'
import type { ScreeningHit } from './screening-hit.ts'

export interface FindingInputs {
  readonly results: CheckResults
  /** Of the same data revision as the results. */
  readonly fieldErrors: readonly FieldError[]
  /** The bank does not serve the country of residence. */
  readonly unservedResidence: boolean
  readonly wealth: WealthPlausibility['verdict']
}

/** All findings, gravest first. The same facts give the same ids, so that a resolution survives a rerun. */
export function findingsOf(inputs: FindingInputs): readonly Finding[] {
  const { results, fieldErrors } = inputs
  return [
    ...holds(results),
    ...hitFindings('SANCTIONS_MATCH', 'validate_sanctions', results.validate_sanctions.alerts),
    ...blacklist(results),
    ...(inputs.unservedResidence ? [review('POLICY_RESIDENCE', null, 'policy:residence', [])] : []),
    ...identity(results),
    ...duplicates(results),
    ...pepAndMedia(results),
    ...account(results, fieldErrors),
    ...addresses(fieldErrors),
    ...documentRequests(results, fieldErrors),
    ...taxRequests(results, fieldErrors),
    ...(inputs.wealth === 'UNEXPLAINED' ? [wealthRequest()] : []),
    ...fieldRequests(fieldErrors),
  ]
}

function holds({ validate_sanctions, validate_pep_media }: CheckResults): readonly Finding[] {
  const missing: CheckKind[] = []
  if (validate_sanctions.result === 'UNAVAILABLE') missing.push('validate_sanctions')
  if (!validate_pep_media.available) missing.push('validate_pep_media')
  return missing.map((check) => ({
    ...head('CHECK_UNAVAILABLE', check, `hold:${check}`, []),
    route: 'HOLD',
  }))
}

function blacklist({ validate_names }: CheckResults): readonly Finding[] {
  const { result, hits, errors } = validate_names
  if (result === 'BLACKLIST_HIT') return hitFindings('BLACKLIST_HIT', 'validate_names', hits)
  if (result === 'BLACKLIST_POSSIBLE') return hitFindings('BLACKLIST_POSSIBLE', 'validate_names', hits)
  const suspect = errors.filter((code) => code === 'NAME_MIXED_SCRIPT' || code === 'NAME_PLACEHOLDER')
  return suspect.length > 0 ? [review('NAME_QUALITY', 'validate_names', 'names:quality', suspect)] : []
}

const IDENTITY_FINDINGS: Readonly<Record<IdentityDocumentResult['result'], ReviewFindingKind | null>> = {
  VERIFIED: null,
  FAILED: 'IDENTITY_FAILED',
  MISMATCH: 'IDENTITY_MISMATCH',
  MANUAL: 'IDENTITY_MANUAL',
}

/** What only the applicant can repair goes to the applicant; everything else to a person. */
function identity({ validate_identity_document: check }: CheckResults): readonly Finding[] {
  const kind = IDENTITY_FINDINGS[check.result]
  const codes = [...check.errors, ...check.warnings.filter((code) => code === 'MRZ_NAME_CLOSE')].filter(
    (code) => !isRepairableByApplicant(code),
  )
  if (!kind || codes.length === 0) return []
  return [review(kind, 'validate_identity_document', `identity:${[...codes].toSorted().join('+')}`, codes)]
}

function duplicates({ validate_duplicates: check }: CheckResults): readonly Finding[] {
  const strong = check.candidates.filter((candidate) => candidate.strength === 'STRONG')
  return strong.map(({ customerOrCaseId, equal }) =>
    review('DUPLICATE', 'validate_duplicates', `duplicate:${customerOrCaseId}`, equal),
  )
}

function pepAndMedia({ validate_pep_media: check }: CheckResults): readonly Finding[] {
  const declaredOnly = check.selfDeclared && check.pepHits.length === 0
  return [
    ...hitFindings('PEP_MATCH', 'validate_pep_media', check.pepHits),
    ...(declaredOnly ? [review('PEP_MATCH', 'validate_pep_media', 'pep:declared', ['SELF_DECLARED'])] : []),
    ...hitFindings('ADVERSE_MEDIA_MATCH', 'validate_pep_media', check.mediaHits),
  ]
}

function account({ validate_account: check }: CheckResults, fieldErrors: readonly FieldError[]): readonly Finding[] {
  if (check.result === 'NAME_NO_MATCH' || check.result === 'NAME_CLOSE_MATCH') {
    return [review('ACCOUNT_NAME', 'validate_account', `account:${check.result}`, check.errors)]
  }
  if (check.result !== 'INVALID') return []
  return [request('ACCOUNT_INVALID', 'validate_account', itemsFor(check.errors, fieldErrors, 'account.iban'))]
}

function addresses(fieldErrors: readonly FieldError[]): readonly Finding[] {
  const codes = fieldErrors.map((error) => error.code).filter((code) => dispositionOf(code) === 'ADDRESS_REVIEW')
  return codes.length > 0 ? [review('ADDRESS_REVIEW', null, `address:${codes.join('+')}`, codes)] : []
}

function documentRequests({ validate_identity_document: check }: CheckResults, fieldErrors: readonly FieldError[]) {
  const codes = check.errors.filter(isRepairableByApplicant)
  if (codes.length === 0) return []
  return [request('DOCUMENT_INVALID', 'validate_identity_document', itemsFor(codes, fieldErrors, 'document'))]
}

function taxRequests({ validate_tax: check }: CheckResults, fieldErrors: readonly FieldError[]): readonly Finding[] {
  if (check.result === 'OK') return []
  return [request('TAX_INCOMPLETE', 'validate_tax', itemsFor(check.errors, fieldErrors, 'tax'))]
}

function wealthRequest(): Finding {
  const item: RfiItem = { code: 'WEALTH_EVIDENCE', path: 'financial.sourceOfWealth', textKey: 'rfi.WEALTH_EVIDENCE' }
  return request('WEALTH_UNEXPLAINED', null, [item])
}

function fieldRequests(fieldErrors: readonly FieldError[]): readonly Finding[] {
  return fieldErrors
    .filter((error) => error.severity === 'error' && dispositionOf(error.code) === 'RFI')
    .map((error) => request('MISSING_OR_INVALID_DATA', null, [toItem(error)]))
}

/** One finding for each real person on the lists, however many lists name them. */
function hitFindings(kind: ReviewFindingKind, check: CheckKind, hits: readonly ScreeningHit[]): readonly Finding[] {
  return [...Map.groupBy(hits, (hit) => hit.entityKey)].map(([entityKey, group]) => ({
    ...review(kind, check, `${kind}:${digest(group)}`, [entityKey]),
    hitKeys: group.map(hitKey),
  }))
}

function digest(group: readonly ScreeningHit[]): string {
  return canonicalHash(group.map(evidenceOf).toSorted()).slice(7, 27)
}

/**
 * Changes when an entry changes or when the customer agrees with it in other ways than before, so that an old
 * verdict never covers new facts. Holds no personal value: only the entry and the pattern of agreement.
 */
export function evidenceOf(hit: ScreeningHit): string {
  const pattern = hit.features.map(({ feature, agreement }) => `${feature}:${agreement}`).toSorted()
  return canonicalJson([hitKey(hit), hit.entryContentHash, pattern])
}

const CONSEQUENCES: Readonly<Record<ReviewFindingKind, readonly [KnockoutId | null, RejectionReason | null]>> = {
  SANCTIONS_MATCH: ['K-SANCTION', 'SANCTIONS_TRUE_MATCH'],
  BLACKLIST_HIT: ['K-BLACKLIST', 'INTERNAL_BLACKLIST'],
  BLACKLIST_POSSIBLE: ['K-BLACKLIST', 'INTERNAL_BLACKLIST'],
  PEP_MATCH: [null, null],
  ADVERSE_MEDIA_MATCH: [null, null],
  IDENTITY_FAILED: ['K-IDENTITY', 'IDENTITY_NOT_VERIFIED'],
  IDENTITY_MISMATCH: ['K-IDENTITY', 'IDENTITY_NOT_VERIFIED'],
  IDENTITY_MANUAL: ['K-IDENTITY', 'IDENTITY_NOT_VERIFIED'],
  NAME_QUALITY: ['K-IDENTITY', 'IDENTITY_NOT_VERIFIED'],
  ADDRESS_REVIEW: [null, 'CDD_INCOMPLETE'],
  ACCOUNT_NAME: [null, 'FRAUD_SUSPECTED'],
  DUPLICATE: [null, 'DUPLICATE_APPLICATION'],
  POLICY_RESIDENCE: ['K-POLICY-RESIDENCE', 'OUTSIDE_RISK_APPETITE'],
}

function review(kind: ReviewFindingKind, check: CheckKind | null, id: string, codes: readonly string[]): Finding {
  const [knockout, rejection] = CONSEQUENCES[kind]
  return { ...head(kind, check, id, codes), route: 'REVIEW', tasks: REVIEW_TASKS[kind], knockout, rejection }
}

function request(kind: FindingKind, check: CheckKind | null, items: readonly RfiItem[]): Finding {
  const id = `rfi:${kind}:${items.map((item) => `${item.code}@${item.path}`).join('+')}`
  return {
    ...head(
      kind,
      check,
      id,
      items.map((item) => item.code),
    ),
    route: 'RFI',
    items,
  }
}

function itemsFor(
  codes: readonly ErrorCode[],
  fieldErrors: readonly FieldError[],
  fallback: string,
): readonly RfiItem[] {
  return codes.map((code) => {
    const error = fieldErrors.find((candidate) => candidate.code === code)
    return { code, path: error?.path ?? fallback, textKey: `rfi.${code}` }
  })
}

function toItem(error: FieldError): RfiItem {
  return { code: error.code, path: error.path, textKey: `rfi.${error.code}` }
}

function head(kind: FindingKind, check: CheckKind | null, id: string, codes: readonly string[]) {
  return { id: toFindingId(id), kind, check, codes, hitKeys: [] as readonly string[] }
}

/** Long ids keep their beginning, for the reader, and a digest of the whole. */
function toFindingId(id: string): FindingId {
  return FindingIdSchema.parse(id.length <= 100 ? id : `${id.slice(0, 79)}#${canonicalHash(id).slice(7, 27)}`)
}
