/** validate_names: is the name a name, and is its bearer on the bank's own list? */
import type { Application } from '../application/application.ts'
import type { ErrorCode } from '../application/field-error.ts'
import type { ValidationContext } from '../application/validate/context.ts'
import { validateIdentity } from '../application/validate/identity-rules.ts'
import { agreesOn, type AlertLines } from './alert-lines.ts'
import type { NamesResult } from './check-result.ts'
import type { ScreeningHit } from './screening-hit.ts'

export interface NamesInputs {
  readonly application: Application
  readonly context: ValidationContext
  /** Hits on the bank's own list at or above the store line, whatever the birth date says. */
  readonly blacklistHits: readonly ScreeningHit[]
  readonly blacklistSnapshotId: string
}

/** Codes that make a name suspect rather than incomplete. */
const QUALITY_CODES: readonly ErrorCode[] = ['NAME_CHARACTERS', 'NAME_MIXED_SCRIPT', 'NAME_PLACEHOLDER']

export function checkNames(inputs: NamesInputs): NamesResult {
  const lines = inputs.context.policy.screening
  const errors = validateIdentity(inputs.application, inputs.context)
    .map((error) => error.code)
    .filter((code) => code.startsWith('NAME_'))
  const hits = inputs.blacklistHits
    .filter((hit) => hit.score >= lines.store || hit.nameScore >= lines.alert)
    .toSorted((a, b) => b.score - a.score)
  return {
    kind: 'validate_names',
    result: resultOf(errors, hits, lines),
    errors,
    hits,
    blacklistSnapshotId: inputs.blacklistSnapshotId,
  }
}

function resultOf(
  errors: readonly ErrorCode[],
  hits: readonly ScreeningHit[],
  lines: AlertLines,
): NamesResult['result'] {
  if (hits.some((hit) => isBlacklistHit(hit, lines))) return 'BLACKLIST_HIT'
  if (hits.length > 0) return 'BLACKLIST_POSSIBLE'
  return errors.some((code) => QUALITY_CODES.includes(code)) ? 'QUALITY_ISSUE' : 'CLEAR'
}

/** Name and birth date equal, or document number equal. */
export function isBlacklistHit(hit: ScreeningHit, lines: AlertLines): boolean {
  return agreesOn(hit, 'document') || (hit.nameScore >= lines.strongName && agreesOn(hit, 'birthDate'))
}
