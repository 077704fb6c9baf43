/**
 * The tables as Kysely sees them, one set for SQLite and PostgreSQL: text and integers only. Times are RFC 3339 text,
 * booleans 0 or 1. A column ending in `_sealed` is ciphertext under the case key (tenant key for the bank's own list);
 * every other column may be read by a database administrator and holds ids, codes, counts and keyed hashes.
 */
import type { Generated, Selectable } from 'kysely'

interface Owned {
  tenant_id: string
  case_id: string
}

export interface CaseTable extends Owned {
  ref: string
  case_number: string
  kind: string
  state: string
  channel: string
  product_code: string
  locale: string
  policy_version: string
  revision: number
  data_revision: number
  applicant_id: string
  customer_id: string | null
  assignee_id: string | null
  claimed_at: string | null
  sla_due_at: string | null
  workflow_id: string | null
  workflow_version: number | null
  risk_class: string | null
  customer_class: string | null
  service_restrictions: string
  reason_code: string | null
  restricted: number
  hold_task: string | null
  hold_code: string | null
  edd_reviewer_id: string | null
  proposal: string | null
  excluded: string
  name_sealed: string | null
  wrapped_key: string | null
  key_version: number
  erased_at: string | null
  created_at: string
  submitted_at: string | null
  decided_at: string | null
  updated_at: string
  /** the refused case that this one appeals against */
  appeals_case: string | null
  /** executions that ended without the case's doing, as a JSON list */
  ended_workflows: string | null
}

