/** The shipped configuration of the matcher, and its identity. */
import { createHash } from 'node:crypto'
import type { MatcherConfig } from '../candidates/screening-index.ts'
import { nameWeights } from '../names/name-weights.ts'
import { attributeWeights } from './attribute-weights.ts'
import type { ScorePolicy } from './weigh.ts'

/** Raised whenever the same input may score differently. */
export const engineVersion = '4'

export const defaultMatcherConfig: MatcherConfig = {
  store: 60,
  alert: 75,
  strongName: 90,
  weakAliasCap: 74.9,
  maxCandidates: 300,
}

/** The score policy of a configuration. */
export function policyOf(config: MatcherConfig): ScorePolicy {
  return {
    weights: attributeWeights,
    supportFrom: 30,
    supportFull: 65,
    sameDocument: 92,
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
  const text = JSON.stringify([engineVersion, nameWeights, Object.entries(policyOf(config)), Object.entries(config)])
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}
