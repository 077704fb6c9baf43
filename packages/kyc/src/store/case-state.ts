/** The state names that the store keeps; the rules between them are the pure state machine's. */
import type { CaseStateSchema } from '../wire/cases.ts'
import type { z } from 'zod'

export type CaseStateName = z.infer<typeof CaseStateSchema>
export type RiskClassName = 'LOW' | 'MEDIUM' | 'HIGH' | 'PROHIBITED'
