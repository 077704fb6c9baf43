/** Who the person is: names, birth and nationality (class P2). */
import { z } from 'zod'

export const NAME_KINDS = ['BIRTH', 'MAIDEN', 'FORMER', 'ALIAS', 'ARTIST'] as const
export type NameKind = (typeof NAME_KINDS)[number]

/** Nationality of someone who has none, or who is under international protection: not an ISO 3166 code. */
export const PROTECTION_STATUSES = ['STATELESS', 'REFUGEE', 'SUBSIDIARY_PROTECTION'] as const
export type ProtectionStatus = (typeof PROTECTION_STATUSES)[number]

export const SEXES = ['M', 'F', 'X'] as const
export type Sex = (typeof SEXES)[number]

export const PEP_STATUSES = ['NONE', 'FORMER_OVER_12M', 'RCA', 'FORMER_UNDER_12M', 'CURRENT'] as const
export type PepStatus = (typeof PEP_STATUSES)[number]

export const OtherNameSchema = z.strictObject({ value: z.string().max(1000), kind: z.enum(NAME_KINDS) })
export type OtherName = z.infer<typeof OtherNameSchema>

/** The applicant's own answer about public functions; a yes is decisive whatever the lists say. */
export const PepDeclarationSchema = z.strictObject({
  status: z.enum(PEP_STATUSES),
  publicFunction: z.string().max(400).optional(),
  country: z.string().max(24).optional(),
  endedOn: z.string().max(10).optional(),
})
export type PepDeclaration = z.infer<typeof PepDeclarationSchema>

export const IdentitySchema = z.strictObject({
  givenNames: z.string().max(1000).default(''),
  surnames: z.string().max(1000).default(''),
  /** True when the document shows one name only; it is then in `surnames`. */
  mononym: z.boolean().default(false),
  nameOriginalScript: z.string().max(1000).optional(),
  otherNames: z.array(OtherNameSchema).max(20).default([]),
  /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY`, as `dobPrecision` says. */
  dateOfBirth: z.string().max(10).optional(),
  dobPrecision: z.enum(['DAY', 'MONTH', 'YEAR']).default('DAY'),
  sexOnDocument: z.string().max(1).optional(),
  birthTown: z.string().max(400).optional(),
  /** ISO 3166-1 alpha-2, or a former country of ISO 3166-3 such as SU, YU, DD. */
  birthCountry: z.string().max(8).optional(),
  nationalities: z.array(z.string().max(24)).max(5).default([]),
  nationalId: z.strictObject({ country: z.string().max(2), value: z.string().max(60) }).optional(),
  pepDeclaration: PepDeclarationSchema.optional(),
  /** Third-country national applying for residence in return for an investment (a floor of the risk policy). */
  residenceByInvestment: z.boolean().default(false),
})
export type Identity = z.infer<typeof IdentitySchema>
