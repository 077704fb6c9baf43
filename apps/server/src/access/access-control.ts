/** Who of applications and users may do what on `/api`. */
import type { AccessStore } from './access-store.ts'
import type { AccessAudit } from './audited-action.ts'
import type { AccessTokens, TokenCheck } from './access-tokens.ts'
import type { DefinitionFacts, NeededTarget } from './definition-facts.ts'
import type { AccessRecords, AccessType, Grant, Target } from './records.ts'
import { accessTypes, grantId } from './records.ts'
import { targetOfRemoval } from './request-need.ts'
import type { RequestNeed } from './request-need.ts'
import { rightsChange } from './rights-change.ts'
import { groupsOf, isGranted, rightsOf } from './subject-rights.ts'

export interface AccessControl {
  readonly store: AccessStore
  exchange(keyId: string, secret: string): Promise<string | undefined>
  check(token: string): Promise<TokenCheck>
  /** Undefined: the request may not. Otherwise what is to be told to `made` once it has been done. */
  permit(userId: string, need: RequestNeed): Promise<Permit | undefined>
  /** What was made is its maker's own, and its maker's groups have their default access to it. */
  made(userId: string, permit: Permit, audit: Audit): Promise<void>
  /** Permissions about what a request has removed go with it; nothing happens while it is still there. */
  removed(method: string, url: string, audit: Audit): Promise<void>
}

type Audit = (entry: AccessAudit) => Promise<void>

export interface Permit {
  /** Definitions that the request makes. */
  readonly makes: readonly Target[]
  /** Without a right to all definitions, the maker needs permissions for its own. */
  readonly ownsWhatItMakes: boolean
}

export function createAccessControl(store: AccessStore, tokens: AccessTokens, facts: DefinitionFacts): AccessControl {
  return {
    store,
    exchange: async (keyId, secret) => tokens.exchange(await store.read(), keyId, secret),
    check: async (token) => tokens.check(await store.read(), token),
    async permit(userId, { rights, subjects }) {
      const records = await store.read()
      const held = rightsOf(records, userId)
      const isOpen = rights.some((right) => held.has(right))
      if (!isOpen && subjects.length === 0) return undefined
      const targets = await Promise.all(subjects.map((subject) => facts.targetOf(subject)))
      const may = (target: NeededTarget | undefined): boolean => {
        if (target === undefined) return false
        if (target.kind === 'open') return true
        const isGrantedBy = (targets: readonly Target[], access: AccessType) =>
          targets.some((each) => isGranted(records, userId, each, access))
        if (target.kind === 'new') {
          const isFree = !target.isTaken && target.usedBy.every((each) => isGrantedBy(each, 'UPDATE'))
          return held.has('metadata-create') && (isFree || isGrantedBy([target.target], 'UPDATE'))
        }
        return isGrantedBy(target.targets, target.access)
      }
      if (!isOpen && !targets.every(may)) return undefined
      const makes = targets.flatMap((target) => (target?.kind === 'new' ? [target.target] : []))
      return { makes, ownsWhatItMakes: !isOpen }
    },
    async made(userId, { makes, ownsWhatItMakes }, audit) {
      if (makes.length === 0) return
      const step = await store.change((records) => {
        const grants = makes.flatMap((target) => [
          ...(ownsWhatItMakes
            ? [{ subject: { type: 'USER' as const, id: userId }, target, access: [...accessTypes] }]
            : []),
          ...groupsOf(records, userId).flatMap(({ id, defaultAccess }) => {
            const { type } = target
            const access = type === 'WORKFLOW_DEF' || type === 'TASK_DEF' ? defaultAccess[type] : undefined
            return access === undefined ? [] : [{ subject: { type: 'GROUP' as const, id }, target, access }]
          }),
        ])
        const changes = grants.map((grant) => put(records, grant))
        return [changes, { records, changes }]
      })
      if (step.changes.length === 0) return
      const id = makes.map(toText).join(', ')
      const object = { type: 'api_permission', id }
      await audit({ action: 'API_PERMISSION_GIVEN', object, reasonCode: 'MADE', ...rightsChange([step]) })
    },
    async removed(method, url, audit) {
      const target = method === 'DELETE' ? targetOfRemoval(url) : undefined
      if (target === undefined || facts.isThere(target)) return
      const steps = await store.forget(target)
      if (steps.length === 0) return
      const object = { type: 'api_permission', id: toText(target) }
      await audit({ action: 'API_PERMISSION_TAKEN', object, reasonCode: 'TARGET_REMOVED', ...rightsChange(steps) })
    },
  }
}

function toText({ type, id }: Target): string {
  return `${type} ${id}`
}

/** The change that adds a permission to what is permitted already. */
export function put(records: AccessRecords, grant: Grant) {
  const id = grantId(grant)
  const before: readonly AccessType[] = records.grants.get(id)?.access ?? []
  const access = accessTypes.filter((type) => before.includes(type) || grant.access.includes(type))
  return { kind: 'grants', id, value: { ...grant, access } } as const
}

/** The change that takes accesses from a permission; it goes with its last. */
export function take(records: AccessRecords, grant: Grant) {
  const id = grantId(grant)
  const access = (records.grants.get(id)?.access ?? []).filter((type) => !grant.access.includes(type))
  return { kind: 'grants', id, value: access.length === 0 ? undefined : { ...grant, access } } as const
}
