// Everything the handlers need from outside, as one parts list.
import type { OnboardingPolicy, ReferenceData, RiskPolicy, VerifyPayee } from '@gatehouse/kyc'
import type { KycStore } from '@gatehouse/kyc/store'
import type { ScreeningPort } from './screening-port.ts'

export interface HandlerPorts {
  readonly store: KycStore
  readonly screening: ScreeningPort
  readonly verifyPayee: VerifyPayee
  readonly riskPolicy: RiskPolicy
  readonly onboardingPolicy: OnboardingPolicy
  readonly reference: ReferenceData
  /** Milliseconds since the epoch. */
  readonly clock: () => number
  /** Version of this software, kept with every check. */
  readonly appVersion: string
}
