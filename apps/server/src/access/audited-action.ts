/** What the audit trail tells of changes to access. */
import type { RightsChange } from './rights-change.ts'

export type AuditedAction =
  | 'APPLICATION_SAVED'
  | 'APPLICATION_REMOVED'
  | 'APPLICATION_ROLE_GIVEN'
  | 'APPLICATION_ROLE_TAKEN'
  | 'ACCESS_KEY_CREATED'
  | 'ACCESS_KEY_SWITCHED'
  | 'ACCESS_KEY_REMOVED'
  | 'API_USER_SAVED'
  | 'API_USER_REMOVED'
  | 'API_USER_INVITED'
  /** The mail server did not take it. */
  | 'API_USER_NOT_INVITED'
  | 'API_GROUP_SAVED'
  | 'API_GROUP_REMOVED'
  | 'API_GROUP_JOINED'
  | 'API_GROUP_LEFT'
  | 'API_ROLE_SAVED'
  | 'API_ROLE_REMOVED'
  | 'API_PERMISSION_GIVEN'
  | 'API_PERMISSION_TAKEN'

export interface AccessAudit extends RightsChange {
  readonly action: AuditedAction
  readonly object: { readonly type: string; readonly id: string }
  readonly reasonCode?: 'MADE' | 'TARGET_REMOVED'
}
