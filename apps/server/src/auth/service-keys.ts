/**
 * Machine identities: a key id and a secret, exchanged for a token of one hour, as Conductor's SDKs do at
 * `POST /api/token`. The secret is kept as a hash; the token is signed, and good for as long as its key is there.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Kysely } from 'kysely'
import { z } from 'zod'

export const serviceScopes = ['engine', 'secrets', 'access', 'screening', 'intake'] as const
export type ServiceScope = (typeof serviceScopes)[number]

export type ServiceKeyTables = {
  service_key: { key_id: string; secret_hash: string; name: string; scopes: string; created_at: string }
}

export interface ServiceIdentity {
  readonly keyId: string
  readonly scopes: readonly ServiceScope[]
}

type TokenCheck =
  | { readonly ok: true; readonly identity: ServiceIdentity }
  | { readonly ok: false; readonly reason: 'EXPIRED_TOKEN' | 'INVALID_TOKEN' }

export interface ServiceKeys {
  migrate(): Promise<void>
  /** The secret is shown once. */
  create(input: { name: string; scopes: readonly ServiceScope[] }): Promise<{ keyId: string; secret: string }>
  list(): Promise<readonly { keyId: string; name: string; scopes: readonly ServiceScope[]; createdAt: string }[]>
  /** False when there is no such key. Its tokens end with it, on another server of the database within five seconds. */
  remove(keyId: string): Promise<boolean>
  /** A token for the right secret; undefined whatever was wrong. */
  exchange(keyId: string, secret: string): Promise<string | undefined>
  check(token: string): Promise<TokenCheck>
}

const tokenSeconds = 3600
/** How long a key that somebody else has removed may go on: asking at each request would cost a query each. */
const freshMs = 5_000
const ClaimsSchema = z.object({ k: z.string(), s: z.array(z.enum(serviceScopes)), e: z.number() })

export function createServiceKeys(db: Kysely<ServiceKeyTables>, signingKey: Uint8Array, now: () => Date): ServiceKeys {
  const sign = (payload: string) => createHmac('sha256', signingKey).update(payload).digest('base64url')
  let known: { readonly at: number; readonly ids: Promise<ReadonlySet<string>> } | undefined
  const readIds = async (): Promise<ReadonlySet<string>> => {
    const rows = await db.selectFrom('service_key').select('key_id').execute()
    return new Set(rows.map((row) => row.key_id))
  }
  const knownIds = (): Promise<ReadonlySet<string>> => {
    const at = now().getTime()
    if (known === undefined || Math.abs(at - known.at) > freshMs) {
      const ids = readIds().catch((error: unknown) => {
        known = undefined
        throw error
      })
      known = { at, ids }
    }
    return known.ids
  }
  return {
    async migrate() {
      await db.schema
        .createTable('service_key')
        .ifNotExists()
        .addColumn('key_id', 'text', (column) => column.primaryKey())
        .addColumn('secret_hash', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('scopes', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .execute()
    },
    async create({ name, scopes }) {
      const keyId = randomBytes(12).toString('hex')
      const secret = randomBytes(32).toString('base64url')
      await db
        .insertInto('service_key')
        .values({
          key_id: keyId,
          secret_hash: hashSecret(secret),
          name,
          scopes: scopes.join(','),
          created_at: now().toISOString(),
        })
        .execute()
      return { keyId, secret }
    },
    async list() {
      const rows = await db.selectFrom('service_key').selectAll().orderBy('created_at').execute()
      return rows.map((row) => ({
        keyId: row.key_id,
        name: row.name,
        scopes: parseScopes(row.scopes),
        createdAt: row.created_at,
      }))
    },
    async remove(keyId) {
      const result = await db.deleteFrom('service_key').where('key_id', '=', keyId).executeTakeFirst()
      known = undefined
      return result.numDeletedRows > 0n
    },
    async exchange(keyId, secret) {
      const row = await db.selectFrom('service_key').selectAll().where('key_id', '=', keyId).executeTakeFirst()
      // An unknown key is compared all the same, so that the time taken tells nothing.
      const isRight = equalTexts(hashSecret(secret), row?.secret_hash ?? hashSecret(''))
      if (row === undefined || !isRight) return undefined
      // It may have been made a moment ago, by the command line.
      known = undefined
      const claims = { k: keyId, s: parseScopes(row.scopes), e: Math.floor(now().getTime() / 1000) + tokenSeconds }
      const payload = Buffer.from(JSON.stringify(claims)).toString('base64url')
      return `${payload}.${sign(payload)}`
    },
    async check(token) {
      const [payload = '', signature = ''] = token.split('.')
      if (!equalTexts(sign(payload), signature)) return { ok: false, reason: 'INVALID_TOKEN' }
      const claims = ClaimsSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
      if (claims.e * 1000 < now().getTime()) return { ok: false, reason: 'EXPIRED_TOKEN' }
      if (!(await knownIds()).has(claims.k)) return { ok: false, reason: 'INVALID_TOKEN' }
      return { ok: true, identity: { keyId: claims.k, scopes: claims.s } }
    },
  }
}

/** The secret has 256 random bits, so a plain hash cannot be searched. */
function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

function parseScopes(text: string): ServiceScope[] {
  return text.split(',').flatMap((word) => serviceScopes.filter((scope) => scope === word))
}

/** Bytes are compared: a letter may be two. */
function equalTexts(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
