/** The case that a run is about. Pure. */
import type { Execution } from '../api/conductor.ts'

// Ids of cases are ULIDs: 26 letters and digits without I, L, O and U.
const caseIdPattern = /^[0-9A-HJKMNP-TV-Z]{26}$/

export const isCaseId = (text: string | undefined): text is string => text !== undefined && caseIdPattern.test(text)

/** Id of the case by the run's correlation id, else by its input; undefined for a run of anything else. */
export function caseOf(run: Pick<Execution, 'correlationId' | 'input'>): string | undefined {
  if (isCaseId(run.correlationId)) return run.correlationId
  const given = run.input['caseId']
  return typeof given === 'string' && isCaseId(given) ? given : undefined
}
