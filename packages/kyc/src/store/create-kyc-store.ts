/** Puts the store together: schema, keys, and one line for each use case. */
import type { Kysely } from 'kysely'
import { exportAudit } from '../audit/export.ts'
import { auditList, recordAudit, timeline } from '../audit/read.ts'
import { verifyAudit } from '../audit/verify.ts'
import { writeCheckpoint } from '../audit/checkpoint.ts'
import { answerRfi, cancelRfi } from '../use-cases/answer-rfi.ts'
import { appeal } from '../use-cases/appeal.ts'
import { listRequests } from '../use-cases/approval-requests.ts'
import { approve } from '../use-cases/approve.ts'
import { assign, claim, release } from '../use-cases/assignment.ts'
import {
  blacklistSnapshot,
  confirmBlacklistEntry,
  endBlacklistEntry,
  listBlacklist,
  proposeBlacklistEntry,
} from '../use-cases/blacklist.ts'
import { caseDetail } from '../use-cases/case-detail.ts'
import { closeReview } from '../use-cases/close-review.ts'
import { confirm } from '../use-cases/confirm.ts'
import { decideRequest } from '../use-cases/decide-request.ts'
import { addDocument, readDocument } from '../use-cases/documents.ts'
import { loadDraft, saveAnswers, startApplication } from '../use-cases/draft.ts'
import { findDuplicates } from '../use-cases/duplicates.ts'
import { openEdd } from '../use-cases/edd.ts'
import { confirmEmailCode, confirmResumeCode, issueEmailCode, issueResumeCode } from '../use-cases/email-codes.ts'
import { expireCase, reject, withdraw } from '../use-cases/end-case.ts'
import { eraseCase, listTombstones, replayTombstones, requestErasure } from '../use-cases/erase.ts'
import { listGoodGuys, revokeGoodGuy } from '../use-cases/good-guys.ts'
import { retentionRules, retentionState } from '../use-cases/retention-state.ts'
import { casesWithExecution, executionEnded, hold, retryHold } from '../use-cases/hold.ts'
import { listLegalHolds, requestLegalHold, requestLiftLegalHold } from '../use-cases/legal-hold.ts'
import { countOpenCases } from '../use-cases/count-open.ts'
import { listCases } from '../use-cases/list-cases.ts'
import { loadCaseForWork } from '../use-cases/load-for-work.ts'
import {
  customersToScreen,
  endStaleGoodGuys,
  openEventReview,
  recordListScreened,
  screenedLists,
} from '../use-cases/monitoring.ts'
import { addNote, reveal } from '../use-cases/notes.ts'
import { loadNotification, markNotificationSent, notify } from '../use-cases/notifications.ts'
import { openReview } from '../use-cases/open-review.ts'
import { openRfi } from '../use-cases/open-rfi.ts'
import {
  activePolicy,
  adoptPolicy,
  decidePolicy,
  draftPolicy,
  listPolicies,
  loadPolicy,
  proposePolicy,
  recordBacktest,
} from '../use-cases/policy-versions.ts'
import { propose } from '../use-cases/propose.ts'
import { recordAssessment, recordCustomerClass } from '../use-cases/record-assessment.ts'
import { recordCheck } from '../use-cases/record-check.ts'
import { recordEvaluation } from '../use-cases/record-evaluation.ts'
import { refuseRfiItem } from '../use-cases/refuse-rfi-item.ts'
import { requestRetentionRule, runRetention } from '../use-cases/run-retention.ts'
import { rfiStep } from '../use-cases/rfi-step.ts'
import { raiseClass, requestLowerClass, setClassOf } from '../use-cases/change-risk-class.ts'
import { endAllApplicantSessions, endApplicantSession, findApplicantSession } from '../use-cases/sessions.ts'
import { intake, submit } from '../use-cases/submit.ts'
import { workflowStarted } from '../use-cases/workflow-started.ts'
import type { BlobStore } from '../crypto/blob-store.ts'
import type { RootKey } from '../crypto/root-key.ts'
import { createOutbox } from '../outbox/outbox.ts'
import { defaultOnboardingPolicy, type OnboardingPolicy } from '../policy/onboarding-policy.ts'
import { isoTime, type StoreContext } from './context.ts'
import type { Dialect } from './dialect.ts'
import type { CommitEvent, KycStore } from './kyc-store.ts'
import { migrate } from './migrate.ts'
import { decidedCases, policyUse } from '../use-cases/policy-use.ts'
import { openTenant } from './open-tenant.ts'
import type { Database } from './schema.ts'
import { ulidSource } from './ulid.ts'