export interface Database {
  kyc_tenant_key: { tenant_id: string; version: number; root_key_id: string; wrapped: string; created_at: string }
  kyc_counter: { tenant_id: string; name: string; value: number }
  kyc_case: CaseTable
  kyc_customer: {
    tenant_id: string
    customer_id: string
    case_id: string
    state: string
    risk_class: string
    customer_class: string
    service_restrictions: string
    next_review_on: string | null
    created_at: string
    updated_at: string
  }
  kyc_list_screened: { tenant_id: string; list_id: string; snapshot_id: string; screened_at: string }
  kyc_event_trigger: Owned & { customer_id: string; list_id: string; entry_id: string; entry_hash: string; at: string }
  kyc_data_revision: Owned & { revision: number; at: string; actor_id: string; changed_paths: string }
  kyc_field: Owned & { path: string; revision: number; class: string; value_sealed: string | null }
  kyc_blind_index: Owned & { kind: string; digest: string }
  kyc_check: Owned & {
    check_id: string
    idempotency_key: string
    kind: string
    result: string
    errors: string
    output: string
    versions: string
    data_revision: number
    stale: number
    at: string
    detail_sealed: string | null
  }
  kyc_hit: Owned & {
    hit_id: string
    check_id: string
    source: string
    list_id: string
    snapshot_id: string
    entry_id: string
    entry_hash: string
    score_tenths: number
    alert: number
    suppressed_by: string | null
    verdict: string | null
    detail_sealed: string
  }
  kyc_finding: Owned & {
    finding_id: string
    kind: string
    route: string
    state: string
    finding: string
    outcome: string | null
    reason_codes: string
    opened_at: string
    closed_at: string | null
  }
  kyc_review: Owned & {
    review_id: string
    workflow_id: string
    kind: string
    maker_ref: string
    checker_ref: string
    state: string
    outcome: string | null
    reason_code: string | null
    opened_at: string
    closed_at: string | null
  }
  kyc_review_item: Owned & {
    item_id: string
    review_id: string
    seq: number
    kind: string
    state: string
    finding_ids: string
    finding_codes: string
    hit_ids: string
    needs_second: number
    checker_roles: string
    /** person id in the open proposal, for the queue of approvals */
    proposed_by: string | null
    proposal: string | null
    confirmation: string | null
    note_sealed: string | null
    confirm_note_sealed: string | null
    rfi_items: string
    conditions_sealed: string | null
    opened_at: string
    closed_at: string | null
  }
  kyc_rfi: Owned & {
    rfi_id: string
    workflow_id: string
    wait_ref: string
    state: string
    opened_at: string
    due_at: string
    reminders: string
    reminders_sent: number
    changed_paths: string
    closed_at: string | null
  }
  kyc_rfi_item: Owned & {
    rfi_id: string
    item_id: string
    code: string
    path: string
    state: string
    refusals: number
    cannot_provide: number
    refusal_reason: string | null
    text_sealed: string | null
  }
  kyc_document: Owned & {
    document_id: string
    blob: string
    type: string
    media_type: string
    size: number
    sha256_sealed: string
    name_sealed: string
    uploaded_at: string
  }
  kyc_assessment: Owned & {
    assessment_id: string
    idempotency_key: string
    data_revision: number
    policy_version: string
    policy_hash: string
    risk_class: string
    at: string
    assessment_sealed: string
  }
  kyc_decision: Owned & {
    decision_id: string
    outcome: string
    reason_code: string
    actor_id: string
    at: string
    versions: string
  }
  kyc_note: Owned & { note_id: string; actor_id: string; at: string; text_sealed: string }
  kyc_notification: Owned & {
    notification_id: string
    template_id: string
    iteration_key: string
    locale: string
    created_at: string
    sent_at: string | null
    to_sealed: string
    params_sealed: string
  }
  kyc_idempotency: { tenant_id: string; key: string; result: string; created_at: string }
  kyc_applicant_session: Owned & { token_hash: string; expires_at: string; created_at: string }
  kyc_code: Owned & {
    code_id: string
    purpose: string
    address_digest: string
    code_digest: string
    tries: number
    expires_at: string
    created_at: string
    used_at: string | null
  }
  kyc_good_guy: Owned & {
    good_guy_id: string
    list_id: string
    entry_id: string
    entry_hash: string
    identity_hash: string
    matcher_config_id: string
    score_tenths: number
    reason_codes: string
    approvals: string
    created_at: string
    expires_at: string
    ended_at: string | null
    ended_by: string | null
    end_reason_sealed: string | null
  }
  kyc_blacklist: {
    tenant_id: string
    entry_id: string
    category: string
    state: string
    added_by: string
    approved_by: string | null
    added_at: string
    expires_on: string
    review_on: string | null
    content_hash: string
    facts_sealed: string
  }
  kyc_policy_version: {
    tenant_id: string
    policy_id: string
    version: string
    profile: string
    hash: string
    state: string
    policy: string
    created_by: string
    created_at: string
    tested_at: string | null
    backtest: string | null
    proposed_by: string | null
    proposed_at: string | null
    approved_by: string | null
    effective_from: string | null
    force_reassess: number
    retired_at: string | null
  }
  kyc_request: {
    tenant_id: string
    request_id: string
    kind: string
    about_case: string | null
    payload: string
    state: string
    made_by: string
    made_at: string
    decided_by: string | null
    decided_at: string | null
    note_sealed: string
    decision_note_sealed: string | null
  }
  kyc_class_override: Owned & {
    override_id: string
    model_class: string | null
    set_class: string
    made_by: string
    approved_by: string | null
    at: string
    expires_on: string | null
    ended_at: string | null
    reason_sealed: string
  }
  kyc_legal_hold: Owned & {
    hold_id: string
    authority: string
    reference: string
    until_on: string
    set_by: string
    approved_by: string
    set_at: string
    lifted_at: string | null
  }
  kyc_retention_approval: {
    tenant_id: string
    rule: string
    requested_by: string
    approved_by: string
    approved_at: string
  }
  kyc_tombstone: Owned & { erased_at: string; rule: string; objects: number; chain_seq: number }
  kyc_audit: {
    tenant_id: string
    seq: number
    at: string
    case_id: string | null
    action: string
    actor_type: string
    actor_id: string
    object_type: string
    object_id: string
    reason_code: string | null
    record: string
    prev_hash: string
    hash: string
  }
  kyc_audit_head: { tenant_id: string; seq: number; hash: string }
  kyc_checkpoint: { tenant_id: string; seq: number; hash: string; at: string; signature: string; public_key: string }
  kyc_outbox: {
    position: Generated<number>
    tenant_id: string
    id: string
    case_id: string | null
    kind: string
    recipient: string
    payload: string
    state: string
    attempts: number
    available_at: string
    lease_token: string | null
    last_error: string | null
    created_at: string
    finished_at: string | null
  }
}

export type CaseRow = Selectable<CaseTable>
