/** The first schema. Never edited after a release: changes are new files. */
import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { createTable, type TableSpec } from './create-table.ts'

const TABLES: Readonly<Record<string, TableSpec>> = {
  kyc_tenant_key: {
    columns: 'tenant_id version# root_key_id wrapped created_at',
    key: 'tenant_id version',
  },
  kyc_counter: {
    columns: 'tenant_id name value#',
    key: 'tenant_id name',
  },
  kyc_case: {
    columns:
      'tenant_id case_id ref case_number kind state channel product_code locale policy_version revision# data_revision# applicant_id customer_id? assignee_id? claimed_at? sla_due_at? workflow_id? workflow_version#? risk_class? customer_class? service_restrictions reason_code? restricted# hold_task? hold_code? edd_reviewer_id? proposal? excluded name_sealed? wrapped_key? key_version# erased_at? created_at submitted_at? decided_at? updated_at',
    key: 'tenant_id case_id',
    unique: ['tenant_id ref', 'tenant_id case_number'],
    index: ['tenant_id state sla_due_at', 'tenant_id assignee_id'],
  },
  kyc_customer: {
    columns:
      'tenant_id customer_id case_id state risk_class customer_class service_restrictions next_review_on? created_at updated_at',
    key: 'tenant_id customer_id',
    unique: ['tenant_id case_id'],
  },
  kyc_data_revision: {
    columns: 'tenant_id case_id revision# at actor_id changed_paths',
    key: 'tenant_id case_id revision',
  },
  kyc_field: {
    columns: 'tenant_id case_id path revision# class value_sealed?',
    key: 'tenant_id case_id path revision',
  },
  kyc_blind_index: {
    columns: 'tenant_id case_id kind digest',
    key: 'tenant_id kind digest case_id',
    index: ['tenant_id case_id'],
  },
  kyc_check: {
    columns:
      'tenant_id case_id check_id idempotency_key kind result errors output versions data_revision# stale# at detail_sealed?',
    key: 'tenant_id check_id',
    unique: ['tenant_id idempotency_key'],
    index: ['tenant_id case_id'],
  },
  kyc_hit: {
    columns:
      'tenant_id case_id hit_id check_id source list_id snapshot_id entry_id entry_hash score_tenths# alert# suppressed_by? verdict? detail_sealed',
    key: 'tenant_id hit_id',
    index: ['tenant_id case_id', 'tenant_id check_id'],
  },
  kyc_finding: {
    columns: 'tenant_id case_id finding_id kind route state finding outcome? reason_codes opened_at closed_at?',
    key: 'tenant_id case_id finding_id',
  },
  kyc_review: {
    columns:
      'tenant_id case_id review_id workflow_id kind maker_ref checker_ref state outcome? reason_code? opened_at closed_at?',
    key: 'tenant_id review_id',
    unique: ['tenant_id case_id workflow_id'],
  },
  kyc_review_item: {
    columns:
      'tenant_id case_id item_id review_id seq# kind state finding_ids finding_codes hit_ids needs_second# checker_roles proposed_by? proposal? confirmation? note_sealed? confirm_note_sealed? rfi_items conditions_sealed? opened_at closed_at?',
    key: 'tenant_id item_id',
    index: ['tenant_id case_id', 'tenant_id state'],
  },
  kyc_rfi: {
    columns:
      'tenant_id case_id rfi_id workflow_id wait_ref state opened_at due_at reminders reminders_sent# changed_paths closed_at?',
    key: 'tenant_id rfi_id',
    unique: ['tenant_id case_id workflow_id'],
  },
  kyc_rfi_item: {
    columns: 'tenant_id case_id rfi_id item_id code path state refusals# cannot_provide# text_sealed?',
    key: 'tenant_id item_id',
    index: ['tenant_id rfi_id', 'tenant_id case_id'],
  },
  kyc_document: {
    columns: 'tenant_id case_id document_id blob type media_type size# sha256_sealed name_sealed uploaded_at',
    key: 'tenant_id document_id',
    index: ['tenant_id case_id'],
  },
  kyc_assessment: {
    columns:
      'tenant_id case_id assessment_id idempotency_key data_revision# policy_version policy_hash risk_class at assessment_sealed',
    key: 'tenant_id assessment_id',
    unique: ['tenant_id idempotency_key'],
    index: ['tenant_id case_id'],
  },
  kyc_decision: {
    columns: 'tenant_id case_id decision_id outcome reason_code actor_id at versions',
    key: 'tenant_id decision_id',
    index: ['tenant_id case_id'],
  },
  kyc_note: {
    columns: 'tenant_id case_id note_id actor_id at text_sealed',
    key: 'tenant_id note_id',
    index: ['tenant_id case_id'],
  },
  kyc_notification: {
    columns:
      'tenant_id case_id notification_id template_id iteration_key locale created_at sent_at? to_sealed params_sealed',
    key: 'tenant_id notification_id',
    unique: ['tenant_id case_id template_id iteration_key'],
  },
  kyc_idempotency: {
    columns: 'tenant_id key result created_at',
    key: 'tenant_id key',
  },
  kyc_applicant_session: {
    columns: 'tenant_id case_id token_hash expires_at created_at',
    key: 'tenant_id token_hash',
    index: ['tenant_id case_id'],
  },
  kyc_code: {
    columns: 'tenant_id case_id code_id purpose address_digest code_digest tries# expires_at created_at used_at?',
    key: 'tenant_id code_id',
    index: ['tenant_id case_id', 'tenant_id address_digest'],
  },
  kyc_good_guy: {
    columns:
      'tenant_id case_id good_guy_id list_id entry_id entry_hash identity_hash matcher_config_id score_tenths# reason_codes approvals created_at expires_at ended_at?',
    key: 'tenant_id good_guy_id',
    index: ['tenant_id identity_hash'],
  },
  kyc_blacklist: {
    columns:
      'tenant_id entry_id category state added_by approved_by? added_at expires_on review_on? content_hash facts_sealed',
    key: 'tenant_id entry_id',
  },
  kyc_policy_version: {
    columns: 'tenant_id policy_id version profile hash state policy created_by approved_by? effective_from? created_at',
    key: 'tenant_id policy_id version profile',
  },
  kyc_tombstone: {
    columns: 'tenant_id case_id erased_at rule objects# chain_seq#',
    key: 'tenant_id case_id',
  },
  kyc_audit: {
    columns:
      'tenant_id seq# at case_id? action actor_type actor_id object_type object_id reason_code? record prev_hash hash',
    key: 'tenant_id seq',
    index: ['tenant_id case_id seq'],
  },
  kyc_audit_head: {
    columns: 'tenant_id seq# hash',
    key: 'tenant_id',
  },
  kyc_checkpoint: {
    columns: 'tenant_id seq# hash at signature public_key',
    key: 'tenant_id seq',
  },
}

export async function initial(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  for (const [name, spec] of Object.entries(TABLES)) {
    await createTable(db, name, spec)
  }
  // The position gives a total order that both databases assign themselves.
  const position = dialect === 'postgres' ? sql`bigserial primary key` : sql`integer primary key autoincrement`
  await sql`create table kyc_outbox (
    position ${position}, tenant_id text not null, id text not null unique, case_id text, kind text not null,
    recipient text not null, payload text not null, state text not null, attempts integer not null,
    available_at text not null, lease_token text, last_error text, created_at text not null, finished_at text
  )`.execute(db)
  await sql`create index kyc_outbox_due on kyc_outbox (tenant_id, recipient, position) where finished_at is null`.execute(
    db,
  )
}
