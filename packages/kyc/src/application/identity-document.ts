/** The identity document and how it was verified (class P2). */
import { z } from 'zod'
import { DocumentRefSchema } from './contact.ts'

export const DOCUMENT_TYPES = [
  'PASSPORT',
  'NATIONAL_ID',
  'RESIDENCE_PERMIT',
  'REFUGEE_TRAVEL_DOCUMENT',
  'STATELESS_TRAVEL_DOCUMENT',
  'DRIVING_LICENCE',
] as const
export type DocumentType = (typeof DOCUMENT_TYPES)[number]

export const VERIFICATION_METHODS = ['ORIGINAL_SEEN', 'EID', 'CHIP', 'DOC_LIVENESS', 'VIDEO', 'DOC_ONLY'] as const
export type VerificationMethod = (typeof VERIFICATION_METHODS)[number]

export const ASSURANCE_LEVELS = ['LOW', 'SUBSTANTIAL', 'HIGH'] as const
export type AssuranceLevel = (typeof ASSURANCE_LEVELS)[number]

export const VerificationSchema = z.strictObject({
  method: z.enum(VERIFICATION_METHODS),
  provider: z.string().max(80),
  level: z.enum(ASSURANCE_LEVELS),
  evidenceRef: z.string().max(120),
  at: z.string().max(30),
})
export type Verification = z.infer<typeof VerificationSchema>

export const IdentityDocumentSchema = z.strictObject({
  type: z.enum(DOCUMENT_TYPES),
  /** ISO 3166-1 alpha-2, or an ICAO 9303-3 code that has no ISO counterpart (XXB, UNO, XOM, …). */
  issuingState: z.string().max(3),
  number: z.string().max(40),
  issueDate: z.string().max(10).optional(),
  expiryDate: z.string().max(10).optional(),
  mrz: z.array(z.string().max(60)).max(3).optional(),
  images: z.array(DocumentRefSchema).max(10).default([]),
  verification: VerificationSchema.optional(),
})
export type IdentityDocument = z.infer<typeof IdentityDocumentSchema>
