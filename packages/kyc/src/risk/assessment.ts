/** A risk assessment with everything needed to explain and to replay it. Integers throughout. */
import type { RiskClass } from './risk-class.ts'

export const FACTOR_IDS = [
  'geography',
  'occupation',
  'sourceOfFunds',
  'product',
  'channel',
  'pep',
  'adverseMedia',
] as const
export type FactorId = (typeof FACTOR_IDS)[number]

export const FLOOR_IDS = [
  'F-PEP',
  'F-HR3C',
  'F-FATF-GREY',
  'F-ADVERSE',
  'F-VHNW',
  'F-WEALTH-UNEXPLAINED',
  'F-RESIDENCE-BY-INVESTMENT',
  'F-SUSPICION',
] as const
export type FloorId = (typeof FLOOR_IDS)[number]

export const KNOCKOUT_IDS = ['K-SANCTION', 'K-BLACKLIST', 'K-POLICY-RESIDENCE', 'K-IDENTITY'] as const
export type KnockoutId = (typeof KNOCKOUT_IDS)[number]

export const CDD_LEVELS = ['STANDARD_SDD_ELIGIBLE', 'STANDARD', 'ENHANCED', 'NONE'] as const
export type CddLevel = (typeof CDD_LEVELS)[number]

export type ScoredClass = Exclude<RiskClass, 'PROHIBITED'>

export interface FactorResult {
  readonly id: FactorId
  /** 0 to 100. */
  readonly value: number
  readonly weight: number
  /** `value × weight`. */
  readonly contribution: number
  /** The input that decided, such as `residence:KE` or `product:BROKERAGE`. */
  readonly driver: string
}

export interface FloorResult {
  readonly id: FloorId
  readonly effect: ScoredClass
  readonly basis: string
  /** `LAW` floors can never be undercut by hand; `POLICY` floors are the bank's own. */
  readonly authority: 'LAW' | 'POLICY'
  readonly driver: string
}

export interface KnockoutResult {
  readonly id: KnockoutId
  readonly basis: string
  readonly authority: 'LAW' | 'POLICY'
}

export interface WealthPlausibility {
  readonly tested: boolean
  /** EUR minor units. */
  readonly netWorthMinor: number
  readonly expectedMinor: number
  /** `netWorth / expected`, times 100, rounded half-up; 0 when not tested, 9900 when nothing is expected. */
  readonly ratioHundredths: number
  readonly verdict: 'NOT_TESTED' | 'PLAUSIBLE' | 'ELEVATED' | 'UNEXPLAINED'
}

/** A change of one input that would lower the class, and the class it would lead to. */
export interface Remedy {
  readonly kind: 'FACTOR' | 'FLOOR'
  readonly id: FactorId | FloorId
  readonly resultingRaw: number
  readonly resultingClass: RiskClass
}

export interface RiskAssessment {
  readonly policy: {
    readonly id: string
    readonly version: string
    readonly profile: string
    readonly hash: string
  }
  /** Reference snapshots used, by table id. */
  readonly snapshots: Readonly<Record<string, string>>
  readonly dataRevision: number
  readonly asOf: string
  readonly factors: readonly FactorResult[]
  readonly plausibility: WealthPlausibility
  /** Σ weight × value, 0 to 10 000. */
  readonly raw: number
  /** `raw / 100` rounded half-up to one decimal, in tenths: 133 is 13.3. */
  readonly scoreTenths: number
  readonly classByScore: ScoredClass
  readonly floors: readonly FloorResult[]
  readonly knockouts: readonly KnockoutResult[]
  readonly final: RiskClass
  readonly cddLevel: CddLevel
  /** 0 when PROHIBITED: there is no relationship to review. */
  readonly reviewMonths: number
  readonly nextReviewOn: string | null
  /** At most three, the smallest change first. */
  readonly remedies: readonly Remedy[]
  readonly warnings: readonly 'TURNOVER_IMPLAUSIBLE'[]
}
