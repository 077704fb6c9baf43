/** Wire shapes of what people set over cases and over the bank's own rules: cleared pairs, holds, requests, retention. */
import { z } from 'zod'
import { RETENTION_RULES } from '../retention/retention-rules.ts'

const Iso = z.string()
/** Who did it: a member of staff, or a part of the system by its own name. */
const NamedSchema = z.object({ id: z.string(), name: z.string() })
export type Named = z.infer<typeof NamedSchema>

/** GET /kyc/v1/good-guys?caseId&state&cursor: pairs of customer and list entry that were cleared. */
export const GoodGuySchema = z.object({
  goodGuyId: z.string(),
  caseId: z.string(),
  caseNumber: z.string(),
  customerName: z.string(),
  customerId: z.string().nullable(),
  listId: z.string(),
  entryId: z.string(),
  /** null when the list in force has no such entry */
  entryName: z.string().nullable(),
  entryHash: z.string(),
  /** the entry in force against the one that was cleared */
  entryBinding: z.enum(['SAME', 'CHANGED', 'GONE']),
  identityHash: z.string(),
  identityHolds: z.boolean(),
  matcherConfigId: z.string(),
  score: z.number(),
  reasonCodes: z.array(z.string()),
  approvals: z.array(NamedSchema),
  createdAt: Iso,
  expiresAt: Iso,
  endedAt: Iso.nullable(),
  endedBy: NamedSchema.nullable(),
  endReason: z.string().nullable(),
  inForce: z.boolean(),
})
export type GoodGuy = z.infer<typeof GoodGuySchema>
export const GoodGuyListSchema = z.object({ items: z.array(GoodGuySchema), nextCursor: z.string().nullable() })

/** POST /kyc/v1/good-guys/:goodGuyId/revocation */
export const RevocationSchema = z.strictObject({ reason: z.string().max(4000) })

/** GET /kyc/v1/legal-holds?caseId */
export const LegalHoldSchema = z.object({
  holdId: z.string(),
  caseId: z.string(),
  authority: z.string(),
  reference: z.string(),
  until: z.string(),
  setBy: NamedSchema,
  approvedBy: NamedSchema,
  setAt: Iso,
  liftedAt: Iso.nullable(),
})
export type LegalHold = z.infer<typeof LegalHoldSchema>

/** POST /kyc/v1/cases/:caseId/legal-holds */
export const NewLegalHoldSchema = z.strictObject({
  authority: z.string().trim().min(1).max(120),
  reference: z.string().trim().min(1).max(120),
  until: z.iso.date(),
  note: z.string().max(4000),
})
/** A reason alone: lifting a hold, asking for a rule. */
export const ReasonSchema = z.strictObject({ note: z.string().max(4000) })

/** GET /kyc/v1/requests?caseId: what one person asked for and another has to confirm. Open ones first. */
export const ApprovalRequestSchema = z.object({
  requestId: z.string(),
  kind: z.string(),
  caseId: z.string().nullable(),
  payload: z.record(z.string(), z.string()),
  state: z.enum(['OPEN', 'CONFIRMED', 'REFUSED']),
  madeBy: NamedSchema,
  madeAt: Iso,
  note: z.string(),
  decidedBy: NamedSchema.nullable(),
  decidedAt: Iso.nullable(),
  mayDecide: z.boolean(),
  /** why this person may not decide it; null when they may, or when it is decided */
  whyNot: z.enum(['why-not.same-person', 'why-not.role']).nullable(),
})
export type ApprovalRequest = z.infer<typeof ApprovalRequestSchema>

/** POST /kyc/v1/requests/:requestId/decision */
export const RequestDecisionSchema = z.strictObject({
  decision: z.enum(['CONFIRM', 'REFUSE']),
  note: z.string().max(4000),
})

const RuleSchema = z.enum(RETENTION_RULES)

/** GET /kyc/v1/cases/:caseId/retention */
export const RetentionStateSchema = z.object({
  caseId: z.string(),
  /** null while no clock runs */
  rule: RuleSchema.nullable(),
  dueOn: z.string().nullable(),
  ruleApproved: z.boolean(),
  customerState: z.string().nullable(),
  heldBy: z.string().nullable(),
  erasedAt: Iso.nullable(),
})
export type RetentionState = z.infer<typeof RetentionStateSchema>

/** GET /kyc/v1/retention/rules */
export const RetentionRuleSchema = z.object({
  rule: RuleSchema,
  erases: z.boolean(),
  requestedBy: NamedSchema.nullable(),
  approvedBy: NamedSchema.nullable(),
  approvedAt: Iso.nullable(),
  due: z.number().int(),
  held: z.number().int(),
})
export type RetentionRuleRow = z.infer<typeof RetentionRuleSchema>
