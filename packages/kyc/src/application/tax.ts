/** Tax self-certification for CRS and FATCA (class P3, purpose TAX). */
import { z } from 'zod'

/** Why there is no tax number: A the country issues none, B not obtainable, C not required to be collected. */
export const NO_TIN_REASONS = ['A', 'B', 'C'] as const
export type NoTinReason = (typeof NO_TIN_REASONS)[number]

export const TaxResidenceSchema = z.strictObject({
  country: z.string().max(2),
  tin: z.string().max(40).optional(),
  noTinReason: z.enum(NO_TIN_REASONS).optional(),
  noTinExplanation: z.string().max(400).optional(),
})
export type TaxResidence = z.infer<typeof TaxResidenceSchema>

/** What cures a sign of US status on someone who denies it. */
export const UsCureSchema = z.strictObject({
  kind: z.enum(['LOSS_OF_NATIONALITY', 'REASONABLE_EXPLANATION', 'NON_US_DOCUMENT']),
  evidenceRef: z.string().max(120).optional(),
  text: z.string().max(1000).optional(),
})
export type UsCure = z.infer<typeof UsCureSchema>

export const TaxCertificateSchema = z.strictObject({
  taxResidences: z.array(TaxResidenceSchema).max(10).default([]),
  usPerson: z.boolean().optional(),
  usCure: UsCureSchema.optional(),
  standingOrderToUs: z.boolean().default(false),
  usPowerOfAttorney: z.boolean().default(false),
  signedAt: z.string().max(30).optional(),
  signature: z.string().max(400).optional(),
})
export type TaxCertificate = z.infer<typeof TaxCertificateSchema>
