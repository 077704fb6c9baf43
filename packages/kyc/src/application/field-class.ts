/**
 * How personal each field is and what it may be used for. Data collected against money laundering is never used for
 * offers; a module that makes offers may read only what `mayUseFor` allows it.
 */

/** P0 not personal, P1 contact, P2 identity, P3 financial or special. P2 and P3 are encrypted per field. */
export type FieldClass = 'P0' | 'P1' | 'P2' | 'P3'

export const PURPOSES = ['AML', 'CONTRACT', 'TAX', 'FRAUD', 'OFFERS'] as const
export type Purpose = (typeof PURPOSES)[number]

export interface FieldRule {
  readonly class: FieldClass
  readonly purposes: readonly Purpose[]
}

/** By path prefix; the longest one that fits decides. */
const RULES: Readonly<Record<string, FieldRule>> = {
  product: { class: 'P0', purposes: ['AML', 'CONTRACT', 'OFFERS'] },
  channel: { class: 'P0', purposes: ['AML', 'CONTRACT'] },
  identity: { class: 'P2', purposes: ['AML', 'CONTRACT', 'FRAUD'] },
  'identity.nationalities': { class: 'P2', purposes: ['AML', 'TAX'] },
  'identity.nationalId': { class: 'P2', purposes: ['AML', 'FRAUD'] },
  'identity.birthTown': { class: 'P2', purposes: ['AML', 'FRAUD'] },
  'identity.birthCountry': { class: 'P2', purposes: ['AML', 'TAX'] },
  'identity.pepDeclaration': { class: 'P3', purposes: ['AML'] },
  'identity.residenceByInvestment': { class: 'P3', purposes: ['AML'] },
  contact: { class: 'P2', purposes: ['AML', 'CONTRACT', 'TAX', 'FRAUD'] },
  'contact.email': { class: 'P1', purposes: ['CONTRACT', 'FRAUD', 'OFFERS'] },
  'contact.emailConfirmedAt': { class: 'P0', purposes: ['CONTRACT'] },
  'contact.phone': { class: 'P1', purposes: ['CONTRACT', 'TAX', 'FRAUD', 'OFFERS'] },
  'contact.phoneConfirmedAt': { class: 'P0', purposes: ['CONTRACT'] },
  'contact.phoneUsedForSignIn': { class: 'P0', purposes: ['CONTRACT'] },
  'contact.addressType': { class: 'P0', purposes: ['AML', 'CONTRACT'] },
  'contact.preferredLanguage': { class: 'P0', purposes: ['CONTRACT', 'OFFERS'] },
  'contact.proofOfAddress': { class: 'P2', purposes: ['AML', 'FRAUD'] },
  // Data of third parties: for finding relatives of office holders, nothing else.
  relations: { class: 'P2', purposes: ['AML'] },
  document: { class: 'P2', purposes: ['AML', 'FRAUD'] },
  financial: { class: 'P3', purposes: ['AML'] },
  'financial.annualIncome': { class: 'P3', purposes: ['AML', 'CONTRACT'] },
  'financial.wealth': { class: 'P3', purposes: ['AML', 'CONTRACT'] },
  'financial.debt': { class: 'P3', purposes: ['AML', 'CONTRACT'] },
  account: { class: 'P3', purposes: ['AML', 'CONTRACT', 'FRAUD'] },
  tax: { class: 'P3', purposes: ['TAX'] },
  // Residences weigh in the geography factor.
  'tax.taxResidences': { class: 'P3', purposes: ['TAX', 'AML'] },
  consents: { class: 'P0', purposes: ['CONTRACT'] },
  'consents.offersConsent': { class: 'P0', purposes: ['CONTRACT', 'OFFERS'] },
}

/** Unknown paths count as the most personal and serve no purpose: a new field is closed until it is listed here. */
const UNLISTED: FieldRule = { class: 'P3', purposes: [] }

/** Rule of a path such as `contact.residence.street` or `tax.taxResidences[1].tin`. */
export function fieldRule(path: string): FieldRule {
  const prefix = Object.keys(RULES)
    .filter((candidate) => isWithin(path, candidate))
    .toSorted((a, b) => b.length - a.length)[0]
  return (prefix === undefined ? undefined : RULES[prefix]) ?? UNLISTED
}

export function mayUseFor(purpose: Purpose, path: string): boolean {
  return fieldRule(path).purposes.includes(purpose)
}

function isWithin(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`)
}
