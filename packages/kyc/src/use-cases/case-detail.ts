/** One case as staff read it: facts masked by role, restricted cases for mlro and auditor only. */
import type { Transaction } from 'kysely'
import { isOpenPath, maskValue } from '../crypto/masking.ts'
import type { Actor } from '../store/actor.ts'
import { leaves } from '../store/answers.ts'
import type { StoreContext } from '../store/context.ts'
import { done, refuse } from '../store/outcome.ts'
import type { CaseFile, DeskUseCases, LinkedCase } from '../store/ports/desk.ts'
import type { Database } from '../store/schema.ts'
import { read } from '../store/unit.ts'
import { type Answers, loadAnswers } from './application-data.ts'
import { loadCase, type LoadedCase } from './case-rows.ts'
import { documentsOf } from './documents.ts'
import { toItems } from './list-cases.ts'
import { mayOpenRestricted, mayReadFindings, mayReadNames } from './reading-rights.ts'
import { itemsOfCase } from './review-rows.ts'
import { rfisOfCase } from './rfi-rows.ts'
import { findingsOf, hitsOf, latestAssessment, latestChecks } from './stored-checks.ts'

export function caseDetail(
  ctx: StoreContext,
  input: { actor: Actor; caseId: string },
): ReturnType<DeskUseCases['caseDetail']> {
  return read(ctx, async (trx): ReturnType<DeskUseCases['caseDetail']> => {
    const found = await loadCase(ctx, trx, input.caseId)
    if (!found.ok) return found
    const loaded = found.value
    const { row } = loaded
    if (!mayOpenRestricted(input.actor, row))
      return refuse('CASE_RESTRICTED', 'This case is open to mlro and auditor only')
    const [item] = await toItems(ctx, trx, input.actor, [row])
    if (!item) return refuse('CASE_NOT_FOUND', `Case ${input.caseId} does not exist`)
    const deep = mayReadFindings(input.actor)
    const checks = deep ? await latestChecks(ctx, trx, loaded) : []
    return done({
      ...item,
      ref: row.ref,
      kind: row.kind,
      locale: row.locale,
      revision: row.revision,
      dataRevision: row.data_revision,
      policyVersion: row.policy_version,
      workflowId: row.workflow_id,
      workflowVersion: row.workflow_version,
      reasonCode: deep ? row.reason_code : null,
      decidedAt: row.decided_at,
      customerClass: row.customer_class,
      customerId: row.customer_id,
      appealOf: row.appeals_case === null ? null : await linkedCase(ctx, trx, 'case_id', row.appeals_case),
      appealedIn: await linkedCase(ctx, trx, 'appeals_case', input.caseId),
      holdReason: row.hold_task === null ? null : { failedTask: row.hold_task, errorCode: row.hold_code ?? 'UNKNOWN' },
      facts: deep ? factsOf(await loadAnswers(ctx, trx, loaded), mayReadNames(input.actor)) : [],
      documents: deep ? await documentsOf(ctx, trx, loaded) : [],
      checks,
      hitList: deep
        ? await hitsOf(
            ctx,
            trx,
            loaded,
            checks.map((check) => check.checkId),
          )
        : [],
      findings: deep ? await findingsOf(ctx, trx, input.caseId) : [],
      items: deep ? await itemsOfCase(ctx, trx, row, loaded.cipher) : [],
      rfis: await rfisOf(ctx, trx, input.caseId),
      assessment: deep ? await latestAssessment(ctx, trx, loaded) : null,
      notes: deep ? await notesOf(ctx, trx, loaded) : [],
    })
  })
}

async function linkedCase(
  ctx: StoreContext,
  trx: Transaction<Database>,
  by: 'case_id' | 'appeals_case',
  caseId: string,
): Promise<LinkedCase | null> {
  const row = await trx
    .selectFrom('kyc_case')
    .select(['case_id', 'case_number', 'ref', 'submitted_at'])
    .where('tenant_id', '=', ctx.tenantId)
    .where(by, '=', caseId)
    .executeTakeFirst()
  return row === undefined
    ? null
    : { caseId: row.case_id, caseNumber: row.case_number, ref: row.ref, submittedAt: row.submitted_at }
}

/** Numbers of documents, accounts and taxpayers, and contact data, are masked for everybody until revealed. */
const ALWAYS_MASKED = /^contact\.(email|phone)$|^account\.iban$|^document\.(number|mrz)|nationalId|\.tin$/

function factsOf(answers: Answers, clear: boolean): CaseFile['facts'] {
  return leaves(answers).map(([path, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    const masked = !isOpenPath(path) && (!clear || ALWAYS_MASKED.test(path))
    return { path, value: masked ? maskValue(path, text) : text, masked }
  })
}

async function rfisOf(ctx: StoreContext, trx: Transaction<Database>, caseId: string): Promise<CaseFile['rfis']> {
  // Both state columns are written by the RFI use cases from these words.
  return (await rfisOfCase(ctx, trx, caseId)).map(({ rfi, items }) => ({
    rfiId: rfi.rfi_id,
    state: rfi.state as CaseFile['rfis'][number]['state'],
    items: items.map((item) => ({
      itemId: item.item_id,
      code: item.code,
      path: item.path,
      state: item.state as 'OPEN' | 'ANSWERED' | 'REFUSED',
      refusalReason: item.refusal_reason,
    })),
    openedAt: rfi.opened_at,
    dueAt: rfi.due_at,
  }))
}

async function notesOf(
  ctx: StoreContext,
  trx: Transaction<Database>,
  { row, cipher }: LoadedCase,
): Promise<CaseFile['notes']> {
  const notes = await trx
    .selectFrom('kyc_note')
    .selectAll()
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', '=', row.case_id)
    .orderBy('note_id')
    .execute()
  return notes.map((note) => ({
    noteId: note.note_id,
    byId: note.actor_id,
    at: note.at,
    text: cipher.open(`note/${note.note_id}`, note.text_sealed),
  }))
}
