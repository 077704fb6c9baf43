/** What an applicant cannot say about the application: how it was verified, and what was confirmed. */
import { ServerError } from '../errors.ts'

const protectedPaths =
  /^(product|channel)$|^contact\.(emailConfirmedAt|phoneConfirmedAt)(\.|$)|^document\.verification(\.|$)|^consents\.privacyNotice/

/** More than a form has; saving takes time for each. */
const maxAnswers = 200

/**
 * Looks into whole sections as well: `contact` brings `contact.emailConfirmedAt` along.
 * @throws ServerError INVALID_INPUT
 */
export function refuseProtected(set: Readonly<Record<string, unknown>>): void {
  const entries = Object.entries(set)
  if (entries.length > maxAnswers) throw new ServerError('INVALID_INPUT', `At most ${maxAnswers} answers at once.`)
  const fields = entries
    .flatMap(([path, value]) => [...pathsOf(path, value)])
    .filter((path) => protectedPaths.test(path))
    .map((path) => ({ path, code: 'INVALID' }))
  if (fields.length > 0) throw new ServerError('INVALID_INPUT', 'Some answers cannot be used.', { fields })
}

/** Bodies are at most 64 levels deep here. */
function* pathsOf(path: string, value: unknown): Generator<string> {
  yield path
  if (typeof value !== 'object' || value === null) return
  for (const [key, entry] of Object.entries(value) as [string, unknown][]) yield* pathsOf(`${path}.${key}`, entry)
}
