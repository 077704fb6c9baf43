/** The verbs of the decision bar: which this person may use now, and why not the others. */
import type { Actor, CaseFile } from '@gatehouse/kyc/store'
import type { CaseDetail } from '@gatehouse/kyc/wire'
import { isAllowed } from '../auth/permissions.ts'
import type { Permission } from '../auth/permissions.ts'

type Action = CaseDetail['actions'][number]

interface Rule {
  readonly action: string
  readonly permission: Permission
  /** i18n key of what stands against it in the case's state; null when nothing does. */
  readonly against: (file: CaseFile, actor: Actor) => string | null
}

const finalStates: ReadonlySet<CaseFile['state']> = new Set(['APPROVED', 'REJECTED', 'WITHDRAWN', 'EXPIRED'])

const rules: readonly Rule[] = [
  {
    action: 'claim',
    permission: 'case.work',
    against: (file, actor) =>
      isFinal(file) ? 'why-not.closed' : file.assigneeId === actor.id ? 'why-not.is-yours' : null,
  },
  {
    action: 'release',
    permission: 'case.work',
    against: (file, actor) => (file.assigneeId === actor.id ? null : 'why-not.not-claimed'),
  },
  { action: 'assign', permission: 'case.assign', against: (file) => (isFinal(file) ? 'why-not.closed' : null) },
  { action: 'note', permission: 'case.note', against: () => null },
  {
    action: 'retry',
    permission: 'case.retry',
    against: (file) => (file.state === 'TECHNICAL_HOLD' ? null : 'why-not.state'),
  },
  {
    action: 'cancelRfi',
    permission: 'case.cancelRfi',
    against: (file) => (file.rfis.some((rfi) => rfi.state === 'OPEN') ? null : 'why-not.state'),
  },
]

export function caseActions(file: CaseFile, actor: Actor): Action[] {
  return rules.map(({ action, permission, against }) => {
    const whyNot = isAllowed(actor.roles, permission) ? against(file, actor) : 'why-not.role'
    return { action, enabled: whyNot === null, whyNot }
  })
}

function isFinal(file: CaseFile): boolean {
  return finalStates.has(file.state)
}