export interface KycStoreOptions {
  readonly db: Kysely<Database>
  readonly dialect: Dialect
  readonly rootKey: RootKey
  readonly blobs: BlobStore
  readonly tenantId?: string
  /** milliseconds since 1970; the machine's clock unless told */
  readonly clock?: () => number
  readonly ids?: () => string
  readonly policy?: OnboardingPolicy
  /** version of the risk policy that new cases start with */
  readonly policyVersion?: string
  readonly workflowName?: string
  readonly appVersion?: string
  /** told after each commit; must not throw */
  readonly onCommit?: (event: CommitEvent) => void
}

/** Migrates, opens the tenant's keys, and is ready. Throws SCHEMA_TOO_NEW or ROOT_KEY_WRONG. */
export async function createKycStore(options: KycStoreOptions): Promise<KycStore> {
  const { db, dialect, tenantId = 'main', clock = Date.now } = options
  await migrate(db, dialect)
  const ctx: StoreContext = {
    db,
    dialect,
    tenantId,
    clock,
    keys: await openTenant(db, tenantId, options.rootKey, isoTime(clock())),
    blobs: options.blobs,
    ids: options.ids ?? ulidSource(clock),
    policy: options.policy ?? defaultOnboardingPolicy,
    policyVersion: options.policyVersion ?? '1.0.0',
    workflowName: options.workflowName ?? 'kycWorkflow',
    appVersion: options.appVersion ?? 'development',
    onCommit: options.onCommit ?? (() => undefined),
  }
  return {
    tenantId,
    outbox: createOutbox(ctx),
    close: () => db.destroy(),

    startApplication: (input) => startApplication(ctx, input),
    findApplicantSession: (token) => findApplicantSession(ctx, token),
    endApplicantSession: (token) => endApplicantSession(ctx, token),
    endAllApplicantSessions: () => endAllApplicantSessions(ctx),
    loadDraft: (caseId) => loadDraft(ctx, caseId),
    saveAnswers: (input) => saveAnswers(ctx, input),
    issueEmailCode: (input) => issueEmailCode(ctx, input),
    confirmEmailCode: (input) => confirmEmailCode(ctx, input),
    issueResumeCode: ({ email }) => issueResumeCode(ctx, email),
    confirmResumeCode: (input) => confirmResumeCode(ctx, input),
    addDocument: (input) => addDocument(ctx, input),
    readDocument: (input) => readDocument(ctx, input),
    submit: (input) => submit(ctx, input),
    intake: (input) => intake(ctx, input),
    withdraw: (input) => withdraw(ctx, input),

    workflowStarted: (input) => workflowStarted(ctx, input),
    loadCaseForWork: (caseId) => loadCaseForWork(ctx, caseId),
    recordCheck: (input) => recordCheck(ctx, input),
    recordEvaluation: (input) => recordEvaluation(ctx, input),
    recordAssessment: (input) => recordAssessment(ctx, input),
    recordCustomerClass: (input) => recordCustomerClass(ctx, input),
    findDuplicates: (caseId) => findDuplicates(ctx, caseId),

    openReview: (input) => openReview(ctx, input),
    propose: (input) => propose(ctx, input),
    confirm: (input) => confirm(ctx, input),
    closeReview: (input) => closeReview(ctx, input),
    openEdd: (input) => openEdd(ctx, input),
    openRfi: (input) => openRfi(ctx, input),
    rfiStep: (input) => rfiStep(ctx, input),
    answerRfi: (input) => answerRfi(ctx, input),
    cancelRfi: (input) => cancelRfi(ctx, input),

    hold: (input) => hold(ctx, input),
    executionEnded: (input) => executionEnded(ctx, input),
    casesWithExecution: (page) => casesWithExecution(ctx, page),
    retryHold: (input) => retryHold(ctx, input),
    approve: (input) => approve(ctx, input),
    reject: (input) => reject(ctx, input),
    expireCase: (input) => expireCase(ctx, input),
    notify: (input) => notify(ctx, input),
    loadNotification: (id) => loadNotification(ctx, id),
    markNotificationSent: (id) => markNotificationSent(ctx, id),
    eraseCase: (input) => eraseCase(ctx, input),
    listTombstones: () => listTombstones(ctx),
    replayTombstones: (input) => replayTombstones(ctx, input),

    countOpenCases: () => countOpenCases(ctx),
    listCases: (input) => listCases(ctx, input),
    caseDetail: (input) => caseDetail(ctx, input),
    timeline: (input) => timeline(ctx, input),
    claim: (input) => claim(ctx, input),
    assign: (input) => assign(ctx, input),
    release: (input) => release(ctx, input),
    addNote: (input) => addNote(ctx, input),
    reveal: (input) => reveal(ctx, input),
    proposeBlacklistEntry: (input) => proposeBlacklistEntry(ctx, input),
    confirmBlacklistEntry: (input) => confirmBlacklistEntry(ctx, input),
    endBlacklistEntry: (input) => endBlacklistEntry(ctx, input),
    listBlacklist: () => listBlacklist(ctx),
    blacklistSnapshot: () => blacklistSnapshot(ctx),

    listRequests: (input) => listRequests(ctx, input),
    decideRequest: (input) => decideRequest(ctx, input),
    raiseClass: (input) => raiseClass(ctx, input),
    requestLowerClass: (input) => requestLowerClass(ctx, input),
    setClassOf: (input) => setClassOf(ctx, input),
    listGoodGuys: (input) => listGoodGuys(ctx, input),
    revokeGoodGuy: (input) => revokeGoodGuy(ctx, input),
    retentionState: (input) => retentionState(ctx, input),
    retentionRules: (input) => retentionRules(ctx, input),
    refuseRfiItem: (input) => refuseRfiItem(ctx, input),
    appeal: (input) => appeal(ctx, input),
    requestLegalHold: (input) => requestLegalHold(ctx, input),
    requestLiftLegalHold: (input) => requestLiftLegalHold(ctx, input),
    listLegalHolds: (input) => listLegalHolds(ctx, input),
    requestErasure: (input) => requestErasure(ctx, input),
    requestRetentionRule: (input) => requestRetentionRule(ctx, input),
    runRetention: (input) => runRetention(ctx, input),

    draftPolicy: (input) => draftPolicy(ctx, input),
    recordBacktest: (input) => recordBacktest(ctx, input),
    proposePolicy: (input) => proposePolicy(ctx, input),
    decidePolicy: (input) => decidePolicy(ctx, input),
    listPolicies: () => listPolicies(ctx),
    loadPolicy: (key) => loadPolicy(ctx, key),
    activePolicy: (profile) => activePolicy(ctx, profile),
    adoptPolicy: (input) => adoptPolicy(ctx, input),
    policyUse: (input) => policyUse(ctx, input),
    decidedCases: (input) => decidedCases(ctx, input),

    customersToScreen: (input) => customersToScreen(ctx, input),
    openEventReview: (input) => openEventReview(ctx, input),
    screenedLists: () => screenedLists(ctx),
    recordListScreened: (input) => recordListScreened(ctx, input),
    endStaleGoodGuys: (input) => endStaleGoodGuys(ctx, input),

    auditList: (input) => auditList(ctx, input),
    recordAudit: (input) => recordAudit(ctx, input),
    verifyAudit: (range) => verifyAudit(ctx, range),
    writeCheckpoint: () => writeCheckpoint(ctx),
    exportAudit: (range) => exportAudit(ctx, range),
  }
}
