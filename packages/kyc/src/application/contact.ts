/** Where the person lives and how to reach them (classes P1 and P2). */
import { z } from 'zod'

export const AddressSchema = z.strictObject({
  street: z.string().max(200),
  houseNumber: z.string().max(40).optional(),
  unit: z.string().max(40).optional(),
  postalCode: z.string().max(20).optional(),
  city: z.string().max(120),
  /** ISO 3166-2 where the country uses one. */
  region: z.string().max(10).optional(),
  country: z.string().max(2),
})
export type Address = z.infer<typeof AddressSchema>

export const DocumentRefSchema = z.strictObject({
  blobId: z.string().max(80),
  sha256: z.string().max(80).optional(),
  mediaType: z.string().max(100).optional(),
  sizeBytes: z.number().int().nonnegative().optional(),
  /** Name of the person as printed on the paper, when someone has read it. */
  printedName: z.string().max(400).optional(),
  issuedOn: z.string().max(10).optional(),
  receivedOn: z.string().max(10).optional(),
})
export type DocumentRef = z.infer<typeof DocumentRefSchema>

export const ContactSchema = z.strictObject({
  /** Known before the address itself, as the form asks for the country first. */
  residenceCountry: z.string().max(2).optional(),
  residence: AddressSchema.optional(),
  addressType: z.enum(['FIXED', 'POSTAL_ONLY']).default('FIXED'),
  /** `YYYY-MM`. */
  residenceSince: z.string().max(7).optional(),
  previousAddresses: z.array(AddressSchema).max(10).default([]),
  proofOfAddress: DocumentRefSchema.optional(),
  email: z.string().max(400).optional(),
  emailConfirmedAt: z.string().max(30).optional(),
  phone: z.string().max(40).optional(),
  phoneConfirmedAt: z.string().max(30).optional(),
  phoneUsedForSignIn: z.boolean().default(false),
  /** BCP 47. */
  preferredLanguage: z.string().max(20).default('en'),
})
export type Contact = z.infer<typeof ContactSchema>
