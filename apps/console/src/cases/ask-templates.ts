/** What an analyst may ask the applicant for: neutral by construction, since only codes of the form exist. */
import type { ErrorCode } from '@gatehouse/kyc'
import { cases } from '../i18n/en/cases.ts'

export interface AskTemplate {
  readonly id: keyof typeof cases.ask
  readonly code: ErrorCode | 'WEALTH_EVIDENCE'
  readonly path: string
}

export const askTemplates: readonly AskTemplate[] = [
  { id: 'name', code: 'NAME_REQUIRED', path: 'identity.surnames' },
  { id: 'birthTown', code: 'BIRTH_PLACE_REQUIRED', path: 'identity.birthTown' },
  { id: 'document', code: 'DOC_REQUIRED', path: 'document' },
  { id: 'proofOfAddress', code: 'ADDRESS_HISTORY_GAP', path: 'contact.proofOfAddress' },
  { id: 'address', code: 'ADDRESS_REQUIRED', path: 'contact.residence' },
  { id: 'iban', code: 'IBAN_REQUIRED', path: 'account' },
  { id: 'tax', code: 'TAX_RESIDENCE_REQUIRED', path: 'tax.taxResidences' },
  { id: 'funds', code: 'SOF_REQUIRED', path: 'financial.sourceOfFunds' },
  { id: 'wealth', code: 'WEALTH_EVIDENCE', path: 'financial.sourceOfWealth' },
]
