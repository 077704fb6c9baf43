/** Which cases a second person looks at again by sampling: chance by hash, so that nobody can choose or repeat it. */
import { canonicalHash } from '../canonical-json.ts'
import type { CaseId } from '../ids.ts'

/**
 * True for about `percent` of all cases. The same case, purpose and seed always answer the same, so that a sample can
 * be drawn again for an auditor; a seed kept secret until the draw keeps it from being foreseen.
 */
export function isSampled(
  caseId: CaseId,
  purpose: 'PEP_MEDIA' | 'STP_QUALITY',
  percent: number,
  seed: string,
): boolean {
  const digits = canonicalHash({ caseId, purpose, seed }).slice(7, 15)
  return Number.parseInt(digits, 16) % 10_000 < percent * 100
}
