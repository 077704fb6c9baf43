// Cleared pairs, legal holds and appeals of real cases, over HTTP, by the people who may.
import {
  ApprovalRequestSchema,
  GoodGuyListSchema,
  LegalHoldSchema,
  RetentionRuleSchema,
  RetentionStateSchema,
  StatusViewSchema,
} from '@gatehouse/kyc/wire'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Client, eventually, type Gatehouse, HttpFailure, startGatehouse } from '../support/gatehouse.ts'
import { decide } from './human-decisions.ts'

const REASON = 'A second look found that the passport was forged.'
const sample = new URL('../../docs/samples/waldemar-schwarzkassen.json', import.meta.url)
let gatehouse: Gatehouse
beforeAll(async () => {
  gatehouse = await startGatehouse()
  await gatehouse.server.seedDemoCases()
})
afterAll(() => gatehouse.stop())

/** Status and code of the refusal. */
async function refusal(client: Client, method: string, path: string, body?: unknown): Promise<string> {
  try {
    await client.call(method, path, body)
    return 'ok'
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error
    const { code } = z.object({ error: z.object({ code: z.string() }) }).parse(JSON.parse(error.body)).error
    return `${error.status} ${code}`
  }
}

/** A case of the namesake of a listed person: same name, other birth date. */
const namesake = () =>
  eventually('the namesake to be in review', async () => {
    const { items } = await (await gatehouse.as('Anna')).queue('team')
    return items.find(
      ({ customerName, hits, state }) =>
        customerName === 'Waldemar Schwarzkassen' && state === 'IN_REVIEW' && (hits.bestScore ?? 100) < 90,
    )?.caseId
  })

describe('a cleared pair', () => {
  it('is made by two people, seen with what it is bound to, and revoked with a reason', async () => {
    const caseId = await namesake()
    await decide('FALSE_POSITIVE', ['DOB_CONFLICT', 'BIRTHPLACE_CONFLICT'], 'Chiara')({ gatehouse, caseId, email: '' })
    const list = async (who: string, query = '') =>
      GoodGuyListSchema.parse(await (await gatehouse.as(who)).call('GET', `/kyc/v1/good-guys?caseId=${caseId}${query}`))
    const [pair] = (await list('Greta')).items
    expect(pair).toMatchObject({
      caseId,
      entryName: 'Waldemar Schwarzkassen',
      entryBinding: 'SAME',
      identityHolds: true,
      approvals: [{ name: 'Anna Lindqvist' }, { name: 'Chiara Moretti' }],
      inForce: true,
    })
    // An auditor sees names masked, as on the case itself.
    expect(pair?.customerName).not.toContain('Schwarzkassen')
    expect((await list('Chiara')).items[0]?.customerName).toBe('Waldemar Schwarzkassen')

    const path = `/kyc/v1/good-guys/${pair?.goodGuyId}/revocation`
    expect(await refusal(await gatehouse.as('Anna'), 'POST', path, { reason: REASON })).toBe('403 FORBIDDEN')
    expect(await refusal(await gatehouse.as('Elena'), 'POST', path, { reason: 'no' })).toBe('422 NOTE_TOO_SHORT')
    await (await gatehouse.as('Elena')).call('POST', path, { reason: REASON })
    expect(await refusal(await gatehouse.as('Elena'), 'POST', path, { reason: REASON })).toBe('409 ENTRY_NOT_OPEN')
    expect((await list('Elena', '&state=IN_FORCE')).items).toEqual([])
    expect((await list('Elena', '&state=ENDED')).items).toMatchObject([
      { inForce: false, endedBy: { name: 'Elena Marsh' }, endReason: REASON },
    ])
    const { items } = z
      .object({ items: z.array(z.object({ action: z.string(), actor: z.object({ name: z.string() }) })) })
      .parse(await (await gatehouse.as('Greta')).call('GET', '/kyc/v1/audit?action=good_guy.revoked'))
    expect(items).toMatchObject([{ actor: { name: 'Elena Marsh' } }])
  }, 120_000)
})

