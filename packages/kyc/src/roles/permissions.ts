/** The role table: who may do what, apart from what four eyes and the state of a case forbid. */
import type { Case } from '../case/case.ts'
import type { Role } from './role.ts'

/** Things done to one case. */
export const CASE_ACTIONS = [
  'view_status',
  'view_case',
  'view_screening',
  'view_risk',
  'view_documents',
  'view_audit',
  'unmask',
  'write_note',
  'claim',
  'release',
  'assign',
  'propose',
  'confirm',
  'send_back',
  'open_rfi',
  'cancel_rfi',
  'refuse_rfi_item',
  'answer_rfi',
  'withdraw',
  'complete_edd',
  'decide_edd',
  'raise_class',
  'lower_class',
  'approve_lower_class',
  'lift_policy_knockout',
  'retry_hold',
  'resend_notification',
  'export_case_file',
  'export_sar',
  'propose_good_guy',
  'approve_good_guy',
  'request_legal_hold',
  'approve_legal_hold',
  'request_erasure',
  'approve_erasure',
  'revoke_good_guy',
  'appeal',
] as const
export type CaseAction = (typeof CASE_ACTIONS)[number]

/** Things done to no case in particular. */
export const GLOBAL_ACTIONS = [
  'intake',
  'view_lists',
  'view_reports',
  'view_all_audit',
  'verify_audit',
  'draft_policy',
  'publish_policy',
  'draft_workflow',
  'publish_workflow',
  'edit_blacklist',
  'approve_blacklist',
  'configure_retention',
  'approve_retention',
  'operate_engine',
  'view_engine',
  'sample_quality',
  'keep_sar_register',
] as const
export type GlobalAction = (typeof GLOBAL_ACTIONS)[number]

export type Action = CaseAction | GlobalAction

const CASE_WORKERS: readonly Role[] = ['analyst', 'senior_analyst', 'mlro']
const CASE_READERS: readonly Role[] = [...CASE_WORKERS, 'auditor']

export const PERMISSIONS: Readonly<Record<Action, readonly Role[]>> = {
  view_status: [...CASE_READERS, 'support', 'compliance_admin', 'applicant'],
  view_case: CASE_READERS,
  view_screening: CASE_READERS,
  view_risk: CASE_READERS,
  view_documents: CASE_READERS,
  view_audit: [...CASE_READERS, 'compliance_admin'],
  unmask: CASE_READERS,
  write_note: CASE_WORKERS,
  claim: CASE_WORKERS,
  release: CASE_WORKERS,
  assign: ['senior_analyst', 'mlro'],
  propose: ['analyst'],
  confirm: ['senior_analyst', 'mlro'],
  send_back: ['senior_analyst', 'mlro'],
  open_rfi: ['analyst'],
  cancel_rfi: ['analyst', 'senior_analyst'],
  refuse_rfi_item: ['analyst', 'senior_analyst'],
  answer_rfi: ['applicant'],
  withdraw: ['applicant'],
  complete_edd: ['analyst'],
  decide_edd: ['mlro'],
  raise_class: CASE_WORKERS,
  lower_class: ['senior_analyst'],
  approve_lower_class: ['mlro'],
  lift_policy_knockout: ['mlro'],
  retry_hold: ['operator'],
  resend_notification: ['support', 'analyst', 'senior_analyst'],
  export_case_file: ['auditor', 'mlro'],
  export_sar: ['mlro'],
  propose_good_guy: ['analyst'],
  approve_good_guy: ['senior_analyst'],
  request_legal_hold: ['compliance_admin'],
  approve_legal_hold: ['mlro'],
  request_erasure: ['compliance_admin'],
  approve_erasure: ['mlro'],
  revoke_good_guy: ['senior_analyst', 'mlro', 'compliance_admin'],
  appeal: ['applicant'],
  intake: ['service'],
  view_lists: [...CASE_READERS, 'compliance_admin'],
  view_reports: ['senior_analyst', 'mlro', 'compliance_admin', 'auditor'],
  view_all_audit: ['auditor', 'mlro', 'compliance_admin'],
  verify_audit: ['auditor', 'mlro', 'compliance_admin'],
  draft_policy: ['compliance_admin'],
  publish_policy: ['compliance_admin', 'mlro'],
  draft_workflow: ['compliance_admin', 'author'],
  publish_workflow: ['compliance_admin', 'mlro'],
  edit_blacklist: ['analyst', 'compliance_admin'],
  approve_blacklist: ['senior_analyst', 'compliance_admin'],
  configure_retention: ['compliance_admin'],
  approve_retention: ['compliance_admin', 'mlro'],
  operate_engine: ['operator'],
  // Executions hold ids, codes and counts: whoever works on a case may see how its workflow ran.
  view_engine: [...CASE_WORKERS, 'operator', 'author', 'compliance_admin', 'auditor'],
  sample_quality: ['senior_analyst'],
  keep_sar_register: ['mlro'],
}

/** Everything about a restricted case but its neutral status is for these. */
const RESTRICTED_READERS: readonly Role[] = ['mlro', 'auditor']
const OPEN_ON_RESTRICTED: readonly Action[] = ['view_status']

/**
 * May somebody with these roles do this? Deny by default. With a case, restriction counts too; separation of duties
 * and state are asked by `caseActions` and enforced by `transition`.
 */
export function may(roles: readonly Role[], action: Action, kycCase?: Pick<Case, 'restricted'>): boolean {
  const allowed = PERMISSIONS[action].some((role) => roles.includes(role))
  if (!allowed || !kycCase?.restricted || OPEN_ON_RESTRICTED.includes(action)) return allowed
  return RESTRICTED_READERS.some((role) => roles.includes(role))
}
