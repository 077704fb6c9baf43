/** Sends a mail over SMTP, or puts it into the mailbox when no server is set. */
import type { MailConfig } from '../config/config.ts'
import type { MailboxStore } from './mailbox.ts'
import type { Transporter } from 'nodemailer'
import { loadOnce } from '../load-once.ts'
import { openTransport } from './open-transport.ts'
import type { MailText } from './templates.ts'

export interface Mail extends MailText {
  /** Safe to send again with the same id: the message id stays the same, and the mailbox keeps one. */
  readonly id: string
  readonly to: string
}

export interface PostOffice {
  send(mail: Mail): Promise<void>
  close(): void
}

export function createPostOffice(config: MailConfig, mailbox: MailboxStore, now: () => Date): PostOffice {
  const { smtpUrl } = config
  let opened: Transporter | undefined
  const transport = smtpUrl === undefined ? undefined : loadOnce(async () => (opened = await openTransport(smtpUrl)))
  return {
    async send({ id, to, subject, text }) {
      if (transport === undefined) {
        await mailbox.keep({ id, to, subject, text, sentAt: now().toISOString() })
        return
      }
      await (await transport()).sendMail({
        from: config.from,
        to,
        subject,
        text,
        messageId: `<${id}@gatehouse>`,
        disableFileAccess: true,
        disableUrlAccess: true,
      })
    },
    close() {
      opened?.close()
    },
  }
}
