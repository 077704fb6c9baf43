/** Sends a stored notification to the applicant it is for. */
import type { KycStore } from '@gatehouse/kyc/store'
import type { EventHub } from '../live/event-hub.ts'
import { valueOf } from '../refused.ts'
import type { PostOffice } from './post-office.ts'
import { composeMail } from './templates.ts'

export interface Mailer {
  /** Safe to call again with the same id. */
  send(notificationId: string): Promise<void>
}

export function createMailer(options: {
  readonly store: KycStore
  readonly postOffice: PostOffice
  readonly hub: EventHub
  /** Asked late: the port may be known only once the server listens. */
  readonly publicUrl: () => string
}): Mailer {
  const { store, postOffice, hub } = options
  return {
    async send(notificationId) {
      const mail = valueOf(await store.loadNotification(notificationId))
      const composed = composeMail(mail.templateId, mail.locale, { ...mail, portal: `${options.publicUrl()}/apply` })
      if (composed === undefined) throw new Error(`There is no mail template "${mail.templateId}".`)
      await postOffice.send({ id: notificationId, to: mail.to, ...composed })
      valueOf(await store.markNotificationSent(notificationId))
      hub.publish({ kind: 'mail', id: notificationId })
    },
  }
}
