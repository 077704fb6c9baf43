/** validate_pep_media: public functions and negative news. A source that is not connected is said so, never silent. */
import type { Application } from '../application/application.ts'
import type { PepStatus } from '../application/identity.ts'
import type { OnboardingPolicy } from '../policy/onboarding-policy.ts'
import { formerPepStatus, graverPep } from '../risk/risk-inputs.ts'
import type { AdverseMedia } from '../risk/risk-policy.ts'
import { isStored, raisesAlert } from './alert-lines.ts'
import type { PepMediaResult } from './check-result.ts'
import { MEDIA_STAGES, type ScreeningAnswer, type ScreeningHit } from './screening-hit.ts'

export interface PepMediaInputs {
  readonly application: Application
  /** Null when no source is connected. */
  readonly pepAnswer: ScreeningAnswer | null
  readonly mediaAnswer: ScreeningAnswer | null
  readonly policy: OnboardingPolicy
}

export function checkPepMedia({ application, pepAnswer, mediaAnswer, policy }: PepMediaInputs): PepMediaResult {
  const pepHits = alertsOf(pepAnswer, policy)
  const mediaHits = alertsOf(mediaAnswer, policy)
  const selfDeclared = declaresPep(application)
  const answers = [pepAnswer, mediaAnswer].filter((answer) => answer !== null)
  return {
    kind: 'validate_pep_media',
    pep: pepHits.length > 0 || selfDeclared ? 'POTENTIAL_MATCH' : 'CLEAR',
    media: mediaHits.length > 0 ? 'POTENTIAL_MATCH' : 'CLEAR',
    pepHits,
    mediaHits,
    selfDeclared,
    coverage: { pep: pepAnswer ? 'LISTS' : 'NONE', media: mediaAnswer ? 'LISTS' : 'NONE' },
    available: answers.every((answer) => answer.status === 'ANSWERED'),
    listSnapshots: answers.flatMap((answer) => (answer.status === 'ANSWERED' ? answer.snapshots : [])),
  }
}

/** A yes about oneself or a relative. */
export function declaresPep({ identity, relations }: Application): boolean {
  const status = identity.pepDeclaration?.status ?? 'NONE'
  return status !== 'NONE' || relations.some((relation) => relation.pepDeclared === true)
}

/** What hits confirmed as true matches say about the person on a day; NONE without any. */
export function pepStatusFromHits(confirmed: readonly ScreeningHit[], asOf: string): PepStatus {
  return confirmed.reduce<PepStatus>((status, { pep }) => {
    if (!pep) return status
    const left = pep.to !== null && pep.to <= asOf
    const held: PepStatus = left && pep.to !== null ? formerPepStatus(pep.to, asOf) : 'CURRENT'
    // Relatives of someone long out of office count like the office itself.
    const own: PepStatus = pep.relativeOrAssociate && held !== 'FORMER_OVER_12M' ? 'RCA' : held
    return graverPep(status, own)
  }, 'NONE')
}

/** The gravest stage among confirmed articles. */
export function mediaStageFromHits(confirmed: readonly ScreeningHit[]): AdverseMedia {
  return confirmed.reduce<AdverseMedia>((gravest, { media }) => {
    if (!media) return gravest
    return gravest === 'NONE' || MEDIA_STAGES.indexOf(media.stage) > MEDIA_STAGES.indexOf(gravest)
      ? media.stage
      : gravest
  }, 'NONE')
}

function alertsOf(answer: ScreeningAnswer | null, policy: OnboardingPolicy): readonly ScreeningHit[] {
  if (answer?.status !== 'ANSWERED') return []
  return answer.hits
    .filter((hit) => isStored(hit, policy.screening) && raisesAlert(hit, policy.screening))
    .toSorted((a, b) => b.score - a.score)
}
