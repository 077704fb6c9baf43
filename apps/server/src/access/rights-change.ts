/** What a change to access does to who may do what, for the audit trail. */
import type { JsonObject, JsonValue } from '@gatehouse/kyc/store'
import type { AccessChange } from './access-store.ts'
import type { AccessRecords } from './records.ts'

/** What differs, by what it is about: before and after, null where there is nothing. */
export interface RightsChange {
  readonly before?: JsonObject
  readonly after?: JsonObject
}

/** Nothing when no right differs. Of changes that follow one another, each with the records that it met. Users are told by their uuid: an address is nothing to keep for long. */
export function rightsChange(
  steps: readonly { readonly records: AccessRecords; readonly changes: readonly AccessChange[] }[],
): RightsChange {
  const before: Record<string, JsonValue> = {}
  const after: Record<string, JsonValue> = {}
  for (const { records, changes } of steps) {
    const nameOf = namesIn(records, changes)
    for (const change of changes) {
      const had = factsOf(change.kind, records[change.kind].get(change.id), change.id, nameOf)
      const has = factsOf(change.kind, change.value, change.id, nameOf)
      for (const key of new Set([...Object.keys(had), ...Object.keys(has)])) {
        if (!Object.hasOwn(before, key)) before[key] = had[key] ?? null
        after[key] = has[key] ?? null
      }
    }
  }
  const differing = Object.keys(after).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
  if (differing.length === 0) return {}
  const only = (facts: JsonObject) => Object.fromEntries(differing.map((key) => [key, facts[key] ?? null]))
  return { before: only(before), after: only(after) }
}

/** A user's uuid; an application is told by its id. */
export function auditedUser({ users }: Pick<AccessRecords, 'users'>, id: string): string {
  return id.startsWith('app:') ? id : (users.get(id)?.uuid ?? 'unknown')
}

type Named = (userId: string) => string

function namesIn(records: AccessRecords, changes: readonly AccessChange[]): Named {
  const made = new Map(
    changes.flatMap((change) => (change.kind === 'users' && change.value ? [[change.id, change.value]] : [])),
  )
  return (id) => made.get(id)?.uuid ?? auditedUser(records, id)
}

type Value = NonNullable<AccessChange['value']>

function factsOf(kind: AccessChange['kind'], value: Value | undefined, id: string, nameOf: Named): JsonObject {
  if (value === undefined) return {}
  if ('secretHash' in value) return { [`access key ${id} of application ${value.applicationId}`]: value.status }
  if ('subject' in value) {
    const { subject, target, access } = value
    const who = subject.type === 'USER' ? nameOf(subject.id) : subject.id
    return { [`${subject.type} ${who} on ${target.type} ${target.id}`]: [...access] }
  }
  if ('permissions' in value) return { [`role ${id}: permissions`]: [...value.permissions] }
  if ('members' in value) {
    return {
      [`group ${id}: roles`]: [...value.roles],
      [`group ${id}: members`]: value.members.map(nameOf),
      [`group ${id}: access to what members make`]: { ...value.defaultAccess },
    }
  }
  const whose = kind === 'users' ? `user ${nameOf(id)}` : `application ${id}`
  return { [`${whose}: roles`]: [...value.roles] }
}
