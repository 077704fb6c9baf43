/** The door to each kind of request, in terms of the domain's role table. What happens on one case is the domain's. */
import type { Action } from '@gatehouse/kyc'
import { may, PERMISSIONS } from '@gatehouse/kyc'
import type { Role } from './staff.ts'
import { staffRoles } from './staff.ts'

/** Any one of the actions opens the door. Empty: every member of staff. */
const doors = {
  'case.read': ['view_status'],
  'case.inspect': ['view_case'],
  'case.timeline': ['view_audit'],
  'case.work': ['claim'],
  'case.assign': ['assign'],
  'case.propose': ['propose', 'complete_edd', 'decide_edd', 'lift_policy_knockout'],
  'case.confirm': ['confirm', 'send_back'],
  'case.note': ['write_note'],
  'case.reveal': ['unmask'],
  'case.retry': ['retry_hold'],
  'case.cancelRfi': ['cancel_rfi'],
  'document.read': ['view_documents'],
  'application.intake': ['intake'],
  'audit.read': ['view_all_audit'],
  'audit.verify': ['verify_audit'],
  'lists.read': ['view_lists'],
  'screening.try': ['view_lists'],
  'blacklist.read': ['view_lists'],
  'blacklist.propose': ['edit_blacklist'],
  'blacklist.approve': ['approve_blacklist'],
  'policy.read': ['draft_policy', 'publish_policy', 'view_reports'],
  'policy.draft': ['draft_policy'],
  'policy.publish': ['publish_policy'],
  'goodGuys.read': ['view_screening', 'revoke_good_guy'],
  'goodGuys.revoke': ['revoke_good_guy'],
  'retention.read': ['request_legal_hold', 'approve_legal_hold', 'view_all_audit'],
  'retention.configure': ['configure_retention'],
  'holds.request': ['request_legal_hold'],
  'requests.read': ['lower_class', 'approve_lower_class', 'request_legal_hold', 'approve_retention', 'view_all_audit'],
  'requests.decide': ['approve_lower_class', 'approve_legal_hold', 'approve_erasure', 'approve_retention'],
  'outbox.read': ['operate_engine'],
  'outbox.revive': ['operate_engine'],
  'engine.read': ['view_engine'],
  'engine.write': ['operate_engine', 'draft_workflow'],
  'secret.manage': ['operate_engine'],
  'environment.write': ['operate_engine'],
  /** Applications, users, groups and permissions of `/api`. */
  'access.manage': ['operate_engine'],
  'staff.read': [],
  'mailbox.read': [],
} as const satisfies Record<string, readonly Action[]>

export type Permission = keyof typeof doors

// Object.keys of a const object yields exactly its keys.
export const permissionNames = Object.keys(doors) as readonly Permission[]

/** True when one of the roles opens that door. */
export function isAllowed(roles: readonly Role[], permission: Permission): boolean {
  const actions: readonly Action[] = doors[permission]
  if (actions.length === 0) return roles.some((role) => staffRoles.includes(role))
  return actions.some((action) => may(roles, action))
}

/** Roles that open the door, for the sentence that refuses someone. */
export function rolesFor(permission: Permission): readonly Role[] {
  const actions: readonly Action[] = doors[permission]
  return [...new Set(actions.flatMap((action) => PERMISSIONS[action]))].filter((role) => role !== 'applicant')
}
