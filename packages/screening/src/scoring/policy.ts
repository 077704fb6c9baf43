/** The shipped configuration of the matcher, and its identity. */
import { createHash } from 'node:crypto'
import type { MatcherConfig } from '../candidates/screening-index.ts'
import type { ScorePolicy } from './weigh.ts'

/** Raised whenever the same input may score differently. */
export const engineVersion = '1'

export const defaultMatcherConfig: MatcherConfig = {
  store: 60,
  alert: 75,
  strongName: 90,
  weakAliasCap: 74.9,
  maxCandidates: 300,
}

const weights: ScorePolicy['weights'] = {
  birthDate: { up: 0.6, down: 0.35 },
  nationality: { up: 0.15, down: 0.06 },
  country: { up: 0.1, down: 0 },
  gender: { up: 0.04, down: 0.15 },
  birthPlace: { up: 0.3, down: 0.05 },
  document: { up: 0.95, down: 0.1 },
}

/** The score policy of a configuration. */
export function policyOf(config: MatcherConfig): ScorePolicy {
  return {
    weights,
    supportFrom: 55,
    supportFull: 80,
    nameCeiling: 97,
    alert: config.alert,
    strongName: config.strongName,
    weakAliasCap: config.weakAliasCap,
  }
}

/** Evidence alone, without the rule that a strong name is never hidden: for measuring. */
export function evidencePolicy(config: MatcherConfig): ScorePolicy {
  const { strongName: _strongName, ...rest } = policyOf(config)
  return rest
}

/** `sha256:` over everything that a score depends on besides query and entry. */
export function matcherConfigId(config: MatcherConfig): string {
  const text = JSON.stringify([engineVersion, Object.entries(policyOf(config)), Object.entries(config)])
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}
