/** What an applicant is told when a use case refuses: never which state the case is in, nor why. */
import { ServerError } from '../errors.ts'
import { Refused } from '../refused.ts'
import type { Outcome, Refusal, RefusalCode } from '@gatehouse/kyc/store'

/** Refusals that an applicant can act on, in words that say nothing of the bank's work. */
const sayable: Partial<Readonly<Record<RefusalCode, string>>> = {
  SUBMISSION_BLOCKED: 'Some answers are missing or need another look.',
  EMAIL_UNCONFIRMED: 'Confirm your e-mail address first.',
  CODE_WRONG: 'The code is wrong or no longer valid.',
  CODE_EXPIRED: 'The code is wrong or no longer valid.',
  CODE_LIMIT: 'Too many tries. Ask for a new code later.',
  FILE_TYPE: 'The file is not a JPEG, PNG or PDF.',
  FILE_TOO_LARGE: 'The file is larger than 10 MB.',
  INVALID_INPUT: 'Some answers cannot be used.',
  FIELD_NOT_FOUND: 'There is no such question.',
  DOCUMENT_NOT_FOUND: 'There is no such document.',
  RFI_NOT_FOUND: 'There is no such request.',
}

/** @throws Refused with a neutral message, or ServerError CONFLICT for everything that is not the applicant's to know */
export function neutralValueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw neutralError(outcome.error)
}

function neutralError(refusal: Refusal): Error {
  const message = sayable[refusal.code]
  if (message === undefined) return new ServerError('CONFLICT', 'This is not possible for your application now.')
  const problems = refusal.details?.['problems'] ?? refusal.details?.['fields']
  return new Refused({ code: refusal.code, message, ...(problems === undefined ? {} : { details: { problems } }) })
}
