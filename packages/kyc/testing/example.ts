import {
  assessRisk,
  defaultOnboardingPolicy,
  defaultRiskPolicy,
  shippedReferenceData,
  toRiskInputs,
  validateApplication,
} from '../src/index.ts'
import { sampleApplication } from './sample-application.ts'

/** The smallest use of the model: what is wrong with an application, and how risky it is. */
export function example() {
  const application = sampleApplication()
  const errors = validateApplication(application, {
    asOf: '2026-11-23T09:00:00.000Z',
    policy: defaultOnboardingPolicy,
  })
  const inputs = toRiskInputs(application, { asOf: '2026-11-23', dataRevision: 1 }, shippedReferenceData)
  const { scoreTenths, final, nextReviewOn } = assessRisk(inputs, defaultRiskPolicy, shippedReferenceData)
  return { errors, score: scoreTenths / 10, final, nextReviewOn }
}
