/** All field rules over a whole application. */
import { dateInZone } from '../iso-date.ts'
import type { OnboardingPolicy } from '../policy/onboarding-policy.ts'
import { shippedReferenceData, type ReferenceData } from '../reference/reference-data.ts'
import type { Application } from './application.ts'
import { fieldError, type FieldError } from './field-error.ts'
import { validateAccount } from './validate/account-rules.ts'
import { validateConsents } from './validate/consent-rules.ts'
import { validateContact } from './validate/contact-rules.ts'
import type { ValidationContext } from './validate/context.ts'
import { validateDocument } from './validate/document-rules.ts'
import { validateFinancial } from './validate/financial-rules.ts'
import { validateIdentity } from './validate/identity-rules.ts'
import { validateRelations } from './validate/relation-rules.ts'
import { validateTax } from './validate/tax-rules.ts'

export interface ValidateOptions {
  /** Instant of the validation, RFC 3339. */
  readonly asOf: string
  readonly policy: OnboardingPolicy
  /** Defaults to the policy's home time zone: ages count there. */
  readonly timeZone?: string
  readonly reference?: ReferenceData
  /** True for intake by API, branch or partner: confirmations by link or code are not asked for. */
  readonly acceptIncomplete?: boolean
}

/**
 * Every error and warning, in the order of the form. Never throws for what an applicant may type.
 * An `error` stops submission in the form; see `dispositionOf` for what becomes of it elsewhere.
 */
export function validateApplication(application: Application, options: ValidateOptions): readonly FieldError[] {
  const context = toContext(options)
  const offered = context.policy.offeredProducts.includes(application.product)
  return [
    ...(offered ? [] : [fieldError('PRODUCT_NOT_OFFERED', 'product')]),
    ...validateIdentity(application, context),
    ...validateContact(application, context),
    ...validateRelations(application),
    ...validateDocument(application, context),
    ...validateFinancial(application, context),
    ...validateAccount(application.account),
    ...validateTax(application, context),
    ...validateConsents(application),
  ]
}

export function toContext(options: ValidateOptions): ValidationContext {
  return {
    today: dateInZone(options.asOf, options.timeZone ?? options.policy.homeTimeZone),
    policy: options.policy,
    reference: options.reference ?? shippedReferenceData,
    acceptIncomplete: options.acceptIncomplete ?? false,
  }
}
