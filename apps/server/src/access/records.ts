/** What is kept of who may use `/api`: applications with their access keys, users, groups, permissions. */
import { z } from 'zod'
import type { Role } from './roles.ts'

/** Names: of roles that are built in, or made. */
const RolesSchema = z.array(z.string())
const TagSchema = z.object({ key: z.string(), value: z.string(), type: z.string().optional() })

export const accessTypes = ['CREATE', 'READ', 'EXECUTE', 'UPDATE', 'DELETE'] as const
export type AccessType = (typeof accessTypes)[number]

/** What a permission can be about. */
export const targetTypes = ['WORKFLOW_DEF', 'TASK_DEF', 'SECRET_NAME', 'DOMAIN', 'TAG', 'APPLICATION'] as const

export const ApplicationSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** A user's id, or what else names somebody who was let in. */
  createdBy: z.string(),
  createTime: z.number(),
  updatedBy: z.string(),
  updateTime: z.number(),
  roles: RolesSchema,
  tags: z.array(TagSchema),
})
export type Application = z.infer<typeof ApplicationSchema>

export const AccessKeySchema = z.object({
  id: z.string(),
  applicationId: z.string(),
  /** SHA-256 of the secret, which is shown once. */
  secretHash: z.string(),
  status: z.enum(['ACTIVE', 'INACTIVE']),
  createdAt: z.number(),
})
export type AccessKey = z.infer<typeof AccessKeySchema>

const ContactSchema = z.record(z.string(), z.string())

/** Of a person whose account, if there is one, has this address. */
export const UserSchema = z.object({
  id: z.string(),
  uuid: z.string(),
  name: z.string(),
  roles: RolesSchema,
  contactInformation: ContactSchema.optional(),
})
export type User = z.infer<typeof UserSchema>

export const GroupSchema = z.object({
  id: z.string(),
  description: z.string(),
  roles: RolesSchema,
  /** What the group may do with the definitions that its members make. */
  defaultAccess: z.partialRecord(z.enum(['WORKFLOW_DEF', 'TASK_DEF']), z.array(z.enum(accessTypes))),
  contactInformation: ContactSchema.optional(),
  /** Ids of users; `app:<id>` is an application. */
  members: z.array(z.string()),
})
export type Group = z.infer<typeof GroupSchema>

export const SubjectSchema = z
  .object({ type: z.enum(['USER', 'GROUP', 'ROLE']), id: z.string() })
  .transform((subject) => (subject.type === 'USER' ? { ...subject, id: toUserId(subject.id) } : subject))
export type Subject = z.infer<typeof SubjectSchema>

export const TargetSchema = z.object({ type: z.enum(targetTypes), id: z.string() })
export type Target = z.infer<typeof TargetSchema>

export const GrantSchema = z.object({
  subject: SubjectSchema,
  target: TargetSchema,
  access: z.array(z.enum(accessTypes)),
})
export type Grant = z.infer<typeof GrantSchema>

/** Everything that is kept, by id. */
export interface AccessRecords {
  readonly applications: ReadonlyMap<string, Application>
  readonly keys: ReadonlyMap<string, AccessKey>
  readonly users: ReadonlyMap<string, User>
  readonly groups: ReadonlyMap<string, Group>
  /** Those that were made, by name. */
  readonly roles: ReadonlyMap<string, Role>
  /** By `grantId`. */
  readonly grants: ReadonlyMap<string, Grant>
}

export function grantId({ subject, target }: Pick<Grant, 'subject' | 'target'>): string {
  return JSON.stringify([subject.type, subject.id, target.type, target.id])
}

/** Addresses differ in no case. */
export function toUserId(id: string): string {
  return applicationOfUser(id) === undefined ? id.toLowerCase() : id
}

/** The user that an application acts as. */
export function userOfApplication(applicationId: string): string {
  return `app:${applicationId}`
}

export function applicationOfUser(userId: string): string | undefined {
  return userId.startsWith('app:') ? userId.slice(4) : undefined
}
