/** What a request asks for, and which answers settle it. */
import type { RfiItemInput } from '../store/ports/review.ts'

/** True when one path lies within the other: answering `contact.residence.city` answers `contact.residence`. */
export function overlaps(a: string, b: string): boolean {
  return a === b || isWithin(a, b) || isWithin(b, a)
}

function isWithin(path: string, outer: string): boolean {
  return path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`)
}

/** What to ask for when the analyst only said that something has to be asked. */
export function defaultAsk(findingKind: string): RfiItemInput {
  switch (findingKind) {
    case 'IDENTITY_FAILED':
    case 'IDENTITY_MISMATCH':
    case 'IDENTITY_MANUAL':
    case 'DUPLICATE':
      return { code: 'DOC_REQUIRED', path: 'document' }
    case 'ADDRESS_REVIEW':
    case 'POLICY_RESIDENCE':
      return { code: 'ADDRESS_REQUIRED', path: 'contact.residence' }
    case 'ACCOUNT_NAME':
      return { code: 'IBAN_REQUIRED', path: 'account' }
    case 'NAME_QUALITY':
      return { code: 'NAME_REQUIRED', path: 'identity' }
    default:
      return { code: 'BIRTH_PLACE_REQUIRED', path: 'identity.birthTown' }
  }
}
