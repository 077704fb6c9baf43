/** Tells somebody who was given access where to sign in. */
import type { EventHub } from '../live/event-hub.ts'
import type { PostOffice } from './post-office.ts'
import { oneLine } from './templates.ts'

export interface Invited {
  readonly address: string
  readonly name: string
}

export type SendInvitation = (id: string, invited: Invited) => Promise<void>

export function createInvitations(postOffice: PostOffice, hub: EventHub, publicUrl: () => string): SendInvitation {
  return async (id, { address, name }) => {
    const text = `Hello ${oneLine(name)},

you have been given access to the workflows of your bank. Sign in as ${oneLine(address)}:
${publicUrl()}
`
    await postOffice.send({ id, to: address, subject: 'You have been given access', text })
    hub.publish({ kind: 'mail', id })
  }
}
