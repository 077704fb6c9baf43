/** validate_account: is the IBAN one, and does its bank know the name? */
import { electronicFormatIBAN } from 'ibantools'
import type { Account, VopAnswer } from '../application/account.ts'
import type { ErrorCode } from '../application/field-error.ts'
import { validateAccount } from '../application/validate/account-rules.ts'
import type { AccountResult } from './check-result.ts'

/** Plug-in for verification of payee. A provider that is down throws; the caller retries and then passes NOT_POSSIBLE. */
export type VerifyPayee = (query: { readonly iban: string; readonly name: string }) => Promise<VopAnswer>

/** Without a provider nobody can tell, and the step says so. */
export const noPayeeVerification: VerifyPayee = async () => 'NOT_POSSIBLE'

const BY_ANSWER: Readonly<Record<VopAnswer, { result: AccountResult['result']; errors: readonly ErrorCode[] }>> = {
  MATCH: { result: 'VALID', errors: [] },
  CLOSE_MATCH: { result: 'NAME_CLOSE_MATCH', errors: ['ACCOUNT_NAME_CLOSE_MATCH'] },
  NO_MATCH: { result: 'NAME_NO_MATCH', errors: ['ACCOUNT_NAME_NO_MATCH'] },
  NOT_POSSIBLE: { result: 'NAME_NOT_CHECKED', errors: [] },
}

/** `vop` is ignored for an invalid IBAN: nobody can be asked about it. */
export function checkAccount(account: Account, vop: VopAnswer): AccountResult {
  const invalid = validateAccount(account).map((error) => error.code)
  const iban = electronicFormatIBAN(account.iban ?? '') ?? ''
  const ibanCountry = /^[A-Z]{2}/.test(iban) ? iban.slice(0, 2) : null
  if (invalid.length > 0) return { kind: 'validate_account', result: 'INVALID', errors: invalid, ibanCountry }
  return { kind: 'validate_account', ...BY_ANSWER[vop], ibanCountry }
}
