/** The tenant's keys: made at the first start, unwrapped with the root key at every other, re-wrapped on rotation. */
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { RootKey } from '../crypto/root-key.ts'
import { newTenantKeyMaterial, type TenantKeyMaterial, type TenantKeys, tenantKeys } from '../crypto/tenant-keys.ts'
import { KycError } from './outcome.ts'
import type { Database } from './schema.ts'

const MaterialSchema = z.object({ version: z.number(), data: z.base64(), index: z.base64(), signing: z.base64() })

/** Throws ROOT_KEY_WRONG when the tenant's keys were wrapped with another root key. */
export async function openTenant(
  db: Kysely<Database>,
  tenantId: string,
  root: RootKey,
  at: string,
): Promise<TenantKeys> {
  const fresh = newTenantKeyMaterial()
  const wrapped = await wrap(root, tenantId, fresh)
  // Two processes may start at once: the row that is there first counts for both.
  await db
    .insertInto('kyc_tenant_key')
    .values({ tenant_id: tenantId, version: fresh.version, root_key_id: root.id, wrapped, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return readTenant(db, tenantId, root)
}

/** As `openTenant`, for keys that are there already: nothing is written. */
export async function readTenant(db: Kysely<Database>, tenantId: string, root: RootKey): Promise<TenantKeys> {
  const row = await db
    .selectFrom('kyc_tenant_key')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('version', 'desc')
    .executeTakeFirstOrThrow()
  if (row.root_key_id !== root.id) {
    throw new KycError(
      'ROOT_KEY_WRONG',
      `The keys of tenant '${tenantId}' are wrapped with root key ${row.root_key_id}; this process was given ${root.id}. Start with the root key that the data was made with.`,
    )
  }
  return tenantKeys(tenantId, await unwrap(root, tenantId, row.wrapped))
}

/** Wraps the tenant's keys with another root key; data is not touched. */
export async function rotateRootKey(
  db: Kysely<Database>,
  tenantId: string,
  from: RootKey,
  to: RootKey,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const rows = await trx
      .selectFrom('kyc_tenant_key')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .where('root_key_id', '=', from.id)
      .execute()
    for (const row of rows) {
      const wrapped = await wrap(to, tenantId, await unwrap(from, tenantId, row.wrapped))
      await trx
        .updateTable('kyc_tenant_key')
        .set({ wrapped, root_key_id: to.id })
        .where('tenant_id', '=', tenantId)
        .where('version', '=', row.version)
        .execute()
    }
    return rows.length
  })
}

const context = (tenantId: string) => JSON.stringify([tenantId, 'tenant-keys'])

async function wrap(root: RootKey, tenantId: string, material: TenantKeyMaterial): Promise<string> {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
  const text = JSON.stringify({
    version: material.version,
    data: base64(material.data),
    index: base64(material.index),
    signing: base64(material.signing),
  })
  return base64(await root.wrap(Buffer.from(text, 'utf8'), context(tenantId)))
}

async function unwrap(root: RootKey, tenantId: string, wrapped: string): Promise<TenantKeyMaterial> {
  const clear = await root.unwrap(Buffer.from(wrapped, 'base64'), context(tenantId))
  const parsed = MaterialSchema.parse(JSON.parse(Buffer.from(clear).toString('utf8')))
  const bytes = (text: string) => Buffer.from(text, 'base64')
  return {
    version: parsed.version,
    data: bytes(parsed.data),
    index: bytes(parsed.index),
    signing: bytes(parsed.signing),
  }
}
