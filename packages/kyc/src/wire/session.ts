/** Wire shapes of `/ui/v1`: what only the console needs. */
import { z } from 'zod'
import { ROLES } from '../roles/role.ts'

export const RoleSchema = z.enum(ROLES)

/** A member of staff as other staff see them. */
export const PersonRefSchema = z.object({ id: z.string(), name: z.string(), roles: z.array(RoleSchema) })
export type PersonRef = z.infer<typeof PersonRefSchema>

/** GET /ui/v1/session */
export const SessionSchema = z.object({
  user: z.object({ id: z.string(), name: z.string(), email: z.string(), roles: z.array(RoleSchema) }).nullable(),
  demo: z.boolean(),
  engine: z.enum(['embedded', 'conductor']),
  version: z.string(),
})
export type Session = z.infer<typeof SessionSchema>

/** GET /ui/v1/demo-accounts, only in demo mode. */
export const DemoAccountsSchema = z.array(
  z.object({ email: z.string(), name: z.string(), roles: z.array(RoleSchema), password: z.string() }),
)
export type DemoAccounts = z.infer<typeof DemoAccountsSchema>

/** GET /ui/v1/mailbox: outgoing mail that was kept because no SMTP server is set. Newest first. */
export const MailboxSchema = z.array(
  z.object({ id: z.string(), to: z.string(), subject: z.string(), sentAt: z.string(), text: z.string() }),
)
export type Mailbox = z.infer<typeof MailboxSchema>

/** GET /ui/v1/events: server-sent events; `event` is the `kind`. */
export const LiveEventSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('execution'), workflowId: z.string(), status: z.string(), updateTime: z.number() }),
  z.object({ kind: z.literal('case'), caseId: z.string(), state: z.string() }),
  z.object({ kind: z.literal('mail'), id: z.string() }),
])
export type LiveEvent = z.infer<typeof LiveEventSchema>

/** Body of every error outside `/api`. `code` is listed in docs/errors.md. */
export const ErrorBodySchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    requestId: z.string(),
    fields: z.array(z.object({ path: z.string(), code: z.string(), message: z.string().optional() })).optional(),
  }),
})
export type ErrorBody = z.infer<typeof ErrorBodySchema>
