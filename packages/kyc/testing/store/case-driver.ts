/** Brings a case to where a test begins, through the store's own use cases. */
import type { Application } from '../../src/application/application.ts'
import { CHECK_KINDS } from '../../src/checks/check-result.ts'
import type { Finding } from '../../src/checks/finding.ts'
import type { RiskAssessment } from '../../src/risk/assessment.ts'
import type { RiskClass } from '../../src/risk/risk-class.ts'
import type { Role } from '../../src/roles/role.ts'
import type { Actor, KycStore, NewHit, Outcome } from '../../src/store/index.ts'
import { sampleApplication } from '../sample-application.ts'

const person = (id: string, ...roles: readonly Role[]): Actor => ({ type: 'person', id, roles })

export const APPLICANT: Actor = { type: 'applicant', id: 'applicant', roles: ['applicant'] }
export const SERVICE: Actor = { type: 'service', id: 'worker', roles: ['service'] }
export const ANALYST = person('p-anna', 'analyst')
export const SENIOR = person('p-bela', 'senior_analyst')
export const MLRO = person('p-cora', 'mlro')
/** Holds every role of the desk: separation must go by person. */
export const EVERYBODY = person('p-dora', 'analyst', 'senior_analyst', 'mlro')
export const ADMIN = person('p-emil', 'compliance_admin')
export const AUDITOR = person('p-fred', 'auditor')
export const NOTE = 'Compared every field of both sides; see the file.'

