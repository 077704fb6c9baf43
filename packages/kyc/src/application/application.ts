/**
 * What the applicant fills in. The schema is lenient about content, since drafts and intake by partners are
 * incomplete; `validateApplication` says what is missing or wrong, field by field, with stable codes.
 */
import { z } from 'zod'
import { AccountSchema } from './account.ts'
import { ConsentsSchema } from './consents.ts'
import { ContactSchema } from './contact.ts'
import { FinancialSchema } from './financial.ts'
import { IdentityDocumentSchema } from './identity-document.ts'
import { IdentitySchema } from './identity.ts'
import { RelationSchema } from './relations.ts'
import { TaxCertificateSchema } from './tax.ts'

export const PRODUCTS = [
  'BASIC_ACCOUNT',
  'SAVINGS',
  'CONSUMER_LOAN',
  'CURRENT_ACCOUNT',
  'BROKERAGE',
  'MULTI_CURRENCY',
  'VIRTUAL_ASSET_LINKED',
  'PRIVATE_BANKING',
] as const
export type Product = (typeof PRODUCTS)[number]

export const CHANNELS = ['BRANCH', 'REMOTE_EID', 'REMOTE_DOC_LIVENESS', 'INTRODUCER', 'REMOTE_DOC_ONLY'] as const
export type Channel = (typeof CHANNELS)[number]

export const ApplicationSchema = z.strictObject({
  product: z.enum(PRODUCTS),
  channel: z.enum(CHANNELS),
  identity: IdentitySchema,
  contact: ContactSchema,
  relations: z.array(RelationSchema).max(40).default([]),
  document: IdentityDocumentSchema.optional(),
  financial: FinancialSchema,
  account: AccountSchema,
  tax: TaxCertificateSchema,
  consents: ConsentsSchema,
})
export type Application = z.infer<typeof ApplicationSchema>
/** What a client may send: fields with a default may be left out. */
export type ApplicationInput = z.input<typeof ApplicationSchema>
