/** Which check uses which part of the application: a change there makes the check run again. */
import { CHECK_KINDS, type CheckKind } from '../checks/check-result.ts'

const INPUTS: Record<CheckKind, readonly string[]> = {
  validate_names: ['identity', 'document.number', 'document.issuingState'],
  validate_sanctions: ['identity', 'contact.residence', 'document.number', 'document.issuingState'],
  validate_account: ['account', 'identity.givenNames', 'identity.surnames'],
  validate_identity_document: ['document', 'identity'],
  validate_pep_media: ['identity', 'relations', 'contact.residence'],
  validate_duplicates: [
    'identity',
    'contact.email',
    'contact.phone',
    'document.number',
    'document.issuingState',
    'account.iban',
  ],
  validate_tax: ['tax', 'identity', 'contact'],
}

export function checksTouchedBy(changedPaths: readonly string[]): readonly CheckKind[] {
  return CHECK_KINDS.filter((kind) => INPUTS[kind].some((input) => changedPaths.some((path) => isWithin(path, input))))
}

function isWithin(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`)
}
