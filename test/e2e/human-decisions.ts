// What people decide about each test customer, as its file assumes, through the same HTTP calls as the console makes.
import type { CaseDetail } from '@gatehouse/kyc/wire'
import { Client, eventually, type Gatehouse } from '../support/gatehouse.ts'

const NOTE = 'Compared field by field with the entry and the document.'
const DAY_MS = 86_400_000

export interface Script {
  readonly gatehouse: Gatehouse
  readonly caseId: string
  readonly email: string
}
export type Step = (script: Script) => Promise<void>

/** An analyst proposes on every open item; `checker` confirms those that need a second person. */
export function decide(
  outcome: string,
  reasonCodes: readonly string[],
  checker?: string,
  rfiItems?: readonly RfiItem[],
): Step {
  return async ({ gatehouse, caseId }) => {
    const analyst = await gatehouse.as('Anna')
    for (const { itemId } of (await inState(analyst, caseId, 'IN_REVIEW')).items.filter(
      ({ state }) => state === 'OPEN',
    )) {
      const { revision } = await analyst.kycCase(caseId)
      const proposal = { outcome, reasonCodes, note: NOTE, revision, ...(rfiItems === undefined ? {} : { rfiItems }) }
      await analyst.call('POST', `/kyc/v1/cases/${caseId}/items/${itemId}/proposal`, proposal)
    }
    if (checker === undefined) return
    const second = await gatehouse.as(checker)
    for (const { itemId } of (await inState(second, caseId, 'SECOND_REVIEW')).items.filter(
      ({ state }) => state === 'PROPOSED',
    )) {
      const { revision } = await second.kycCase(caseId)
      const confirmation = { decision: 'CONFIRM', note: NOTE, revision }
      await second.call('POST', `/kyc/v1/cases/${caseId}/items/${itemId}/confirmation`, confirmation)
    }
  }
}

interface RfiItem {
  readonly code: string
  readonly path: string
}

/** Enhanced due diligence: an analyst recommends, the MLRO decides. */
export function edd(outcome: 'APPROVE' | 'APPROVE_WITH_CONDITIONS' | 'REFUSE', reasonCode: string): Step {
  return async ({ gatehouse, caseId }) => {
    const analyst = await gatehouse.as('Anna')
    await proposeOn(analyst, await inState(analyst, caseId, 'EDD_REVIEW'), 'edd_review', 'RECOMMEND_APPROVE', [
      'RISK_ACCEPTABLE',
    ])
    const mlro = await gatehouse.as('Dmitri')
    await proposeOn(mlro, await inState(mlro, caseId, 'EDD_APPROVAL'), 'edd_senior_approval', outcome, [reasonCode])
  }
}

async function proposeOn(
  client: Client,
  kycCase: CaseDetail,
  kind: string,
  outcome: string,
  reasonCodes: readonly string[],
) {
  const item = kycCase.items.find((candidate) => candidate.kind === kind && candidate.state === 'OPEN')
  if (item === undefined) throw new Error(`No open ${kind} on case ${kycCase.caseId}`)
  const proposal = { outcome, reasonCodes, note: NOTE, revision: kycCase.revision }
  await client.call('POST', `/kyc/v1/cases/${kycCase.caseId}/items/${item.itemId}/proposal`, proposal)
}

/** The applicant comes back by a mailed code and answers the open request. */
export function answer(set: Readonly<Record<string, unknown>>): Step {
  return async (script) => {
    const { applicant, ref } = await comeBack(script)
    const status = await eventually('an open request', async () => {
      const view = await applicant.call('GET', `/apply/v1/applications/${ref}/status`)
      return requestsOf(view).length > 0 && view
    })
    for (const { rfiId } of requestsOf(status)) {
      await applicant.call('POST', `/apply/v1/applications/${ref}/requests/${rfiId}/answer`, { set })
    }
  }
}

export const withdraw: Step = async (script) => {
  await inState(await script.gatehouse.as('Anna'), script.caseId, 'RFI_OPEN')
  const { applicant, ref } = await comeBack(script)
  await applicant.call('POST', `/apply/v1/applications/${ref}/withdrawal`, {})
}

/** Two weeks pass without an answer; the waiting timer is ended by hand, as an operator can. */
export const letTimeRunOut: Step = async ({ gatehouse, caseId }) => {
  const { workflowId } = await inState(await gatehouse.as('Anna'), caseId, 'RFI_OPEN')
  gatehouse.advance(14 * DAY_MS + 60_000)
  const client = await gatehouse.as('Ines')
  const child = await eventually('the waiting request', async () => {
    const run = await client.call('GET', `/api/workflow/${workflowId}`)
    return subWorkflowOf(run, 'findings_rfi')
  })
  await eventually('the timer to be there', async () => {
    const run = await client.call('GET', `/api/workflow/${child}`)
    return JSON.stringify(run).includes('"rfi_wait__1"')
  })
  await client.call('POST', `/api/tasks/${child}/rfi_wait/COMPLETED`, {})
}

export async function inState(client: Client, caseId: string, state: string): Promise<CaseDetail> {
  let seen = ''
  return eventually(
    `case ${caseId} to be ${state}`,
    async () => {
      const kycCase = await client.kycCase(caseId)
      if (kycCase.state !== seen) seen = kycCase.state
      return kycCase.state === state && kycCase
    },
    120_000,
  ).catch((error: unknown) => {
    throw new Error(`Case ${caseId} is ${seen}, not ${state}`, { cause: error })
  })
}

async function comeBack({ gatehouse, email }: Script): Promise<{ applicant: Client; ref: string }> {
  const applicant = new Client(gatehouse.url)
  const staff = await gatehouse.as('Anna')
  const before = new Set((await staff.mailbox()).map(({ id }) => id))
  await applicant.call('POST', '/apply/v1/resume', { email })
  const code = await eventually('a code by mail', async () => {
    const mails = (await staff.mailbox()).filter(({ id, to }) => !before.has(id) && to === email)
    return mails.flatMap(({ subject }) => /: (\d{6})$/.exec(subject)?.[1] ?? [])[0]
  })
  const { ref } = await refOf(applicant.call('POST', '/apply/v1/resume/confirm', { email, code }))
  return { applicant, ref }
}

async function refOf(answered: Promise<unknown>): Promise<{ ref: string }> {
  const body = await answered
  if (typeof body === 'object' && body !== null && 'ref' in body && typeof body.ref === 'string')
    return { ref: body.ref }
  throw new Error('The answer names no application')
}

function requestsOf(view: unknown): readonly { rfiId: string }[] {
  if (typeof view !== 'object' || view === null || !('requests' in view) || !Array.isArray(view.requests)) return []
  return view.requests.filter((request): request is { rfiId: string } => typeof request?.rfiId === 'string')
}

function subWorkflowOf(run: unknown, reference: string): string | undefined {
  if (typeof run !== 'object' || run === null || !('tasks' in run) || !Array.isArray(run.tasks)) return undefined
  const task = run.tasks.find((candidate) => String(candidate?.referenceTaskName).startsWith(reference))
  return typeof task?.subWorkflowId === 'string' ? task.subWorkflowId : undefined
}