describe('a legal hold', () => {
  it('is asked for by one person and set by another, and lifted the same way', async () => {
    const elena = await gatehouse.as('Elena')
    const dmitri = await gatehouse.as('Dmitri')
    const { items } = await (await gatehouse.as('Anna')).queue('team')
    const caseId = items[0]?.caseId ?? ''
    const order = { authority: 'FIU', reference: 'FIU-2026-77', until: '2029-01-31', note: REASON }
    const path = `/kyc/v1/cases/${caseId}/legal-holds`
    expect(await refusal(dmitri, 'POST', path, order)).toBe('403 FORBIDDEN')
    expect(await refusal(elena, 'POST', path, { ...order, until: '2099-01-01' })).toBe('400 INVALID_INPUT')
    await elena.call('POST', path, order)
    const requests = async (client: Client) =>
      z.array(ApprovalRequestSchema).parse(await client.call('GET', `/kyc/v1/requests?caseId=${caseId}`))
    expect(await requests(elena)).toMatchObject([
      { kind: 'SET_LEGAL_HOLD', mayDecide: false, whyNot: 'why-not.same-person', note: REASON },
    ])
    const [asked] = await requests(dmitri)
    expect(asked).toMatchObject({ mayDecide: true, whyNot: null, madeBy: { name: 'Elena Marsh' } })
    const decision = { decision: 'CONFIRM', note: 'The order is genuine.' }
    await dmitri.call('POST', `/kyc/v1/requests/${asked?.requestId}/decision`, decision)

    const holds = async () =>
      z.array(LegalHoldSchema).parse(await dmitri.call('GET', `/kyc/v1/legal-holds?caseId=${caseId}`))
    const [hold] = await holds()
    expect(hold).toMatchObject({ setBy: { name: 'Elena Marsh' }, approvedBy: { name: 'Dmitri Vogel' }, liftedAt: null })
    const retention = async () =>
      RetentionStateSchema.parse(await dmitri.call('GET', `/kyc/v1/cases/${caseId}/retention`))
    expect(await retention()).toMatchObject({ rule: null, heldBy: hold?.holdId })

    await elena.call('POST', `/kyc/v1/legal-holds/${hold?.holdId}/lifting`, { note: REASON })
    const lifting = (await requests(dmitri)).find(({ kind }) => kind === 'LIFT_LEGAL_HOLD')
    await dmitri.call('POST', `/kyc/v1/requests/${lifting?.requestId}/decision`, decision)
    expect((await holds())[0]?.liftedAt).not.toBeNull()
    expect((await retention()).heldBy).toBeNull()
  }, 60_000)

  it('keeps a rule from erasing before two people let it', async () => {
    const elena = await gatehouse.as('Elena')
    const farid = await gatehouse.as('Farid')
    await elena.call('POST', '/kyc/v1/retention/rules/CUSTOMER_LEFT/requests', { note: REASON })
    const open = z
      .array(ApprovalRequestSchema)
      .parse(await farid.call('GET', '/kyc/v1/requests'))
      .find(({ kind, state }) => kind === 'RETENTION_RULE' && state === 'OPEN')
    const path = `/kyc/v1/requests/${open?.requestId}/decision`
    const confirm = { decision: 'CONFIRM', note: 'Agreed in the committee.' }
    expect(await refusal(elena, 'POST', path, confirm)).toBe('403 SAME_PERSON')
    await farid.call('POST', path, confirm)
    const rules = z.array(RetentionRuleSchema).parse(await elena.call('GET', '/kyc/v1/retention/rules'))
    expect(rules.find(({ rule }) => rule === 'CUSTOMER_LEFT')).toMatchObject({
      requestedBy: { name: 'Elena Marsh' },
      approvedBy: { name: 'Farid Haddad' },
    })
  })
})

describe('an appeal', () => {
  it('opens the case again for people who did not decide it, and tells the applicant nothing more', async () => {
    const anna = await gatehouse.as('Anna')
    const dmitri = await gatehouse.as('Dmitri')
    const caseId = await eventually('the listed person to be in review', async () => {
      const { items } = await anna.queue('team')
      return items.find(
        ({ customerName, hits, state }) =>
          customerName === 'Waldemar Schwarzkassen' && state === 'IN_REVIEW' && (hits.bestScore ?? 0) > 90,
      )?.caseId
    })
    await decide('TRUE_MATCH', ['NAME_DOB_EQUAL'], 'Dmitri')({ gatehouse, caseId, email: '' })
    await eventually('the refusal', async () => (await dmitri.kycCase(caseId)).state === 'REJECTED')

    const visitor = await opened()
    const address = `/apply/v1/applications/${visitor.ref}`
    const before = StatusViewSchema.parse(await visitor.client.call('GET', `${address}/status`))
    expect(before).toMatchObject({ textKey: 'status.decided.not-approved', mayAppeal: true, appeal: null })
    expect(await refusal(visitor.client, 'POST', `${address}/appeal`, { text: ' ' })).toBe('400 INVALID_INPUT')
    const after = StatusViewSchema.parse(
      await visitor.client.call('POST', `${address}/appeal`, { text: 'I share a name with him, no more.' }),
    )
    expect(after).toMatchObject({ textKey: before.textKey, mayAppeal: false, appeal: { ref: expect.any(String) } })
    expect(await refusal(visitor.client, 'POST', `${address}/appeal`, { text: 'Again.' })).toMatch(/^4\d\d /)

    const { appealedIn } = await dmitri.kycCase(caseId)
    const again = appealedIn?.caseId ?? ''
    const chiara = await gatehouse.as('Chiara')
    const reopened = await eventually('the case to be in review again', async () => {
      const found = await chiara.kycCase(again)
      return found.state === 'IN_REVIEW' && found
    })
    expect(reopened).toMatchObject({ occasion: 'APPEAL', appealOf: { caseId } })
    expect(await refusal(anna, 'POST', `/kyc/v1/cases/${again}/claim`)).toMatch(/^403 /)
    await (await gatehouse.as('Bruno')).call('POST', `/kyc/v1/cases/${again}/claim`)
  }, 120_000)
})

/** The applicant's own browser, opened with the code from the mail. */
async function opened(): Promise<{ client: Client; ref: string }> {
  const anna = await gatehouse.as('Anna')
  const { application } = z
    .object({ application: z.object({ contact: z.object({ email: z.string() }) }) })
    .parse({ application: JSON.parse(await readFile(sample, 'utf8')) })
  const { email } = application.contact
  const client = new Client(gatehouse.url)
  await client.call('POST', '/apply/v1/resume', { email })
  const code = await eventually('a code by mail', async () => {
    const mails = (await anna.mailbox()).filter(({ to }) => to === email)
    return mails.flatMap(({ subject, text }) => /\b(\d{6})\b/.exec(`${subject} ${text}`)?.[1] ?? [])[0]
  })
  const { ref } = z
    .object({ ref: z.string() })
    .parse(await client.call('POST', '/apply/v1/resume/confirm', { email, code }))
  return { client, ref }
}
