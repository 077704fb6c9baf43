/** Amounts are integers in minor units of an ISO 4217 currency; no arithmetic on floating point anywhere. */
import { z } from 'zod'

export const MoneySchema = z.strictObject({
  /** Minor units, such as cents. Negative amounts parse, so that the validator can name the field. */
  minor: z.number().int().safe(),
  currency: z.string().length(3),
})
export type Money = z.infer<typeof MoneySchema>
