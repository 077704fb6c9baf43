/** validate_identity_document: is the document genuine in form, still valid, and that of the applicant? */
import type { Application } from '../application/application.ts'
import type { ErrorCode, FieldError } from '../application/field-error.ts'
import type { ValidationContext } from '../application/validate/context.ts'
import { validateDocument } from '../application/validate/document-rules.ts'
import type { IdentityDocumentResult } from './check-result.ts'

export function checkIdentityDocument(application: Application, context: ValidationContext): IdentityDocumentResult {
  const found = validateDocument(application, context).filter((error) => error.path !== 'contact.proofOfAddress')
  const verification = application.document?.verification
  const errors = codesOf(found, 'error')
  const warnings = codesOf(found, 'warning')
  const unverified: readonly ErrorCode[] = verification ? [] : ['IDENTITY_NOT_VERIFIED']
  return {
    kind: 'validate_identity_document',
    result: resultOf(errors, warnings, verification !== undefined),
    // A document that fails needs no verification on top of it.
    errors: errors.length > 0 ? errors : unverified,
    warnings,
    method: verification?.method ?? null,
    level: verification?.level ?? null,
  }
}

/** True when the applicant can repair it with another document; a broken zone is for a person to look at first. */
export function isRepairableByApplicant(code: ErrorCode): boolean {
  return code.startsWith('DOC_') || code.startsWith('FILE_')
}

function resultOf(
  errors: readonly ErrorCode[],
  warnings: readonly ErrorCode[],
  verified: boolean,
): IdentityDocumentResult['result'] {
  if (errors.some((code) => !code.startsWith('MRZ_DATA_MISMATCH_'))) return 'FAILED'
  if (errors.length > 0) return 'MISMATCH'
  return verified && !warnings.includes('MRZ_NAME_CLOSE') ? 'VERIFIED' : 'MANUAL'
}

function codesOf(errors: readonly FieldError[], severity: FieldError['severity']): readonly ErrorCode[] {
  return errors.filter((error) => error.severity === severity).map((error) => error.code)
}
