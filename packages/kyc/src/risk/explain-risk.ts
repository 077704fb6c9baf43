/**
 * The same assessment in two tones: every factor, floor and basis for staff; for the data subject a sentence that
 * names only what they told us themselves, and nothing that would tip them off.
 */
import type { Role } from '../roles/role.ts'
import type { FactorId, RiskAssessment } from './assessment.ts'

/** A sentence as key and parameters; the words are in the translations. */
export interface Explanation {
  readonly textKey: string
  readonly params: Readonly<Record<string, string | number>>
}

export function explainForStaff(assessment: RiskAssessment): readonly Explanation[] {
  return [
    ...assessment.factors.map(({ id, value, weight, contribution, driver }) => ({
      textKey: `risk.factor.${id}`,
      params: { value, weight, contribution, driver },
    })),
    {
      textKey: 'risk.sum',
      params: { raw: assessment.raw, scoreTenths: assessment.scoreTenths, class: assessment.classByScore },
    },
    ...assessment.floors.map(({ id, effect, basis, authority, driver }) => ({
      textKey: `risk.floor.${id}`,
      params: { effect, basis, authority, driver },
    })),
    ...assessment.knockouts.map(({ id, basis, authority }) => ({
      textKey: `risk.knockout.${id}`,
      params: { basis, authority },
    })),
    { textKey: 'risk.final', params: { class: assessment.final, cddLevel: assessment.cddLevel } },
  ]
}

/** Keys of the words that may follow “in more depth because of …”, for factors a customer may hear about. */
const SUBJECT_REASONS: Readonly<Partial<Record<FactorId, string>>> = {
  geography: 'risk.subject.country',
  occupation: 'risk.subject.occupation',
  sourceOfFunds: 'risk.subject.sourceOfFunds',
  product: 'risk.subject.product',
  channel: 'risk.subject.channel',
}

/** From here on a factor counts as a reason for looking deeper. */
const NOTABLE_VALUE = 40
const MAX_SUBJECT_REASONS = 2

export interface SubjectExplanation {
  readonly textKey: 'risk.subject.standard' | 'risk.subject.deeper'
  /** Keys of at most two reasons, the weightiest first. */
  readonly reasonKeys: readonly string[]
}

export function explainForSubject(assessment: RiskAssessment): SubjectExplanation {
  const reasonKeys = assessment.factors
    .filter((factor) => factor.value >= NOTABLE_VALUE && SUBJECT_REASONS[factor.id] !== undefined)
    .toSorted((a, b) => b.contribution - a.contribution)
    .slice(0, MAX_SUBJECT_REASONS)
    .map((factor) => (factor.id === 'geography' ? countryReason(factor.driver) : (SUBJECT_REASONS[factor.id] ?? '')))
  return assessment.final === 'LOW'
    ? { textKey: 'risk.subject.standard', reasonKeys: [] }
    : { textKey: 'risk.subject.deeper', reasonKeys }
}

/** The assessment as people with these roles may see it: an internal suspicion is for mlro and auditor alone. */
export function visibleAssessment(assessment: RiskAssessment, roles: readonly Role[]): RiskAssessment {
  if (roles.some((role) => role === 'mlro' || role === 'auditor')) return assessment
  return {
    ...assessment,
    floors: assessment.floors.filter((floor) => floor.id !== 'F-SUSPICION'),
    remedies: assessment.remedies.filter((remedy) => remedy.id !== 'F-SUSPICION'),
  }
}

function countryReason(driver: string): string {
  const [link = ''] = driver.split(':')
  return `risk.subject.country.${link}`
}
