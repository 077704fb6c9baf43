/** Wire shapes of `/kyc/v1`: cases as staff see them. Personal values arrive masked unless the role may read them. */
import { z } from 'zod'
import { CASE_STATES } from '../case/case.ts'
import { RISK_CLASSES } from '../risk/risk-class.ts'
import { PersonRefSchema } from './session.ts'

const Iso = z.string()
const RiskClassSchema = z.enum(RISK_CLASSES)

export const CaseStateSchema = z.enum(CASE_STATES)

export const CaseViewSchema = z.enum(['mine', 'unassigned', 'team', 'approvals', 'applicant', 'closed'])
export type CaseView = z.infer<typeof CaseViewSchema>

/** One row of the queue: GET /kyc/v1/cases?view&state&risk&q&cursor&limit */
export const CaseRowSchema = z.object({
  caseId: z.string(),
  caseNumber: z.string(),
  customerName: z.string(),
  productCode: z.string(),
  channel: z.string(),
  /** what made the case: an application, a changed list that may mean a customer, or an appeal */
  occasion: z.enum(['ONBOARDING', 'LIST_CHANGE', 'APPEAL']),
  state: CaseStateSchema,
  riskClass: RiskClassSchema.nullable(),
  /** i18n key of what has to happen next, such as `next.review` */
  nextStep: z.string(),
  openItems: z.number().int(),
  hits: z.object({ open: z.number().int(), total: z.number().int(), bestScore: z.number().nullable() }),
  slaDueAt: Iso.nullable(),
  assignee: PersonRefSchema.nullable(),
  submittedAt: Iso.nullable(),
  updatedAt: Iso,
})
export type CaseRow = z.infer<typeof CaseRowSchema>
export const CaseListSchema = z.object({
  items: z.array(CaseRowSchema),
  counts: z.partialRecord(CaseViewSchema, z.number().int()),
  nextCursor: z.string().nullable(),
})
export type CaseList = z.infer<typeof CaseListSchema>

/** One compared feature of a hit: applicant on the left, list entry on the right. */
export const HitFeatureSchema = z.object({
  feature: z.string(),
  agreement: z.enum(['agrees', 'close', 'differs', 'unknown']),
  queryValue: z.string().nullable(),
  listValue: z.string().nullable(),
  /** points added (or taken, when negative); all of them add up to `score` */
  contribution: z.number(),
  weight: z.number(),
  /** how the two were compared, such as `transliteration`, `alias`, `exact` */
  comparison: z.string(),
})

export const HitSchema = z.object({
  hitId: z.string(),
  checkId: z.string(),
  source: z.enum(['SANCTIONS', 'BLACKLIST', 'PEP', 'ADVERSE_MEDIA']),
  listId: z.string(),
  listName: z.string(),
  snapshotId: z.string(),
  entryId: z.string(),
  entryName: z.string(),
  score: z.number(),
  features: z.array(HitFeatureSchema),
  /** listed facts in the list's own words */
  entry: z.array(z.object({ label: z.string(), value: z.string() })),
  explanation: z.string(),
  verdict: z.enum(['TRUE_MATCH', 'FALSE_POSITIVE', 'INCONCLUSIVE']).nullable(),
})
export type Hit = z.infer<typeof HitSchema>

const DecisionRecordSchema = z.object({
  by: PersonRefSchema,
  at: Iso,
  outcome: z.string(),
  reasonCodes: z.array(z.string()),
  note: z.string(),
})

/** One piece of work for a person; `kind` as in the human tasks of the workflow. */
export const ReviewItemSchema = z.object({
  itemId: z.string(),
  kind: z.string(),
  state: z.enum(['OPEN', 'PROPOSED', 'CLOSED', 'CANCELLED']),
  /** i18n key and codes of what was found */
  findingCodes: z.array(z.string()),
  hitIds: z.array(z.string()),
  needsSecond: z.boolean(),
  proposal: DecisionRecordSchema.nullable(),
  confirmation: DecisionRecordSchema.nullable(),
  openedAt: Iso,
  /** outcomes that this person may choose now, with the reason codes that each takes */
  outcomes: z.array(
    z.object({ outcome: z.string(), reasonCodes: z.array(z.string()), noteMinLength: z.number().int() }),
  ),
  mayPropose: z.boolean(),
  mayConfirm: z.boolean(),
  /** i18n key saying why neither is allowed, and who may */
  whyNot: z.string().nullable(),
  whoMay: z.array(PersonRefSchema),
})
export type ReviewItem = z.infer<typeof ReviewItemSchema>

/** POST /kyc/v1/cases/:caseId/items/:itemId/proposal */
export const ProposalSchema = z.strictObject({
  outcome: z.string().min(1).max(60),
  reasonCodes: z.array(z.string().max(60)).max(12),
  note: z.string().max(4000),
  /** what to ask the applicant for, when the outcome is REQUEST_INFORMATION */
  rfiItems: z
    .array(z.strictObject({ code: z.string().max(60), path: z.string().max(120) }))
    .max(20)
    .optional(),
  conditions: z
    .array(z.strictObject({ code: z.string().max(60), text: z.string().max(500) }))
    .max(10)
    .optional(),
  /** revision of the case that the person was looking at; another one is 409 */
  revision: z.number().int(),
})
export type Proposal = z.infer<typeof ProposalSchema>

/** POST /kyc/v1/cases/:caseId/items/:itemId/confirmation */
export const ConfirmationSchema = z.strictObject({
  decision: z.enum(['CONFIRM', 'SEND_BACK']),
  note: z.string().max(4000),
  revision: z.number().int(),
})
export type Confirmation = z.infer<typeof ConfirmationSchema>

