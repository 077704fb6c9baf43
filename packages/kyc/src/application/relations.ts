/** Parents, spouse, children, siblings: data of third parties, asked for only where the policy says so. */
import { z } from 'zod'

export const RELATION_KINDS = ['PARENT', 'SPOUSE', 'CHILD', 'SIBLING'] as const
export type RelationKind = (typeof RELATION_KINDS)[number]

export const RelationSchema = z.strictObject({
  relation: z.enum(RELATION_KINDS),
  givenNames: z.string().max(400).default(''),
  surnames: z.string().max(400).default(''),
  dateOfBirth: z.string().max(10).optional(),
  pepDeclared: z.boolean().optional(),
})
export type Relation = z.infer<typeof RelationSchema>
