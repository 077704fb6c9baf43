/** Wire shapes of the risk policy's versions. */
import { z } from 'zod'
import { CASE_STATES } from '../case/case.ts'
import { POLICY_STATES } from '../policy/policy-lifecycle.ts'
import { RISK_CLASSES } from '../risk/risk-class.ts'

const Iso = z.string()
const NamedSchema = z.object({ id: z.string(), name: z.string() })
const RiskClassSchema = z.enum(RISK_CLASSES)

export const PolicyVersionSchema = z.object({
  policyId: z.string(),
  version: z.string(),
  profile: z.string(),
  hash: z.string(),
  state: z.enum(POLICY_STATES),
  createdBy: NamedSchema,
  createdAt: Iso,
  backtest: z.object({ reportHash: z.string(), cases: z.number().int(), at: Iso }).nullable(),
  proposedBy: NamedSchema.nullable(),
  approvedBy: NamedSchema.nullable(),
  effectiveFrom: Iso.nullable(),
  retiredAt: Iso.nullable(),
  /** what this person may do with it now, by the rules of its life */
  may: z.object({ test: z.boolean(), propose: z.boolean(), decide: z.boolean() }),
  /** why this person may not publish a proposed one; null when they may, or when it is not proposed */
  whyNot: z.enum(['why-not.same-person', 'why-not.role']).nullable(),
})
export type PolicyVersion = z.infer<typeof PolicyVersionSchema>

/** GET /kyc/v1/policies/:version?profile: the whole of it, as it was reviewed. */
export const PolicyDetailSchema = z.object({ version: PolicyVersionSchema, policy: z.record(z.string(), z.unknown()) })

/** POST /kyc/v1/policies: a draft, judged as a whole. */
export const NewPolicySchema = z.strictObject({ policy: z.record(z.string(), z.unknown()) })

/** POST /kyc/v1/policies/:version/decision */
export const PolicyDecisionSchema = z.strictObject({ decision: z.enum(['PUBLISH', 'SEND_BACK']) })

/** GET /kyc/v1/policies/:version/use */
export const PolicyUseSchema = z.object({
  total: z.number().int(),
  byClass: z.partialRecord(RiskClassSchema, z.number().int()),
  /** the newest of them */
  cases: z.array(
    z.object({
      caseId: z.string(),
      caseNumber: z.string(),
      state: z.enum(CASE_STATES),
      riskClass: RiskClassSchema,
      assessedAt: Iso,
      outcome: z.string().nullable(),
      reasonCode: z.string().nullable(),
      decidedAt: Iso.nullable(),
    }),
  ),
})

/** POST /kyc/v1/policies/:version/backtest: the version tried on decided cases; no case changes. */
export const BacktestReportSchema = z.object({
  version: z.string(),
  policyHash: z.string(),
  /** cases that it ran on */
  cases: z.number().int(),
  /** decided cases that could not be assessed again, since their data has changed since */
  skipped: z.number().int(),
  /** how many went from which class to which */
  matrix: z.array(z.object({ from: RiskClassSchema, to: RiskClassSchema, count: z.number().int() })),
  changed: z.array(
    z.object({
      caseId: z.string(),
      caseNumber: z.string(),
      from: RiskClassSchema,
      to: RiskClassSchema,
      scoreFrom: z.number(),
      scoreTo: z.number(),
      /** factors and floors that moved it */
      moved: z.array(z.string()),
    }),
  ),
  reportHash: z.string(),
})
export type BacktestReport = z.infer<typeof BacktestReportSchema>
