/** The onboarding policy in force. */
import type { OnboardingPolicy } from '@gatehouse/kyc'
import { defaultOnboardingPolicy } from '@gatehouse/kyc'
import { demoLists } from '@gatehouse/screening'
import type { Config } from '../config/config.ts'

/**
 * A bank screens against the lists of its policy, and a missing one stops the check. The demo bank requires the
 * sanctions lists that come with the program, so that a first try works without a network.
 */
export function onboardingPolicyFor({ demo, screening }: Pick<Config, 'demo' | 'screening'>): OnboardingPolicy {
  if (!demo || screening.remoteUrl !== undefined) return defaultOnboardingPolicy
  const bundled = demoLists.filter(({ purpose }) => purpose === 'sanctions').map(({ listId }) => listId)
  return { ...defaultOnboardingPolicy, screeningLists: bundled }
}
