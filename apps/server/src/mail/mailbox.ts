/** Outgoing mail kept in the database when no SMTP server is set. Addresses and texts are personal, so they are sealed. */
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Mailbox as MailboxWire } from '@gatehouse/kyc/wire'
import { openText, sealText } from '../keys/sealed-text.ts'

export type MailboxTables = {
  mailbox: { id: string; sent_at: string; sealed: string }
}

interface KeptMail {
  readonly id: string
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly sentAt: string
}

export interface MailboxStore {
  migrate(): Promise<void>
  /** The same id twice keeps the first. */
  keep(mail: KeptMail): Promise<void>
  newest(limit: number): Promise<MailboxWire>
}

const SealedSchema = z.object({ to: z.string(), subject: z.string(), text: z.string() })

export function createMailbox(db: Kysely<MailboxTables>, key: Uint8Array): MailboxStore {
  return {
    async migrate() {
      await db.schema
        .createTable('mailbox')
        .ifNotExists()
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('sent_at', 'text', (column) => column.notNull())
        .addColumn('sealed', 'text', (column) => column.notNull())
        .execute()
    },
    async keep({ id, sentAt, ...content }) {
      await db
        .insertInto('mailbox')
        .values({ id, sent_at: sentAt, sealed: sealText(key, id, JSON.stringify(content)) })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute()
    },
    async newest(limit) {
      const rows = await db
        .selectFrom('mailbox')
        .selectAll()
        .orderBy('sent_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map((row) => ({
        id: row.id,
        sentAt: row.sent_at,
        ...SealedSchema.parse(JSON.parse(openText(key, row.id, row.sealed))),
      }))
    },
  }
}
