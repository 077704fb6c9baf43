/** Runs one test customer through the pure half as the workflow would, up to where automation stops. */
import type { Application } from '../src/application/application.ts'
import type { FieldError } from '../src/application/field-error.ts'
import { toContext, validateApplication } from '../src/application/validate-application.ts'
import { checkAccount } from '../src/checks/check-account.ts'
import { checkDuplicates } from '../src/checks/check-duplicates.ts'
import { checkIdentityDocument } from '../src/checks/check-identity-document.ts'
import { checkNames } from '../src/checks/check-names.ts'
import { checkPepMedia } from '../src/checks/check-pep-media.ts'
import type { CheckResults } from '../src/checks/check-result.ts'
import { checkSanctions } from '../src/checks/check-sanctions.ts'
import { checkTax } from '../src/checks/check-tax.ts'
import { eligibility } from '../src/checks/eligibility.ts'
import { evaluateValidations } from '../src/checks/evaluate-validations.ts'
import type { FindingResolution, ValidationEvaluation } from '../src/checks/finding.ts'
import { assignCustomerClass } from '../src/class/assign-customer-class.ts'
import type { ClassAssignment } from '../src/class/customer-class.ts'
import { defaultOnboardingPolicy } from '../src/policy/onboarding-policy.ts'
import { shippedReferenceData } from '../src/reference/reference-data.ts'
import type { RiskAssessment } from '../src/risk/assessment.ts'
import { assessRisk } from '../src/risk/assess-risk.ts'
import { defaultRiskPolicy } from '../src/risk/default-policy.ts'
import { isUnservedResidence } from '../src/risk/floors.ts'
import { toRiskInputs } from '../src/risk/risk-inputs.ts'
import { assessWealth } from '../src/risk/wealth-plausibility.ts'
import {
  AS_OF,
  blacklistHits,
  duplicatesOf,
  mediaAnswer,
  payeeAnswer,
  pepAnswer,
  sanctionsAnswer,
} from './outside-world.ts'
import type { TestCustomer } from './test-customer.ts'
import { toApplication } from './to-application.ts'

export interface CustomerRun {
  readonly application: Application
  readonly fieldErrors: readonly FieldError[]
  /** Null when the applicant is not eligible: nothing ran. */
  readonly results: CheckResults | null
  readonly evaluation: ValidationEvaluation | null
  /** As if every finding were cleared, before any evidence is added. */
  readonly assessment: RiskAssessment
  readonly classAssignment: ClassAssignment
  readonly stopsAt: string
  /** Kinds of human work that the machine opens by itself, in the order in which they come. */
  readonly humanTasks: readonly string[]
}

export function runCustomer(customer: TestCustomer, resolutions: readonly FindingResolution[] = []): CustomerRun {
  const application = toApplication(customer)
  const options = { asOf: AS_OF, policy: defaultOnboardingPolicy, acceptIncomplete: true }
  const fieldErrors = validateApplication(application, options)
  const assessment = assess(application, customer)
  const classAssignment = assignCustomerClass(
    {
      product: application.product,
      netWorthMinor: assessment.plausibility.netWorthMinor,
      annualIncomeMinor: application.financial.annualIncome?.minor ?? 0,
      riskClass: assessment.final,
    },
    defaultRiskPolicy,
  )
  const common = { application, fieldErrors, assessment, classAssignment }
  if (!eligibility(fieldErrors).eligible) {
    return { ...common, results: null, evaluation: null, stopsAt: 'REJECTED', humanTasks: [] }
  }
  const results = runChecks(application, customer.id)
  const evaluation = evaluateValidations({
    results,
    fieldErrors,
    unservedResidence: isUnservedResidence(application.contact.residenceCountry ?? null, defaultRiskPolicy),
    wealth: assessWealth(riskInputs(application, customer), defaultRiskPolicy).verdict,
    resolutions,
  })
  // Where the bank does not serve the country, the assumed decision is to decline, before any deeper review.
  const edd = assessment.final === 'HIGH' && !evaluation.pendingKnockouts.includes('K-POLICY-RESIDENCE')
  return {
    ...common,
    results,
    evaluation,
    stopsAt: stopOf(evaluation, edd),
    humanTasks: [...tasksOf(evaluation), ...(edd ? ['edd_review', 'edd_senior_approval'] : [])],
  }
}

function runChecks(application: Application, customerId: string): CheckResults {
  const policy = defaultOnboardingPolicy
  const context = toContext({ asOf: AS_OF, policy })
  return {
    validate_names: checkNames({
      application,
      context,
      blacklistHits: blacklistHits(customerId),
      blacklistSnapshotId: 'BLACKLIST@2026-11-23',
    }),
    validate_sanctions: checkSanctions({
      answer: sanctionsAnswer(customerId),
      policy,
      at: AS_OF,
      goodGuys: [],
      identityHash: 'hmac:fixture',
    }),
    validate_account: checkAccount(application.account, payeeAnswer(customerId)),
    validate_identity_document: checkIdentityDocument(application, context),
    validate_pep_media: checkPepMedia({
      application,
      pepAnswer: pepAnswer(customerId),
      mediaAnswer: mediaAnswer(customerId),
      policy,
    }),
    validate_duplicates: checkDuplicates(duplicatesOf(customerId)),
    validate_tax: checkTax(application, context),
  }
}

function assess(application: Application, customer: TestCustomer): RiskAssessment {
  return assessRisk(riskInputs(application, customer), defaultRiskPolicy, shippedReferenceData)
}

function riskInputs(application: Application, { applicant }: TestCustomer) {
  const facts = { asOf: AS_OF.slice(0, 10), dataRevision: 1, confirmedMedia: applicant.adverse }
  return toRiskInputs(application, facts, shippedReferenceData)
}

function stopOf(evaluation: ValidationEvaluation, edd: boolean): string {
  switch (evaluation.outcome) {
    case 'HOLD':
      return 'TECHNICAL_HOLD'
    case 'REVIEW':
      return 'IN_REVIEW'
    case 'RFI':
      return 'RFI_OPEN'
    case 'KNOCKOUT':
      return 'REJECTED'
    case 'CLEAR':
      return edd ? 'EDD_REVIEW' : 'APPROVED'
    default:
      throw new TypeError(`Unexpected outcome ${String(evaluation.outcome)}`)
  }
}

function tasksOf(evaluation: ValidationEvaluation): readonly string[] {
  const kinds = evaluation.openFindings.flatMap((finding): readonly string[] => {
    if (finding.route === 'REVIEW') return finding.tasks.map((task) => task.kind)
    return [finding.route === 'RFI' ? 'rfi' : 'technical_hold']
  })
  return [...new Set(kinds)]
}
