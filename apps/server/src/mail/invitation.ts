/** Tells somebody who was given access where to sign in. */
import { ServerError } from '../errors.ts'
import { createRateLimit } from '../http/rate-limit.ts'
import type { EventHub } from '../live/event-hub.ts'
import type { PostOffice } from './post-office.ts'
import { oneLine } from './templates.ts'

export interface Invited {
  readonly address: string
  readonly name: string
  /** Who asks for it. */
  readonly by: string
}

/** @throws ServerError RATE_LIMITED, or UPSTREAM_UNAVAILABLE when the mail was not taken: it can be asked for again at once */
export type SendInvitation = (id: string, invited: Invited) => Promise<void>

const windowMs = 3_600_000
/** A mail that did not come is asked for again; a mailbox is not to be filled. */
const mostToOne = 5
/** The staff of a large bank in a morning, and no more in the name of one who was let in. */
const mostByOne = 200

export function createInvitations(
  postOffice: PostOffice,
  hub: EventHub,
  publicUrl: () => string,
  now: () => number,
): SendInvitation {
  const toOne = createRateLimit({ max: mostToOne, windowMs, now })
  const byOne = createRateLimit({ max: mostByOne, windowMs, now })
  return async (id, { address, name, by }) => {
    const counted = [
      [toOne, address],
      [byOne, by],
    ] as const
    // Those that are refused wait no longer for having asked.
    const waitSeconds = Math.max(...counted.map(([limit, key]) => limit.wait(key)))
    if (waitSeconds > 0) {
      const minutes = Math.ceil(waitSeconds / 60)
      throw new ServerError('RATE_LIMITED', `Too many invitations. Try again in ${minutes} minutes.`)
    }
    for (const [limit, key] of counted) limit.take(key)
    const text = `Hello ${oneLine(name)},

you have been given access to the workflows of your bank. Sign in as ${oneLine(address)}:
${publicUrl()}
`
    try {
      await postOffice.send({ id, to: address, subject: 'You have been given access', text })
    } catch (cause) {
      for (const [limit, key] of counted) limit.giveBack(key)
      const message = 'The invitation could not be sent: the mail server did not take it. Try again later.'
      throw new ServerError('UPSTREAM_UNAVAILABLE', message, { cause })
    }
    hub.publish({ kind: 'mail', id })
  }
}
