/** The stored result of a keyed use case: asked again with the same key, it answers the same and does nothing. */
import type { JsonObject } from '../store/json.ts'
import type { Unit } from '../store/unit.ts'

/** The first result of that key, or null when the key is new. `key` is hashed: callers' keys may say anything. */
export async function storedResult(unit: Unit, purpose: string, key: string): Promise<JsonObject | null> {
  const row = await unit.trx
    .selectFrom('kyc_idempotency')
    .select('result')
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('key', '=', unit.ctx.keys.digest(`idempotency/${purpose}`, key))
    .executeTakeFirst()
  // Written by `storeResult` alone.
  return row ? (JSON.parse(row.result) as JsonObject) : null
}

export async function storeResult(unit: Unit, purpose: string, key: string, result: JsonObject): Promise<void> {
  await unit.trx
    .insertInto('kyc_idempotency')
    .values({
      tenant_id: unit.ctx.tenantId,
      key: unit.ctx.keys.digest(`idempotency/${purpose}`, key),
      result: JSON.stringify(result),
      created_at: unit.at,
    })
    .execute()
}
