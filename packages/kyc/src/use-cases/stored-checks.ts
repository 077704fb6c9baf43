/** Checks, hits, findings and assessments as they are read back. */
import type { Transaction } from 'kysely'
import type { Finding, FindingResolution } from '../checks/finding.ts'
import type { RejectionReason } from '../case/reason-codes.ts'
import type { CaseCipher } from '../crypto/case-cipher.ts'
import type { RiskAssessment } from '../risk/assessment.ts'
import type { StoreContext } from '../store/context.ts'
import type { JsonObject, JsonValue } from '../store/json.ts'
import type { AssessmentRecord, NewHit, StoredCheck, StoredFinding, StoredHit } from '../store/ports/work.ts'
import type { Database } from '../store/schema.ts'
import type { LoadedCase } from './case-rows.ts'
import { findRule } from './item-rules.ts'

// Everything parsed or opened in this file was written by `recordCheck`, `recordEvaluation` or `recordAssessment`,
// which take typed values, and GCM has just proved that nobody changed the sealed ones: hence the casts.

/** The latest check of each kind, in the order in which they were made. */
export async function latestChecks(
  ctx: StoreContext,
  trx: Transaction<Database>,
  loaded: LoadedCase,
): Promise<readonly StoredCheck[]> {
  const rows = await trx
    .selectFrom('kyc_check')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', '=', loaded.row.case_id)
    .orderBy('check_id')
    .execute()
  const latest = new Map(rows.map((row) => [row.kind, row]))
  return [...latest.values()]
    .sort((a, b) => (a.check_id < b.check_id ? -1 : 1))
    .map((row) => toCheck(row, loaded.cipher))
}

function toCheck(row: Database['kyc_check'], cipher: CaseCipher): StoredCheck {
  return {
    checkId: row.check_id,
    kind: row.kind,
    result: row.result,
    errors: JSON.parse(row.errors) as string[],
    output: JSON.parse(row.output) as JsonObject,
    dataRevision: row.data_revision,
    at: row.at,
    versions: JSON.parse(row.versions) as Record<string, string>,
    current: row.stale === 0,
    detail:
      row.detail_sealed === null ? null : (cipher.openJson(`check/${row.check_id}`, row.detail_sealed) as JsonValue),
  }
}

/** Hits of an item. */
export async function hitsById(
  ctx: StoreContext,
  trx: Transaction<Database>,
  loaded: LoadedCase,
  hitIds: readonly string[],
): Promise<readonly NewHit[]> {
  if (hitIds.length === 0) return []
  const rows = await trx
    .selectFrom('kyc_hit')
    .select(['hit_id', 'detail_sealed'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('hit_id', 'in', [...hitIds])
    .execute()
  return rows.map((row) => loaded.cipher.openJson(`hit/${row.hit_id}`, row.detail_sealed) as NewHit)
}

/** Hits of the given checks, best first. */
export async function hitsOf(
  ctx: StoreContext,
  trx: Transaction<Database>,
  loaded: LoadedCase,
  checkIds: readonly string[],
): Promise<readonly StoredHit[]> {
  if (checkIds.length === 0) return []
  const rows = await trx
    .selectFrom('kyc_hit')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('check_id', 'in', [...checkIds])
    .orderBy('score_tenths', 'desc')
    .orderBy('hit_id')
    .execute()
  return rows.map((row) => ({
    ...(loaded.cipher.openJson(`hit/${row.hit_id}`, row.detail_sealed) as NewHit),
    hitId: row.hit_id,
    checkId: row.check_id,
    verdict: row.verdict as StoredHit['verdict'],
  }))
}

export async function findingsOf(
  ctx: StoreContext,
  trx: Transaction<Database>,
  caseId: string,
): Promise<readonly StoredFinding[]> {
  const rows = await trx
    .selectFrom('kyc_finding')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', '=', caseId)
    .orderBy('opened_at')
    .orderBy('finding_id')
    .execute()
  return rows.map((row) => ({
    finding: JSON.parse(row.finding) as Finding,
    state: row.state as StoredFinding['state'],
    decision:
      row.outcome === null ? null : { outcome: row.outcome, reasonCodes: JSON.parse(row.reason_codes) as string[] },
  }))
}

/** Decisions of people. A finding that has merely gone is no decision: should it come back, it is open again. */
export function resolutionsOf(findings: readonly StoredFinding[]): readonly FindingResolution[] {
  return findings.flatMap(({ finding, state, decision }) => {
    if (decision === null || state === 'OPEN') return []
    const rejects = rejectionOf(finding, decision.outcome)
    return [{ findingId: finding.id, resolution: state, ...(rejects ? { rejection: rejects } : {}) }]
  })
}

function rejectionOf(finding: Finding, outcome: string): RejectionReason | null {
  const maker = finding.route === 'REVIEW' ? finding.tasks.find((task) => task.stage === 'MAKER') : undefined
  return maker ? (findRule(maker.kind, finding.kind, outcome)?.rejection ?? null) : null
}

export async function latestAssessment(
  ctx: StoreContext,
  trx: Transaction<Database>,
  loaded: LoadedCase,
): Promise<AssessmentRecord | null> {
  const row = await trx
    .selectFrom('kyc_assessment')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', '=', loaded.row.case_id)
    .orderBy('assessment_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const opened = loaded.cipher.openJson(`assessment/${row.assessment_id}`, row.assessment_sealed)
  return { assessmentId: row.assessment_id, at: row.at, assessment: opened as RiskAssessment }
}
