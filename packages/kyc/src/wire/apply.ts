/** Wire shapes of `/apply/v1`: the applicant's own application. Neutral by design: nothing here tells of hits or risk. */
import { z } from 'zod'
import { SECTIONS } from '../application/section.ts'

const Iso = z.string()

/** POST /apply/v1/applications → 201 ApplicationView and a session cookie for this application only. */
export const StartApplicationSchema = z.strictObject({
  locale: z.enum(['en', 'de']),
  productCode: z.string().max(40),
  privacyNoticeVersion: z.string().max(40),
})

export const SectionIdSchema = z.enum(SECTIONS)
export type SectionId = z.infer<typeof SectionIdSchema>

/** `path` is a path into the Application schema, such as `identity.surnames`; `code` an error code of the domain. */
export const FieldProblemSchema = z.object({
  path: z.string(),
  code: z.string(),
  severity: z.enum(['error', 'warning']),
})

/** GET /apply/v1/applications/:ref. `answers` is a partial Application (draft). */
export const ApplicationViewSchema = z.object({
  ref: z.string(),
  locale: z.enum(['en', 'de']),
  answers: z.record(z.string(), z.unknown()),
  sections: z.array(z.object({ id: SectionIdSchema, state: z.enum(['not-started', 'in-progress', 'done']) })),
  problems: z.array(FieldProblemSchema),
  emailConfirmed: z.boolean(),
  documents: z.array(z.object({ documentId: z.string(), fileName: z.string(), size: z.number().int() })),
  submitted: z.boolean(),
  savedAt: Iso.nullable(),
})
export type ApplicationView = z.infer<typeof ApplicationViewSchema>

/** PATCH /apply/v1/applications/:ref: sets values by path (null removes) → ApplicationView */
export const SaveAnswersSchema = z.strictObject({ set: z.record(z.string().max(120), z.unknown()) })

/** POST /apply/v1/applications/:ref/codes sends a code to the e-mail address; …/codes/confirm takes it. */
export const ConfirmCodeSchema = z.strictObject({ code: z.string().regex(/^\d{6}$/) })

// Two more have no shape of their own: POST /apply/v1/applications/:ref/documents takes multipart, field `file`, optional
// field `side`, → 201; POST /apply/v1/applications/:ref/submission → 200 StatusView, or 422 with the problems as `fields`.

/** GET /apply/v1/applications/:ref/status. The same words whatever the inner state is. */
export const StatusViewSchema = z.object({
  ref: z.string(),
  milestone: z.enum(['RECEIVED', 'BEING_CHECKED', 'NEED_SOMETHING', 'DECIDED']),
  /** i18n key of the neutral text, such as `status.decided.approved` */
  textKey: z.string(),
  requests: z.array(
    z.object({
      rfiId: z.string(),
      dueAt: Iso,
      items: z.array(z.object({ code: z.string(), path: z.string(), state: z.enum(['OPEN', 'ANSWERED', 'REFUSED']) })),
    }),
  ),
  mayWithdraw: z.boolean(),
  /** a refusal can be looked at again once */
  mayAppeal: z.boolean(),
  /** the application in which that happens, and since when */
  appeal: z.object({ ref: z.string(), at: Iso }).nullable(),
  updatedAt: Iso,
})
export type StatusView = z.infer<typeof StatusViewSchema>

/** POST /apply/v1/applications/:ref/appeal: why the refusal should be looked at again → StatusView */
export const AppealSchema = z.strictObject({ text: z.string().trim().min(1).max(4000) })

/** POST /apply/v1/applications/:ref/requests/:rfiId/answer → StatusView */
export const AnswerRequestSchema = z.strictObject({
  set: z.record(z.string().max(120), z.unknown()),
  cannotProvide: z
    .array(z.strictObject({ code: z.string().max(60), text: z.string().max(1000) }))
    .max(20)
    .optional(),
})

/** POST /apply/v1/resume {email} always answers 202; POST /apply/v1/resume/confirm {email, code} opens the session. */
export const ResumeSchema = z.strictObject({ email: z.string().max(254) })
export const ResumeConfirmSchema = z.strictObject({ email: z.string().max(254), code: z.string().regex(/^\d{6}$/) })

/** POST /kyc/v1/applications: intake by API, branch or partner. `application` is parsed by the Application schema. */
export const IntakeSchema = z.strictObject({
  application: z.record(z.string(), z.unknown()),
  acceptIncomplete: z.boolean().default(false),
  idempotencyKey: z.string().max(120).optional(),
})
