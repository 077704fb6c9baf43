/** What a worker gets of a case. */
import { identityHash } from '../crypto/blind-index.ts'
import type { Transaction } from 'kysely'
import { HOUR_MS, isoTime, type StoreContext } from '../store/context.ts'
import { done, type Outcome } from '../store/outcome.ts'
import type { GoodGuyEntry, StoredCheck, WorkCase } from '../store/ports/work.ts'
import type { Database } from '../store/schema.ts'
import { read } from '../store/unit.ts'
import { loadAnswers } from './application-data.ts'
import { endedWorkflowsOf } from './hold.ts'
import { loadCase, stateOf } from './case-rows.ts'
import { documentsOf } from './documents.ts'
import { rfisOfCase } from './rfi-rows.ts'
import { findingsOf, hitsOf, latestAssessment, latestChecks, resolutionsOf } from './stored-checks.ts'

export function loadCaseForWork(ctx: StoreContext, caseId: string): Promise<Outcome<WorkCase>> {
  return read(ctx, async (trx): Promise<Outcome<WorkCase>> => {
    const found = await loadCase(ctx, trx, caseId)
    if (!found.ok) return found
    const loaded = found.value
    const { row } = loaded
    const application = await loadAnswers(ctx, trx, loaded)
    const checks = await latestChecks(ctx, trx, loaded)
    const findings = await findingsOf(ctx, trx, caseId)
    const hash = identityHash(ctx.keys, application)
    return done({
      caseId,
      tenantId: row.tenant_id,
      caseNumber: row.case_number,
      kind: row.kind,
      state: stateOf(row),
      channel: row.channel,
      productCode: row.product_code,
      locale: row.locale,
      policyVersion: row.policy_version,
      dataRevision: row.data_revision,
      submittedAt: row.submitted_at,
      customerId: row.customer_id,
      customerClass: row.customer_class,
      reasonCode: row.reason_code,
      executionNumber: endedWorkflowsOf(row).length + 1,
      application,
      checks,
      staleChecks: checks.filter((check) => isStale(ctx, check)).map((check) => check.kind),
      hits: await hitsOf(
        ctx,
        trx,
        loaded,
        checks.map((check) => check.checkId),
      ),
      findings,
      resolutions: resolutionsOf(findings),
      rfis: await rfisOf(ctx, trx, caseId),
      assessment: await latestAssessment(ctx, trx, loaded),
      goodGuys: await goodGuysFor(ctx, trx, hash),
      identityHash: hash,
      documents: await documentsOf(ctx, trx, loaded),
    })
  })
}

function isStale(ctx: StoreContext, check: Pick<StoredCheck, 'current' | 'at'>): boolean {
  return !check.current || Date.parse(check.at) + ctx.policy.checkMaxAgeHours * HOUR_MS < ctx.clock()
}

async function rfisOf(ctx: StoreContext, trx: Transaction<Database>, caseId: string): Promise<WorkCase['rfis']> {
  return (await rfisOfCase(ctx, trx, caseId)).map(({ rfi, items }) => ({
    rfiId: rfi.rfi_id,
    state: rfi.state,
    items: items.map(({ code, path, state, cannot_provide }) => ({
      code,
      path,
      state,
      cannotProvide: cannot_provide === 1,
    })),
  }))
}

/** Entries in force for exactly this identity; whether the list entry is still the same, the screening check tells. */
export async function goodGuysFor(
  ctx: StoreContext,
  trx: Transaction<Database>,
  hash: string,
): Promise<readonly GoodGuyEntry[]> {
  const rows = await trx
    .selectFrom('kyc_good_guy')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('identity_hash', '=', hash)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', isoTime(ctx.clock()))
    .execute()
  return rows.map((row) => ({
    goodGuyId: row.good_guy_id,
    listId: row.list_id,
    entryId: row.entry_id,
    entryContentHash: row.entry_hash,
    identityHash: row.identity_hash,
    matcherConfigId: row.matcher_config_id,
    scoreWhenCleared: row.score_tenths / 10,
    expiresAt: row.expires_at,
  }))
}
