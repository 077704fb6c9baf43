/** What staff read and do around cases: queue, detail, assignment, notes, reveals, the bank's own list. */
import type { CaseState } from '../../case/case.ts'
import type { RiskClass } from '../../risk/risk-class.ts'
import type { Actor } from '../actor.ts'
import type { JsonObject } from '../json.ts'
import type { Outcome } from '../outcome.ts'
import type { Role } from '../../roles/role.ts'
import type { CaseView } from '../../wire/cases.ts'
import type { StoredDocument } from './applicant.ts'
import type { AssessmentRecord, StoredCheck, StoredFinding, StoredHit } from './work.ts'

/** One row of the queue. `customerName` is masked unless the actor's roles may read it. */
export interface CaseListItem {
  readonly caseId: string
  readonly caseNumber: string
  readonly customerName: string
  readonly productCode: string
  readonly channel: string
  /** What made the case: an application, a changed list that may mean a customer, or an appeal. */
  readonly occasion: 'ONBOARDING' | 'LIST_CHANGE' | 'APPEAL'
  readonly state: CaseState
  readonly riskClass: RiskClass | null
  readonly openItems: number
  readonly hits: { readonly open: number; readonly total: number; readonly bestScore: number | null }
  readonly slaDueAt: string | null
  readonly assigneeId: string | null
  readonly submittedAt: string | null
  readonly updatedAt: string
  readonly restricted: boolean
}

export interface DecisionEntry {
  readonly byId: string
  readonly byRoles: readonly Role[]
  readonly at: string
  readonly outcome: string
  readonly reasonCodes: readonly string[]
  readonly note: string
}

export interface StoredItem {
  readonly itemId: string
  readonly kind: string
  readonly state: 'OPEN' | 'PROPOSED' | 'CLOSED' | 'CANCELLED'
  readonly findingCodes: readonly string[]
  readonly hitIds: readonly string[]
  readonly needsSecond: boolean
  readonly proposal: DecisionEntry | null
  readonly confirmation: DecisionEntry | null
  readonly openedAt: string
  readonly slaDueAt: string | null
  readonly conditions: readonly { readonly code: string; readonly text: string }[]
}

export interface LinkedCase {
  readonly caseId: string
  readonly caseNumber: string
  /** the applicant's reference */
  readonly ref: string
  readonly submittedAt: string | null
}

export interface CaseFile extends CaseListItem {
  readonly ref: string
  readonly kind: string
  readonly locale: string
  readonly revision: number
  readonly dataRevision: number
  readonly policyVersion: string
  readonly workflowId: string | null
  readonly workflowVersion: number | null
  readonly reasonCode: string | null
  readonly decidedAt: string | null
  readonly customerClass: string | null
  readonly customerId: string | null
  /** the refused case that this one appeals against */
  readonly appealOf: LinkedCase | null
  /** the case in which the refusal of this one is looked at again */
  readonly appealedIn: LinkedCase | null
  readonly holdReason: { readonly failedTask: string; readonly errorCode: string } | null
  /** leaf values of the application, masked by role */
  readonly facts: readonly { readonly path: string; readonly value: string; readonly masked: boolean }[]
  readonly documents: readonly StoredDocument[]
  readonly checks: readonly StoredCheck[]
  readonly hitList: readonly StoredHit[]
  readonly findings: readonly StoredFinding[]
  readonly items: readonly StoredItem[]
  readonly rfis: readonly {
    readonly rfiId: string
    readonly state: 'OPEN' | 'ANSWERED' | 'EXPIRED' | 'CANCELLED'
    readonly items: readonly {
      readonly itemId: string
      readonly code: string
      readonly path: string
      /** REFUSED: answered, not taken, and asked again */
      readonly state: 'OPEN' | 'ANSWERED' | 'REFUSED'
      /** code of why the last answer was not taken */
      readonly refusalReason: string | null
    }[]
    readonly openedAt: string
    readonly dueAt: string
  }[]
  readonly assessment: AssessmentRecord | null
  readonly notes: readonly {
    readonly noteId: string
    readonly byId: string
    readonly at: string
    readonly text: string
  }[]
}

export interface BlacklistEntry {
  readonly entryId: string
  readonly names: readonly string[]
  readonly dateOfBirth: string | null
  readonly documentNumbers: readonly string[]
  readonly category: 'FRAUD' | 'ABUSE' | 'COURT_ORDER' | 'PREVIOUS_EXIT'
  readonly state: 'PROPOSED' | 'ACTIVE' | 'REFUSED' | 'ENDED'
  readonly addedBy: string
  readonly approvedBy: string | null
  readonly addedAt: string
  readonly expiresOn: string
  readonly reviewOn: string | null
  /** over the matched facts; what a good-guy entry is bound to */
  readonly contentHash: string
}

export interface DeskUseCases {
  /** How many cases are in each state that is not final. */
  countOpenCases(): Promise<readonly { state: CaseState; count: number }[]>
  /** Most urgent first. `q`: case number, reference, or an equal e-mail, phone, IBAN or document number. */
  listCases(input: {
    actor: Actor
    view: CaseView
    state?: CaseState
    risk?: RiskClass
    q?: string
    cursor?: string
    limit: number
  }): Promise<{ items: readonly CaseListItem[]; counts: Readonly<Record<CaseView, number>>; nextCursor: string | null }>

  caseDetail(input: { actor: Actor; caseId: string }): Promise<Outcome<CaseFile>>

  /** The audit records of one case, oldest first. */
  timeline(input: { actor: Actor; caseId: string }): Promise<
    Outcome<
      readonly {
        seq: number
        at: string
        actor: { type: string; id: string }
        action: string
        object: string
        reasonCode: string | null
        detail: JsonObject
      }[]
    >
  >

  claim(input: { actor: Actor; caseId: string }): Promise<Outcome<{ assigneeId: string; claimedUntil: string }>>
  /** Gives the case to a person, or back to the queue with null. */
  assign(input: {
    actor: Actor
    caseId: string
    assigneeId: string | null
  }): Promise<Outcome<{ assigneeId: string | null }>>
  release(input: { actor: Actor; caseId: string }): Promise<Outcome<{ assigneeId: null }>>

  addNote(input: { actor: Actor; caseId: string; text: string }): Promise<Outcome<{ noteId: string }>>

  /** One masked value, audited with its reason. */
  reveal(input: {
    actor: Actor
    caseId: string
    path: string
    reason: string
  }): Promise<Outcome<{ path: string; value: string; until: string }>>

  /** First of four eyes; the entry matches nobody until another person confirms it. Default end: 5 years. */
  proposeBlacklistEntry(input: {
    actor: Actor
    names: readonly string[]
    dateOfBirth?: string
    documentNumbers?: readonly string[]
    category: BlacklistEntry['category']
    expiresOn?: string
    reviewOn?: string
  }): Promise<Outcome<{ entryId: string }>>
  confirmBlacklistEntry(input: {
    actor: Actor
    entryId: string
    decision: 'CONFIRM' | 'REFUSE'
  }): Promise<Outcome<{ state: BlacklistEntry['state'] }>>
  endBlacklistEntry(input: { actor: Actor; entryId: string }): Promise<Outcome<{ state: BlacklistEntry['state'] }>>
  listBlacklist(): Promise<readonly BlacklistEntry[]>
  /** Entries in force now and the id (content hash) of exactly this set. */
  blacklistSnapshot(): Promise<{ snapshotId: string; entries: readonly BlacklistEntry[] }>
}
