/** Notices that must have been shown before any data of a special kind is processed, and consents a method needs. */
import type { Application } from '../application.ts'
import { fieldError, type FieldError } from '../field-error.ts'

const BIOMETRIC_METHODS: readonly string[] = ['DOC_LIVENESS', 'VIDEO']

export function validateConsents({ consents, document }: Application): readonly FieldError[] {
  const errors: FieldError[] = []
  if (!consents.privacyNoticeVersion || !consents.privacyNoticeShownAt) {
    errors.push(fieldError('PRIVACY_NOTICE_REQUIRED', 'consents.privacyNoticeVersion'))
  }
  if (!consents.termsVersion || !consents.termsAcceptedAt) {
    errors.push(fieldError('TERMS_REQUIRED', 'consents.termsVersion'))
  }
  // Only a refusal on record matters here: someone who was never asked has used another method.
  const biometric = BIOMETRIC_METHODS.includes(document?.verification?.method ?? '')
  if (biometric && consents.biometricConsent === false) {
    errors.push(fieldError('BIOMETRIC_CONSENT_REQUIRED', 'consents.biometricConsent'))
  }
  return errors
}