export const CheckRowSchema = z.object({
  checkId: z.string(),
  kind: z.string(),
  result: z.string(),
  errors: z.array(z.string()),
  dataRevision: z.number().int(),
  at: Iso,
  versions: z.record(z.string(), z.string()),
})

export const RiskViewSchema = z.object({
  assessmentId: z.string(),
  policy: z.object({ id: z.string(), version: z.string(), profile: z.string(), hash: z.string() }),
  at: Iso,
  factors: z.array(
    z.object({
      id: z.string(),
      value: z.number().int(),
      weight: z.number().int(),
      contribution: z.number().int(),
      driver: z.string(),
    }),
  ),
  raw: z.number().int(),
  score: z.number(),
  classByScore: RiskClassSchema,
  thresholds: z.object({ medium: z.number().int(), high: z.number().int() }),
  floors: z.array(z.object({ id: z.string(), effect: RiskClassSchema, basis: z.string() })),
  final: RiskClassSchema,
  cddLevel: z.string(),
  nextReviewOn: z.string().nullable(),
})
export type RiskView = z.infer<typeof RiskViewSchema>

const LinkedCaseSchema = z.object({ caseId: z.string(), caseNumber: z.string() })

/** GET /kyc/v1/cases/:caseId */
export const CaseDetailSchema = CaseRowSchema.extend({
  revision: z.number().int(),
  dataRevision: z.number().int(),
  policyVersion: z.string(),
  workflowId: z.string().nullable(),
  reasonCode: z.string().nullable(),
  decidedAt: Iso.nullable(),
  customerClass: z.string().nullable(),
  customerId: z.string().nullable(),
  /** the refused case that this one appeals against, and the one in which a refusal is looked at again */
  appealOf: LinkedCaseSchema.nullable(),
  appealedIn: LinkedCaseSchema.nullable(),
  /** declared facts by section; `masked` ones can be revealed with a reason where the role allows it */
  facts: z.array(
    z.object({
      section: z.string(),
      path: z.string(),
      value: z.string(),
      masked: z.boolean(),
      fromDocument: z.string().nullable(),
      agreement: z.enum(['agrees', 'close', 'differs', 'unknown']),
    }),
  ),
  documents: z.array(
    z.object({
      documentId: z.string(),
      type: z.string(),
      fileName: z.string(),
      mediaType: z.string(),
      size: z.number().int(),
      sha256: z.string(),
      uploadedAt: Iso,
    }),
  ),
  checks: z.array(CheckRowSchema),
  hitList: z.array(HitSchema),
  items: z.array(ReviewItemSchema),
  rfis: z.array(
    z.object({
      rfiId: z.string(),
      state: z.enum(['OPEN', 'ANSWERED', 'EXPIRED', 'CANCELLED']),
      items: z.array(z.object({ code: z.string(), path: z.string(), state: z.string() })),
      openedAt: Iso,
      dueAt: Iso,
    }),
  ),
  risk: RiskViewSchema.nullable(),
  /** verbs of the decision bar; a disabled one says why */
  actions: z.array(z.object({ action: z.string(), enabled: z.boolean(), whyNot: z.string().nullable() })),
})
export type CaseDetail = z.infer<typeof CaseDetailSchema>

/** GET /kyc/v1/cases/:caseId/timeline */
export const TimelineSchema = z.array(
  z.object({
    seq: z.number().int(),
    at: Iso,
    actor: z.object({ type: z.string(), id: z.string(), name: z.string() }),
    action: z.string(),
    object: z.string(),
    reasonCode: z.string().nullable(),
    detail: z.record(z.string(), z.unknown()),
  }),
)
export type Timeline = z.infer<typeof TimelineSchema>

/** POST /kyc/v1/cases/:caseId/reveal: one masked value, audited. */
export const RevealSchema = z.strictObject({
  path: z.string().max(120),
  reason: z.enum(['ADJUDICATION', 'CALL_BACK', 'DOCUMENT_CHECK', 'AUDIT', 'COMPLAINT']),
})

/** GET /kyc/v1/audit?caseId&action&actor&cursor&limit and POST /kyc/v1/audit/verify */
export const AuditRowSchema = z.object({
  seq: z.number().int(),
  at: Iso,
  actor: z.object({ type: z.string(), id: z.string(), name: z.string() }),
  action: z.string(),
  object: z.object({ type: z.string(), id: z.string(), revision: z.number().int().nullable() }),
  caseId: z.string().nullable(),
  reasonCode: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  hash: z.string(),
})
export const AuditListSchema = z.object({ items: z.array(AuditRowSchema), nextCursor: z.string().nullable() })
export const AuditVerificationSchema = z.object({
  intact: z.boolean(),
  records: z.number().int(),
  head: z.string().nullable(),
  firstBreak: z.object({ seq: z.number().int(), expected: z.string(), found: z.string() }).nullable(),
})
export type AuditVerification = z.infer<typeof AuditVerificationSchema>

/** GET /kyc/v1/lists */
export const ListStatusSchema = z.array(
  z.object({
    listId: z.string(),
    name: z.string(),
    snapshotId: z.string().nullable(),
    entries: z.number().int(),
    importedAt: Iso.nullable(),
    sha256: z.string().nullable(),
    status: z.enum(['current', 'stale', 'missing', 'failed']),
    message: z.string().nullable(),
  }),
)
export type ListStatus = z.infer<typeof ListStatusSchema>
