/**
 * The application of a case, one sealed row a leaf and revision: a save writes what changed and nothing else, and any
 * revision can be read back.
 */
import type { Transaction } from 'kysely'
import { fieldRule } from '../application/field-class.ts'
import { indexEntries } from '../crypto/blind-index.ts'
import { changedLeaves, compareSteps, leaves, parsePath, withPath } from '../store/answers.ts'
import type { AuditedValue } from '../audit/record.ts'
import type { StoreContext } from '../store/context.ts'
import type { JsonValue } from '../store/json.ts'
import type { CaseRow, Database } from '../store/schema.ts'
import type { Unit } from '../store/unit.ts'
import type { LoadedCase } from './case-rows.ts'
import { saveCase } from './case-rows.ts'
import { checksTouchedBy } from './check-inputs.ts'

export type Answers = Readonly<Record<string, unknown>>

const sealedPath = (path: string, revision: number) => `application/${path}#${revision}`

/** The application as of a data revision (the current one unless told). */
export async function loadAnswers(
  ctx: StoreContext,
  trx: Transaction<Database>,
  { row, cipher }: LoadedCase,
  revision = row.data_revision,
): Promise<Answers> {
  const fields = await trx
    .selectFrom('kyc_field')
    .select(['path', 'revision', 'value_sealed'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('case_id', '=', row.case_id)
    .where('revision', '<=', revision)
    .orderBy('revision')
    .execute()
  const latest = new Map(fields.map((field) => [field.path, field]))
  const present = [...latest.values()].flatMap(({ path, revision: written, value_sealed: sealed }) => {
    const steps = parsePath(path)
    return steps === null || sealed === null ? [] : [{ path, written, steps, sealed }]
  })
  present.sort((a, b) => compareSteps(a.steps, b.steps))
  return present.reduce<Answers>(
    (answers, { path, written, steps, sealed }) =>
      withPath(answers, steps, cipher.openJson(sealedPath(path, written), sealed)),
    {},
  )
}

export interface DataChange {
  readonly row: CaseRow
  readonly changedPaths: readonly string[]
}

/** Writes the next data revision, or nothing when nothing changed. Refreshes indexes and the name, ages checks. */
export async function saveAnswersOf(
  unit: Unit,
  loaded: LoadedCase,
  before: Answers,
  after: Answers,
): Promise<DataChange> {
  const { row, cipher } = loaded
  const changedPaths = changedLeaves(before, after)
  if (changedPaths.length === 0) return { row, changedPaths }
  const revision = row.data_revision + 1
  const values = new Map(leaves(after))
  const owned = { tenant_id: unit.ctx.tenantId, case_id: row.case_id }
  const fields = changedPaths.map((path) => {
    const value = values.get(path)
    // Values come out of parsed JSON, so they are JSON.
    const sealed = value === undefined ? null : cipher.sealJson(sealedPath(path, revision), value as JsonValue)
    return { ...owned, path, revision, class: fieldRule(path).class, value_sealed: sealed }
  })
  await unit.trx.insertInto('kyc_field').values(fields).execute()
  await unit.trx
    .insertInto('kyc_data_revision')
    .values({ ...owned, revision, at: unit.at, actor_id: unit.actor.id, changed_paths: JSON.stringify(changedPaths) })
    .execute()
  await replaceIndexes(unit, row.case_id, after)
  await ageChecks(unit, row.case_id, changedPaths)
  const next = await saveCase(unit, row, {
    data_revision: revision,
    name_sealed: cipher.seal('case/name', displayName(after)),
  })
  const old = new Map(leaves(before))
  unit.audit({
    action: 'application.changed',
    object: { type: 'application', id: row.case_id, revision },
    caseId: row.case_id,
    before: commitments(loaded, changedPaths, old, row.data_revision),
    after: commitments(loaded, changedPaths, values, revision),
  })
  return { row: next, changedPaths }
}

function commitments(
  { cipher }: LoadedCase,
  paths: readonly string[],
  values: ReadonlyMap<string, unknown>,
  revision: number,
): Record<string, AuditedValue> {
  const present = paths.filter((path) => values.has(path))
  return Object.fromEntries(
    // Values come out of parsed JSON, so they are JSON.
    present.map((path) => [
      path,
      { commitment: cipher.commit(path, values.get(path) as JsonValue), ref: `field:${path}#${revision}` },
    ]),
  )
}

async function replaceIndexes(unit: Unit, caseId: string, answers: Answers): Promise<void> {
  const owned = { tenant_id: unit.ctx.tenantId, case_id: caseId }
  await unit.trx
    .deleteFrom('kyc_blind_index')
    .where('tenant_id', '=', owned.tenant_id)
    .where('case_id', '=', caseId)
    .execute()
  const entries = indexEntries(unit.ctx.keys, answers)
  if (entries.length > 0) {
    await unit.trx
      .insertInto('kyc_blind_index')
      .values(entries.map((entry) => ({ ...owned, ...entry })))
      .execute()
  }
}

/** Checks that used a changed field no longer hold, and neither do verdicts that rested on a changed identity. */
async function ageChecks(unit: Unit, caseId: string, changedPaths: readonly string[]): Promise<void> {
  const kinds = checksTouchedBy(changedPaths)
  if (kinds.length === 0) return
  await unit.trx
    .updateTable('kyc_check')
    .set({ stale: 1 })
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', caseId)
    .where('kind', 'in', [...kinds])
    .execute()
  if (!changedPaths.some((path) => path.startsWith('identity.'))) return
  await unit.trx
    .updateTable('kyc_finding')
    .set({ state: 'OPEN', outcome: null, closed_at: null, reason_codes: '[]' })
    .where('tenant_id', '=', unit.ctx.tenantId)
    .where('case_id', '=', caseId)
    .where('state', '=', 'CLEARED')
    .where('outcome', 'is not', null)
    .where('kind', 'in', ['SANCTIONS_MATCH', 'BLACKLIST_HIT', 'BLACKLIST_POSSIBLE', 'PEP_MATCH', 'ADVERSE_MEDIA_MATCH'])
    .execute()
}

function displayName(answers: Answers): string {
  const values = new Map(leaves(answers))
  const parts = [values.get('identity.givenNames'), values.get('identity.surnames')]
  return parts.filter((part): part is string => typeof part === 'string' && part !== '').join(' ')
}
