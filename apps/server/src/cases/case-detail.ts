/** The adapter from the stored case to what the console is shown. */
import { ApplicationSchema, may } from '@gatehouse/kyc'
import type { Actor, CaseFile } from '@gatehouse/kyc/store'
import type { CaseDetail } from '@gatehouse/kyc/wire'
import { sectionOf } from '../apply/sections.ts'
import type { Parts } from '../routes/parts.ts'
import { caseActions } from './case-actions.ts'
import { toCaseRow } from './case-row.ts'
import type { DocumentFact } from './document-facts.ts'
import { documentFacts } from './document-facts.ts'
import { toHitView } from './hit-view.ts'
import { toReviewItem } from './item-view.ts'
import { toRiskView } from './risk-view.ts'

export async function toCaseDetail(
  file: CaseFile,
  actor: Actor,
  { directory, screening, store }: Pick<Parts, 'directory' | 'screening' | 'store'>,
): Promise<CaseDetail> {
  const row = await toCaseRow(file, directory)
  const staff = await directory.all()
  const onDocument = await factsOnDocument(file, store)
  const common = {
    ...row,
    revision: file.revision,
    dataRevision: file.dataRevision,
    policyVersion: file.policyVersion,
    workflowId: file.workflowId,
    reasonCode: file.reasonCode,
    decidedAt: file.decidedAt,
    customerClass: file.customerClass,
    customerId: file.customerId,
    appealOf: linked(file.appealOf),
    appealedIn: linked(file.appealedIn),
    facts: file.facts.map((fact) => ({
      ...fact,
      section: sectionOf(fact.path) ?? 'other',
      ...beside(fact, onDocument.get(fact.path)),
    })),
    rfis: file.rfis.map((rfi) => ({ ...rfi, items: rfi.items.map((item) => ({ ...item })) })),
    actions: caseActions(file, actor),
  }
  // Support and administrators see the status and the contact channel only.
  if (!may(actor.roles, 'view_case', file))
    return { ...common, documents: [], checks: [], hitList: [], items: [], risk: null }
  const listNames = new Map(screening.status().map((list) => [list.listId, list.name]))
  return {
    ...common,
    documents: file.documents.map((document) => ({ ...document })),
    checks: file.checks.map(({ checkId, kind, result, errors, dataRevision, at, versions }) => ({
      checkId,
      kind,
      result,
      errors: [...errors],
      dataRevision,
      at,
      versions: { ...versions },
    })),
    hitList: file.hitList.map((hit) => toHitView(hit, listNames.get(hit.listId) ?? hit.listId)),
    items: await Promise.all(file.items.map((item) => toReviewItem(item, file, actor, { directory, staff }))),
    risk: file.assessment === null ? null : toRiskView(file.assessment),
  }
}

const linked = (link: CaseFile['appealOf']) =>
  link === null ? null : { caseId: link.caseId, caseNumber: link.caseNumber }

type Fact = CaseFile['facts'][number]

/** The zone itself is masked in a case file, so the comparison is made from the answers and only its result is shown. */
async function factsOnDocument(file: CaseFile, store: Parts['store']): Promise<ReadonlyMap<string, DocumentFact>> {
  if (!file.facts.some(({ path }) => path.startsWith('document.mrz'))) return new Map()
  const loaded = await store.loadCaseForWork(file.caseId)
  if (!loaded.ok) return new Map()
  // A draft may not be whole yet.
  const application = ApplicationSchema.safeParse(loaded.value.application)
  return application.success ? documentFacts(application.data) : new Map()
}

/** Whoever sees an answer masked sees what the document says masked as well. */
function beside(fact: Fact, onDocument: DocumentFact | undefined) {
  if (onDocument === undefined) return { fromDocument: null, agreement: 'unknown' as const }
  if (!fact.masked) return onDocument
  return { ...onDocument, fromDocument: onDocument.agreement === 'agrees' ? fact.value : '•••••' }
}
