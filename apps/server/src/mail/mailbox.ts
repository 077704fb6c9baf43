/** Outgoing mail kept in the database when no SMTP server is set. Addresses and texts are personal, so they are sealed. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Mailbox as MailboxWire } from '@gatehouse/kyc/wire'

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
        .values({ id, sent_at: sentAt, sealed: seal(key, id, JSON.stringify(content)) })
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
        ...SealedSchema.parse(JSON.parse(open(key, row.id, row.sealed))),
      }))
    },
  }
}

/** AES-256-GCM; the row's id is authenticated with it, so that contents cannot be moved between rows. */
function seal(key: Uint8Array, id: string, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(id))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

function open(key: Uint8Array, id: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(id))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
