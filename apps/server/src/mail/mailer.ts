/** Sends a stored notification: over SMTP, or into the mailbox when none is set. */
import type { KycStore } from '@gatehouse/kyc/store'
import type { MailConfig } from '../config/config.ts'
import type { EventHub } from '../live/event-hub.ts'
import { valueOf } from '../refused.ts'
import type { MailboxStore } from './mailbox.ts'
import { openTransport } from './open-transport.ts'
import { composeMail } from './templates.ts'

export interface Mailer {
  /** Safe to call again with the same id: the message id stays the same, and the mailbox keeps one. */
  send(notificationId: string): Promise<void>
  close(): void
}

export function createMailer(options: {
  readonly config: MailConfig
  readonly store: KycStore
  readonly mailbox: MailboxStore
  readonly hub: EventHub
  /** Asked late: the port may be known only once the server listens. */
  readonly publicUrl: () => string
  readonly now: () => Date
}): Mailer {
  const { config, store, mailbox, hub } = options
  const transport = config.smtpUrl === undefined ? undefined : openTransport(config.smtpUrl)
  return {
    async send(notificationId) {
      const mail = valueOf(await store.loadNotification(notificationId))
      const composed = composeMail(mail.templateId, mail.locale, { ...mail, portal: `${options.publicUrl()}/apply` })
      if (composed === undefined) throw new Error(`There is no mail template "${mail.templateId}".`)
      if (transport === undefined) {
        await mailbox.keep({ id: notificationId, to: mail.to, ...composed, sentAt: options.now().toISOString() })
      } else {
        const messageId = `<${notificationId}@gatehouse>`
        await (await transport).sendMail({
          from: config.from,
          to: mail.to,
          ...composed,
          messageId,
          disableFileAccess: true,
          disableUrlAccess: true,
        })
      }
      valueOf(await store.markNotificationSent(notificationId))
      hub.publish({ kind: 'mail', id: notificationId })
    },
    close() {
      void transport?.then((opened) => opened.close())
    },
  }
}