export function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.error.code}: ${outcome.error.message}`)
  return outcome.value
}

export function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'ok' : outcome.error.code
}

export async function submitted(store: KycStore, application: Application = sampleApplication()): Promise<string> {
  return valueOf(await store.intake({ actor: SERVICE, application, acceptIncomplete: true })).caseId
}

export async function inChecks(store: KycStore, application?: Application): Promise<string> {
  const caseId = await submitted(store, application)
  valueOf(await store.workflowStarted({ actor: SERVICE, caseId, workflowId: `wf-${caseId}`, workflowVersion: 1 }))
  return caseId
}

export async function recordAllChecks(
  store: KycStore,
  caseId: string,
  hits: readonly NewHit[] = [],
  iteration = 1,
): Promise<void> {
  const work = valueOf(await store.loadCaseForWork(caseId))
  for (const kind of CHECK_KINDS) {
    valueOf(
      await store.recordCheck({
        actor: SERVICE,
        caseId,
        idempotencyKey: `${caseId}:${kind}:${iteration}:${work.dataRevision}`,
        kind,
        dataRevision: work.dataRevision,
        result: kind === 'validate_sanctions' && hits.length > 0 ? 'POTENTIAL_MATCH' : 'CLEAR',
        output: { result: 'CLEAR', hitCount: hits.length },
        errors: [],
        hits: kind === 'validate_sanctions' ? hits : [],
        versions: { matcherConfigId: 'm-1' },
      }),
    )
  }
}

export const SANCTIONS_HIT: NewHit = {
  source: 'SANCTIONS',
  listId: 'UN',
  snapshotId: 'snap-1',
  entryId: 'QDi.999',
  entryContentHash: 'hash-1',
  entityKey: 'QDi.999',
  entryName: 'Listed Lookalike',
  names: ['Listed Lookalike'],
  queryNameIndex: 0,
  matchedNameIndex: 0,
  score: 92.4,
  nameScore: 95,
  weakAlias: false,
  features: [
    {
      feature: 'name',
      agreement: 'agrees',
      queryValue: 'Anna Beispiel',
      listValue: 'Listed Lookalike',
      contribution: 92.4,
      weight: 1,
      comparison: 'exact',
    },
    {
      feature: 'birthDate',
      agreement: 'differs',
      queryValue: '1990-05-14',
      listValue: '1967-01-02',
      contribution: 0,
      weight: 0,
      comparison: 'exact',
    },
  ],
  programmes: ['TEST'],
  listedOn: null,
  entry: [{ label: 'Name', value: 'Listed Lookalike' }],
  pep: null,
  media: null,
  alert: true,
}

export const SANCTIONS_FINDING: Finding = {
  // A finding id of the domain is a branded string.
  id: 'sanctions:UN:QDi.999' as Finding['id'],
  kind: 'SANCTIONS_MATCH',
  check: 'validate_sanctions',
  codes: ['POTENTIAL_MATCH'],
  hitKeys: ['UN:QDi.999'],
  route: 'REVIEW',
  tasks: [
    { kind: 'screening_review', stage: 'MAKER' },
    { kind: 'screening_review_second', stage: 'CHECKER' },
  ],
  knockout: 'K-SANCTION',
  rejection: 'SANCTIONS_TRUE_MATCH',
}

export const ADDRESS_FINDING: Finding = {
  id: 'address:ADDRESS_NEEDS_REVIEW' as Finding['id'],
  kind: 'ADDRESS_REVIEW',
  check: null,
  codes: ['ADDRESS_NEEDS_REVIEW'],
  hitKeys: [],
  route: 'REVIEW',
  tasks: [{ kind: 'address_review', stage: 'MAKER' }],
  knockout: null,
  rejection: 'IDENTITY_NOT_VERIFIED',
}

export const IBAN_FINDING: Finding = {
  id: 'account:IBAN_CHECKSUM' as Finding['id'],
  kind: 'ACCOUNT_INVALID',
  check: 'validate_account',
  codes: ['IBAN_CHECKSUM'],
  hitKeys: [],
  route: 'RFI',
  items: [{ code: 'IBAN_CHECKSUM', path: 'account.iban', textKey: 'error.IBAN_CHECKSUM' }],
}

export async function evaluated(
  store: KycStore,
  caseId: string,
  openFindings: readonly Finding[],
  key = 'evaluation-1',
): Promise<void> {
  const first = openFindings[0]?.route
  valueOf(
    await store.recordEvaluation({
      actor: SERVICE,
      caseId,
      idempotencyKey: `${caseId}:${key}`,
      evaluation: {
        outcome: first === undefined ? 'CLEAR' : first,
        acceptance: first === undefined ? 'customer' : 'no_customer',
        openFindings,
        knockouts: [],
        pendingKnockouts: [],
        reasonCode: null,
      },
    }),
  )
}

/** A case in review for these findings; gives the items by the kind of what was found. */
export async function inReview(
  store: KycStore,
  findings: readonly Finding[],
  hits: readonly NewHit[] = [],
): Promise<{ caseId: string; workflowId: string; items: Map<string, string> }> {
  const caseId = await inChecks(store)
  await recordAllChecks(store, caseId, hits)
  await evaluated(store, caseId, findings)
  const workflowId = `adj-${caseId}`
  valueOf(
    await store.openReview({
      actor: SERVICE,
      caseId,
      workflowId,
      makerRef: 'review_maker',
      checkerRef: 'review_checker',
    }),
  )
  const detail = valueOf(await store.caseDetail({ actor: MLRO, caseId }))
  return { caseId, workflowId, items: new Map(detail.items.map((item) => [item.findingCodes[0] ?? '', item.itemId])) }
}

export async function revisionOf(store: KycStore, caseId: string): Promise<number> {
  return valueOf(await store.caseDetail({ actor: MLRO, caseId })).revision
}

export async function proposeAs(
  store: KycStore,
  actor: Actor,
  caseId: string,
  itemId: string,
  outcome: string,
  reasonCodes: readonly string[],
): ReturnType<KycStore['propose']> {
  return store.propose({
    actor,
    caseId,
    itemId,
    outcome,
    reasonCodes,
    note: NOTE,
    revision: await revisionOf(store, caseId),
  })
}

export async function confirmAs(
  store: KycStore,
  actor: Actor,
  caseId: string,
  itemId: string,
  decision: 'CONFIRM' | 'SEND_BACK' = 'CONFIRM',
): ReturnType<KycStore['confirm']> {
  return store.confirm({ actor, caseId, itemId, decision, note: NOTE, revision: await revisionOf(store, caseId) })
}

function assessmentOf(final: RiskClass, dataRevision: number, floors: RiskAssessment['floors']): RiskAssessment {
  return {
    policy: { id: 'kyc-risk', version: '1.0.0', profile: 'EU', hash: 'sha256:test' },
    snapshots: {},
    dataRevision,
    asOf: '2026-11-23T09:00:00.000Z',
    factors: [{ id: 'geography', value: 10, weight: 25, contribution: 250, driver: 'residence:DE' }],
    plausibility: { tested: false, netWorthMinor: 0, expectedMinor: 0, ratioHundredths: 0, verdict: 'NOT_TESTED' },
    raw: 1325,
    scoreTenths: 133,
    classByScore: 'LOW',
    floors,
    knockouts: [],
    final,
    cddLevel: final === 'HIGH' ? 'ENHANCED' : 'STANDARD',
    reviewMonths: 60,
    nextReviewOn: '2031-11-23',
    remedies: [],
    warnings: [],
  }
}

export async function assessed(
  store: KycStore,
  caseId: string,
  riskClass: RiskClass,
  iteration = 1,
  floors: RiskAssessment['floors'] = [],
): Promise<string> {
  const { dataRevision } = valueOf(await store.loadCaseForWork(caseId))
  const idempotencyKey = `${caseId}:risk:${iteration}:${dataRevision}`
  return valueOf(
    await store.recordAssessment({
      actor: SERVICE,
      caseId,
      idempotencyKey,
      assessment: assessmentOf(riskClass, dataRevision, floors),
    }),
  ).assessmentId
}

/** Takes and acknowledges every due message; gives them as `KIND taskRef`. */
export async function drained(store: KycStore): Promise<readonly { kind: string; payload: Record<string, unknown> }[]> {
  const seen: { kind: string; payload: Record<string, unknown> }[] = []
  for (;;) {
    const rows = await store.outbox.lease({ limit: 50, leaseMs: 60_000 })
    if (rows.length === 0) return seen
    for (const row of rows) {
      seen.push({ kind: row.kind, payload: { ...row.payload } })
      valueOf(await store.outbox.ack({ id: row.id, leaseToken: row.leaseToken }))
    }
  }
}
