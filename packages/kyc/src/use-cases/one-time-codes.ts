/** Six-digit codes by mail: for confirming an address and for coming back. Kept as keyed digests, few tries, short life. */
import { randomInt, timingSafeEqual } from 'node:crypto'
import { HOUR_MS, isoTime } from '../store/context.ts'
import { done, type Outcome, refuse } from '../store/outcome.ts'
import type { Unit } from '../store/unit.ts'

export type CodePurpose = 'EMAIL' | 'RESUME'

const LIFE_MS = 15 * 60_000
const MAX_TRIES = 5
const MAX_PER_HOUR = 5

/** A new code for the address; older ones of the same purpose end. CODE_LIMIT after five within the hour. */
export async function issueCode(
  unit: Unit,
  input: { purpose: CodePurpose; caseId: string; addressDigest: string },
): Promise<Outcome<{ code: string; codeId: string; expiresAt: string }>> {
  const mine = await unit.trx
    .selectFrom('kyc_code')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('address_digest', '=', input.addressDigest)
    .where('purpose', '=', input.purpose)
    .where('created_at', '>', isoTime(unit.nowMs - HOUR_MS))
    .executeTakeFirstOrThrow()
  if (mine.count >= MAX_PER_HOUR) return refuse('CODE_LIMIT', `At most ${MAX_PER_HOUR} codes an hour`)
  await endCodes(unit, input.purpose, input.addressDigest)
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
  const codeId = unit.ctx.ids()
  const expiresAt = isoTime(unit.nowMs + LIFE_MS)
  await unit.trx
    .insertInto('kyc_code')
    .values({
      tenant_id: unit.ctx.tenantId,
      case_id: input.caseId,
      code_id: codeId,
      purpose: input.purpose,
      address_digest: input.addressDigest,
      code_digest: digestOf(unit, codeId, code),
      tries: 0,
      expires_at: expiresAt,
      created_at: unit.at,
      used_at: null,
    })
    .execute()
  return done({ code, codeId, expiresAt })
}

/** Uses the code up. Wrong tries are counted even though the use case refuses. */
export async function takeCode(
  unit: Unit,
  input: { purpose: CodePurpose; addressDigest: string; code: string },
): Promise<Outcome<{ caseId: string }>> {
  const query = unit.trx
    .selectFrom('kyc_code')
    .selectAll()
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('address_digest', '=', input.addressDigest)
    .where('purpose', '=', input.purpose)
    .where('used_at', 'is', null)
    .orderBy('created_at', 'desc')
    .limit(1)
  const row = await (unit.ctx.dialect === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
  if (!row) return refuse('CODE_WRONG', 'The code is not right')
  if (row.expires_at <= unit.at) return refuse('CODE_EXPIRED', 'The code has expired; ask for a new one')
  if (row.tries >= MAX_TRIES) return refuse('CODE_LIMIT', 'Too many wrong codes; ask for a new one')
  const right = equalDigests(row.code_digest, digestOf(unit, row.code_id, input.code))
  await unit.trx
    .updateTable('kyc_code')
    .set(right ? { used_at: unit.at } : { tries: row.tries + 1 })
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('code_id', '=', row.code_id)
    .execute()
  if (right) return done({ caseId: row.case_id })
  unit.keepOnRefusal()
  return refuse('CODE_WRONG', 'The code is not right', { triesLeft: MAX_TRIES - row.tries - 1 })
}

async function endCodes(unit: Unit, purpose: CodePurpose, addressDigest: string): Promise<void> {
  await unit.trx
    .updateTable('kyc_code')
    .set({ used_at: unit.at })
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('address_digest', '=', addressDigest)
    .where('purpose', '=', purpose)
    .where('used_at', 'is', null)
    .execute()
}

function digestOf(unit: Unit, codeId: string, code: string): string {
  return unit.ctx.keys.digest('code', `${codeId}:${code}`)
}

function equalDigests(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
