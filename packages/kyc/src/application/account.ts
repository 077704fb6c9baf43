/** The reference account the first payment comes from (class P3). */
import { z } from 'zod'

/** Verification of payee: what the payee's bank says about name and IBAN. */
export const VOP_ANSWERS = ['MATCH', 'CLOSE_MATCH', 'NO_MATCH', 'NOT_POSSIBLE'] as const
export type VopAnswer = (typeof VOP_ANSWERS)[number]

export const AccountSchema = z.strictObject({
  iban: z.string().max(60).optional(),
  bic: z.string().max(20).optional(),
  accountHolderName: z.string().max(400).optional(),
})
export type Account = z.infer<typeof AccountSchema>
