/** What the field rules need besides the application itself. */
import type { OnboardingPolicy } from '../../policy/onboarding-policy.ts'
import type { ReferenceData } from '../../reference/reference-data.ts'

export interface ValidationContext {
  /** Calendar date in the bank's home time zone, `YYYY-MM-DD`. */
  readonly today: string
  readonly policy: OnboardingPolicy
  readonly reference: ReferenceData
  /** Intake by API, branch or partner: nobody has clicked a confirmation link yet. */
  readonly acceptIncomplete: boolean
}
