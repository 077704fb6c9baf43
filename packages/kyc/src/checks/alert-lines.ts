/** When a hit becomes an alert, and when a recorded false positive keeps it from becoming one. */
import type { OnboardingPolicy } from '../policy/onboarding-policy.ts'
import type { ScreeningHit } from './screening-hit.ts'

export type AlertLines = OnboardingPolicy['screening']

/** Strong enough to keep: at the store line, or a strong name whatever else disagrees. */
export function isStored(hit: ScreeningHit, lines: AlertLines): boolean {
  return hit.score >= lines.store || hit.nameScore >= lines.strongName
}

/**
 * Strong enough for a person. Other features can never hide a strong name; a weak alias alone, on the other hand,
 * says nothing until a second feature agrees.
 */
export function raisesAlert(hit: ScreeningHit, lines: AlertLines): boolean {
  const strong = hit.score >= lines.alert || hit.nameScore >= lines.strongName
  return strong && (!hit.weakAlias || agreesOnSecondFeature(hit))
}

export function agreesOn(hit: ScreeningHit, feature: string): boolean {
  return hit.features.some((evidence) => evidence.feature === feature && evidence.agreement === 'agrees')
}

/** Key of a hit, stable over screenings. */
export function hitKey(hit: Pick<ScreeningHit, 'listId' | 'entryId'>): string {
  return `${hit.listId}:${hit.entryId}`
}

/** A decision that one customer is not one list entry. It holds for exactly this pair, while both stay the same. */
export interface GoodGuy {
  readonly listId: string
  readonly entryId: string
  readonly entryContentHash: string
  readonly identityHash: string
  readonly matcherConfigId: string
  readonly scoreWhenCleared: number
  /** RFC 3339. */
  readonly expiresAt: string
}

export interface GoodGuyContext {
  /** Keyed hash over the identity fields of the customer as they are now. */
  readonly identityHash: string
  readonly matcherConfigId: string
  readonly at: string
}

/** A new matcher may raise the score of a pair by less than this before the decision must be made again. */
const RESCORED_TOLERANCE = 10

export function isSuppressedBy(
  hit: Pick<ScreeningHit, 'listId' | 'entryId' | 'entryContentHash' | 'score'>,
  entry: GoodGuy,
  context: GoodGuyContext,
): boolean {
  const samePair =
    entry.listId === hit.listId &&
    entry.entryId === hit.entryId &&
    entry.entryContentHash === hit.entryContentHash &&
    entry.identityHash === context.identityHash
  const rescored =
    entry.matcherConfigId !== context.matcherConfigId && hit.score >= entry.scoreWhenCleared + RESCORED_TOLERANCE
  return samePair && !rescored && Date.parse(context.at) < Date.parse(entry.expiresAt)
}

function agreesOnSecondFeature(hit: ScreeningHit): boolean {
  const names: readonly string[] = ['name', 'nameQuality', 'strongName']
  return hit.features.some((evidence) => !names.includes(evidence.feature) && evidence.agreement === 'agrees')
}
