/** Branded identifiers, so that a case id can never stand where a person id is meant. All of them are ULIDs. */
import { z } from 'zod'

const ULID_PATTERN = /^[0-9A-HJKMNP-TV-Z]{26}$/

const ulid = z.string().regex(ULID_PATTERN, 'expected a ULID')

export const CaseIdSchema = ulid.brand<'CaseId'>()
export const ApplicationIdSchema = ulid.brand<'ApplicationId'>()
export const CustomerIdSchema = ulid.brand<'CustomerId'>()
export const CheckIdSchema = ulid.brand<'CheckId'>()
export const FindingIdSchema = z.string().min(1).max(120).brand<'FindingId'>()
export const AssessmentIdSchema = ulid.brand<'AssessmentId'>()
/** A member of staff, an applicant or a machine identity: whoever the sign-in says it is. */
export const PersonIdSchema = z.string().min(1).max(80).brand<'PersonId'>()
export const TenantIdSchema = z.string().min(1).max(40).brand<'TenantId'>()

export type CaseId = z.infer<typeof CaseIdSchema>
export type ApplicationId = z.infer<typeof ApplicationIdSchema>
export type CustomerId = z.infer<typeof CustomerIdSchema>
export type CheckId = z.infer<typeof CheckIdSchema>
/** Deterministic within a case (`sanctions:UN:QDi.135`), so that a rerun finds the same finding again. */
export type FindingId = z.infer<typeof FindingIdSchema>
export type AssessmentId = z.infer<typeof AssessmentIdSchema>
export type PersonId = z.infer<typeof PersonIdSchema>
export type TenantId = z.infer<typeof TenantIdSchema>
