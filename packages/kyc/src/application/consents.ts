/** Notices shown and consents given. Offers consent is free and never a condition. */
import { z } from 'zod'

export const ConsentsSchema = z.strictObject({
  privacyNoticeVersion: z.string().max(40).optional(),
  privacyNoticeShownAt: z.string().max(30).optional(),
  termsVersion: z.string().max(40).optional(),
  termsAcceptedAt: z.string().max(30).optional(),
  electronicCommunication: z.boolean().default(false),
  offersConsent: z.boolean().default(false),
  biometricConsent: z.boolean().optional(),
})
export type Consents = z.infer<typeof ConsentsSchema>
