/** Sessions of applicants: a random token, kept as a hash, bound to one case. */
import { createHash, randomBytes } from 'node:crypto'
import { DAY_MS, isoTime, type StoreContext } from '../store/context.ts'
import type { Unit } from '../store/unit.ts'

/** Links and sessions live 14 days. */
const SESSION_MS = 14 * DAY_MS

export async function openSession(unit: Unit, caseId: string): Promise<{ sessionToken: string; expiresAt: string }> {
  const sessionToken = randomBytes(32).toString('base64url')
  const expiresAt = isoTime(unit.nowMs + SESSION_MS)
  await unit.trx
    .insertInto('kyc_applicant_session')
    .values({
      tenant_id: unit.ctx.tenantId,
      case_id: caseId,
      token_hash: hashToken(sessionToken),
      expires_at: expiresAt,
      created_at: unit.at,
    })
    .execute()
  return { sessionToken, expiresAt }
}

export async function findApplicantSession(
  ctx: StoreContext,
  token: string,
): Promise<{ caseId: string; ref: string } | null> {
  const row = await ctx.db
    .selectFrom('kyc_applicant_session as s')
    .innerJoin('kyc_case as c', (join) =>
      join.onRef('c.case_id', '=', 's.case_id').onRef('c.tenant_id', '=', 's.tenant_id'),
    )
    .select(['s.case_id', 'c.ref'])
    .where('s.tenant_id', '=', ctx.tenantId)
    .where('s.token_hash', '=', hashToken(token))
    .where('s.expires_at', '>', isoTime(ctx.clock()))
    .where('c.erased_at', 'is', null)
    .executeTakeFirst()
  return row ? { caseId: row.case_id, ref: row.ref } : null
}

export async function endApplicantSession(ctx: StoreContext, token: string): Promise<void> {
  await ctx.db
    .deleteFrom('kyc_applicant_session')
    .where('tenant_id', '=', ctx.tenantId)
    .where('token_hash', '=', hashToken(token))
    .execute()
}

export async function endAllApplicantSessions(ctx: StoreContext): Promise<void> {
  await ctx.db.deleteFrom('kyc_applicant_session').where('tenant_id', '=', ctx.tenantId).execute()
}

export async function endSessionsOf(unit: Unit, caseId: string): Promise<void> {
  await unit.trx
    .deleteFrom('kyc_applicant_session')
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', caseId)
    .execute()
}

/** The token has 256 random bits, so a plain hash cannot be searched. */
function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
