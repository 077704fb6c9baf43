/** What people set over a case: the class, recorded false positives, refused answers, appeals. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  ADMIN,
  ANALYST,
  APPLICANT,
  assessed,
  AUDITOR,
  codeOf,
  confirmAs,
  drained,
  evaluated,
  EVERYBODY,
  IBAN_FINDING,
  inChecks,
  inReview,
  MLRO,
  NOTE,
  proposeAs,
  recordAllChecks,
  revisionOf,
  SANCTIONS_FINDING,
  SANCTIONS_HIT,
  ADDRESS_FINDING,
  SENIOR,
  SERVICE,
  valueOf,
} from './case-driver.ts'
import { openTestStore, type TestDatabase, type TestStore } from './open-test-store.ts'

const REASON = 'Business model and sources were explained in person.'

export function describeGovernance(database: () => TestDatabase): void {
  describe('governance of cases', () => {
    let test: TestStore
    beforeEach(async () => {
      test = await openTestStore(database())
    })
    afterEach(() => test.stop())

    const inEdd = async (floor?: Parameters<typeof assessed>[4]) => {
      const caseId = await inChecks(test.store)
      await recordAllChecks(test.store, caseId)
      await evaluated(test.store, caseId, [])
      const assessmentId = await assessed(test.store, caseId, 'HIGH', 1, floor)
      const refs = { reviewRef: 'edd_review', approvalRef: 'edd_senior_approval' }
      valueOf(await test.store.openEdd({ actor: SERVICE, caseId, workflowId: 'edd-1', assessmentId, ...refs }))
      return caseId
    }

    it('raises the class before it is assessed, and counts what was set', async () => {
      const { store } = test
      const { caseId, items } = await inReview(store, [ADDRESS_FINDING])
      const raise = { actor: ANALYST, caseId, to: 'HIGH', reason: REASON } as const
      expect(
        codeOf(await store.raiseClass({ ...raise, actor: AUDITOR, revision: await revisionOf(store, caseId) })),
      ).toBe('ROLE_MISSING')
      expect(
        codeOf(await store.raiseClass({ ...raise, reason: 'no', revision: await revisionOf(store, caseId) })),
      ).toBe('NOTE_TOO_SHORT')
      valueOf(await store.raiseClass({ ...raise, revision: await revisionOf(store, caseId) }))
      expect(valueOf(await store.setClassOf({ actor: ANALYST, caseId }))).toMatchObject({
        model: null,
        set: 'HIGH',
        by: ANALYST.id,
        approvedBy: null,
        reason: REASON,
      })
      const address = items.get('ADDRESS_REVIEW') ?? ''
      valueOf(await proposeAs(store, ANALYST, caseId, address, 'ACCEPT', ['NO_FIXED_RESIDENCE']))
      await assessed(store, caseId, 'LOW')
      expect(valueOf(await store.caseDetail({ actor: ANALYST, caseId })).riskClass).toBe('HIGH')
      expect(codeOf(await store.approve({ actor: SERVICE, caseId }))).not.toBe('ok')
    })

    it('lowers it with two people, and not by one who asked', async () => {
      const { store } = test
      const caseId = await inEdd()
      const ask = { caseId, to: 'MEDIUM', reason: REASON } as const
      const revision = await revisionOf(store, caseId)
      expect(codeOf(await store.requestLowerClass({ ...ask, actor: ANALYST, revision }))).toBe('ROLE_MISSING')
      const { requestId } = valueOf(await store.requestLowerClass({ ...ask, actor: EVERYBODY, revision }))
      expect(codeOf(await store.requestLowerClass({ ...ask, actor: EVERYBODY, revision }))).toBe('ENTRY_NOT_OPEN')
      expect(await store.listRequests({ actor: MLRO })).toMatchObject([
        { requestId, kind: 'LOWER_CLASS', state: 'OPEN', note: REASON, payload: { to: 'MEDIUM' } },
      ])
      expect(await store.listRequests({ actor: APPLICANT })).toEqual([])
      const decide = { requestId, decision: 'CONFIRM', note: NOTE } as const
      expect(codeOf(await store.decideRequest({ ...decide, actor: EVERYBODY }))).toBe('SAME_PERSON')
      expect(codeOf(await store.decideRequest({ ...decide, actor: SENIOR }))).toBe('ROLE_MISSING')
      valueOf(await store.decideRequest({ ...decide, actor: MLRO }))
      expect(valueOf(await store.caseDetail({ actor: MLRO, caseId })).riskClass).toBe('MEDIUM')
      expect(codeOf(await store.decideRequest({ ...decide, actor: MLRO }))).toBe('ENTRY_NOT_OPEN')
      // The model says the same again: what two people set holds. It says less: the model counts.
      await assessed(store, caseId, 'HIGH', 2)
      expect(valueOf(await store.caseDetail({ actor: MLRO, caseId })).riskClass).toBe('MEDIUM')
      await assessed(store, caseId, 'LOW', 3)
      expect(valueOf(await store.caseDetail({ actor: MLRO, caseId })).riskClass).toBe('LOW')
    })

    it('never lowers it under a floor of the law, nor by a refused request', async () => {
      const { store } = test
      const law = { id: 'F-PEP', effect: 'HIGH', basis: 'law', authority: 'LAW', driver: 'pep:CURRENT' } as const
      const caseId = await inEdd([law])
      const ask = { actor: SENIOR, caseId, to: 'MEDIUM', reason: REASON } as const
      expect(await store.requestLowerClass({ ...ask, revision: await revisionOf(store, caseId) })).toMatchObject({
        ok: false,
        error: { code: 'OUTCOME_NOT_ALLOWED', details: { reason: 'BELOW_LAW_FLOOR' } },
      })
      const other = await inEdd()
      const again = { ...ask, caseId: other, revision: await revisionOf(store, other) }
      const { requestId } = valueOf(await store.requestLowerClass(again))
      valueOf(await store.decideRequest({ actor: MLRO, requestId, decision: 'REFUSE', note: NOTE }))
      expect(valueOf(await store.caseDetail({ actor: MLRO, caseId: other })).riskClass).toBe('HIGH')
    })

    it('lists what was cleared, and raises alerts again after a revocation', async () => {
      const { store } = test
      const { caseId, items } = await inReview(store, [SANCTIONS_FINDING], [SANCTIONS_HIT])
      const itemId = items.get('SANCTIONS_MATCH') ?? ''
      valueOf(await proposeAs(store, ANALYST, caseId, itemId, 'FALSE_POSITIVE', ['DOB_CONFLICT']))
      valueOf(await confirmAs(store, SENIOR, caseId, itemId))
      const [entry] = await store.listGoodGuys({ actor: AUDITOR })
      expect(entry).toMatchObject({
        caseId,
        listId: 'UN',
        approvals: [ANALYST.id, SENIOR.id],
        expiresAt: '2027-11-23T09:00:00.000Z',
        inForce: true,
        identityHolds: true,
        entryHash: SANCTIONS_HIT.entryContentHash,
        identityHash: expect.stringMatching(/^\S{20,}$/),
        score: SANCTIONS_HIT.score,
        caseNumber: expect.stringMatching(/^KYC-/),
        endedBy: null,
        endReason: null,
      })
      expect(await store.listGoodGuys({ actor: AUDITOR, before: entry?.goodGuyId ?? '' })).toEqual([])
      expect(await store.listGoodGuys({ actor: APPLICANT })).toEqual([])
      const revoke = { goodGuyId: entry?.goodGuyId ?? '', reason: REASON }
      expect(codeOf(await store.revokeGoodGuy({ ...revoke, actor: ANALYST }))).toBe('ROLE_MISSING')
      valueOf(await store.revokeGoodGuy({ ...revoke, actor: ADMIN }))
      expect(codeOf(await store.revokeGoodGuy({ ...revoke, actor: ADMIN }))).toBe('ENTRY_NOT_OPEN')
      expect(await store.listGoodGuys({ actor: MLRO, caseId })).toMatchObject([
        { inForce: false, endedBy: ADMIN.id, endReason: REASON },
      ])
      expect(await store.listGoodGuys({ actor: MLRO, inForce: true })).toEqual([])
      expect(await store.listGoodGuys({ actor: MLRO, inForce: false })).toHaveLength(1)
      expect(valueOf(await store.loadCaseForWork(caseId)).goodGuys).toEqual([])
    })

    it('sends an answer back with a reason, and after three lets a person decide', async () => {
      const { store } = test
      const caseId = await inChecks(store)
      await recordAllChecks(store, caseId)
      await evaluated(store, caseId, [IBAN_FINDING])
      const items = [
        { code: 'IBAN_CHECKSUM', path: 'account.iban' },
        { code: 'DOC_REQUIRED', path: 'document' },
      ]
      const open = { actor: SERVICE, caseId, workflowId: 'rfi-1', waitRef: 'w', items }
      const { rfiId } = valueOf(await store.openRfi(open))
      const iban = async () =>
        valueOf(await store.caseDetail({ actor: ANALYST, caseId })).rfis[0]?.items.find(
          ({ path }) => path === 'account.iban',
        )
      const itemId = (await iban())?.itemId ?? ''
      const refuse = async (actor = ANALYST) =>
        store.refuseRfiItem({
          actor,
          caseId,
          itemId,
          reasonCode: 'UNREADABLE',
          revision: await revisionOf(store, caseId),
        })
      const answer = async (value: string) =>
        valueOf(await store.answerRfi({ actor: APPLICANT, caseId, rfiId, set: { 'account.iban': value } }))
      expect(codeOf(await refuse())).toBe('ITEM_NOT_OPEN')
      await answer('DE11')
      expect(codeOf(await refuse(AUDITOR))).toBe('ROLE_MISSING')
      await drained(store)
      expect(valueOf(await refuse())).toMatchObject({ refusals: 1, decide: false, state: 'RFI_OPEN' })
      expect((await drained(store)).map(({ kind }) => kind)).toEqual(['SEND_MAIL'])
      expect(await iban()).toMatchObject({ state: 'REFUSED', refusalReason: 'UNREADABLE' })
      await answer('DE22')
      expect(await iban()).toMatchObject({ state: 'ANSWERED', refusalReason: null })
      expect(valueOf(await refuse())).toMatchObject({ refusals: 2, decide: false })
      await answer('DE33')
      expect(valueOf(await refuse())).toMatchObject({ refusals: 3, decide: true })
      expect(codeOf(await refuse())).toBe('ITEM_NOT_OPEN')
      // The other item ends the request; the same finding goes to a person now.
      const rest = { actor: APPLICANT, caseId, rfiId, set: {}, cannotProvide: [{ code: 'DOC_REQUIRED', text: 'lost' }] }
      expect(valueOf(await store.answerRfi(rest)).state).toBe('IN_CHECKS')
      await evaluated(store, caseId, [IBAN_FINDING], 'evaluation-2')
      const review = { actor: SERVICE, caseId, workflowId: 'adj-1', makerRef: 'm', checkerRef: 'c' }
      valueOf(await store.openReview(review))
      const decision = valueOf(await store.caseDetail({ actor: ANALYST, caseId })).items[0]?.itemId ?? ''
      valueOf(await proposeAs(store, ANALYST, caseId, decision, 'REJECT', ['NOT_VERIFIABLE']))
      expect(valueOf(await confirmAs(store, SENIOR, caseId, decision)).state).toBe('REJECTED')
      expect(valueOf(await store.caseDetail({ actor: MLRO, caseId })).reasonCode).toBe('CDD_INCOMPLETE')
      expect(valueOf(await store.loadCaseForWork(caseId)).resolutions).toMatchObject([
        { resolution: 'CONFIRMED', rejection: 'CDD_INCOMPLETE' },
      ])
    })

    it('opens an appeal as a new case that nobody who decided may touch', async () => {
      const { store } = test
      const { caseId, items } = await inReview(store, [SANCTIONS_FINDING], [SANCTIONS_HIT])
      const bytes = Uint8Array.from([0x25, 0x50, 0x44, 0x46, 0x2d, 0x31])
      const file = { type: 'PASSPORT', fileName: 'passport.pdf', mediaType: 'application/pdf', bytes }
      valueOf(await store.addDocument({ actor: APPLICANT, caseId, ...file }))
      const appeal = { actor: APPLICANT, caseId, text: 'I am somebody else, please compare the birth dates.' }
      expect(codeOf(await store.appeal(appeal))).toBe('TRANSITION_REFUSED')
      const itemId = items.get('SANCTIONS_MATCH') ?? ''
      valueOf(await proposeAs(store, ANALYST, caseId, itemId, 'TRUE_MATCH', ['NAME_DOB_EQUAL']))
      valueOf(await confirmAs(store, MLRO, caseId, itemId))
      expect(codeOf(await store.appeal({ ...appeal, actor: ANALYST }))).toBe('ROLE_MISSING')
      await drained(store)
      const opened = valueOf(await store.appeal(appeal))
      expect(opened.excluded).toBe(2)
      expect(codeOf(await store.appeal(appeal))).toBe('TRANSITION_REFUSED')
      const again = opened.caseId
      expect((await drained(store)).map(({ kind }) => kind)).toEqual(['START_WORKFLOW', 'SEND_MAIL'])
      const detail = valueOf(await store.caseDetail({ actor: SENIOR, caseId: again }))
      expect(detail).toMatchObject({ kind: 'EVENT_REVIEW', state: 'SUBMITTED', notes: [{ text: appeal.text }] })
      const copy = { actor: SENIOR, caseId: again, documentId: detail.documents[0]?.documentId ?? '', reason: 'AUDIT' }
      expect(valueOf(await store.readDocument(copy)).bytes).toEqual(bytes)
      expect(valueOf(await store.findDuplicates(again))).toEqual([])
      valueOf(await store.workflowStarted({ actor: SERVICE, caseId: again, workflowId: 'wf-2', workflowVersion: 1 }))
      await recordAllChecks(store, again, [SANCTIONS_HIT])
      await evaluated(store, again, [SANCTIONS_FINDING])
      const review = { actor: SERVICE, caseId: again, workflowId: 'adj-2', makerRef: 'm', checkerRef: 'c' }
      valueOf(await store.openReview(review))
      const item = valueOf(await store.caseDetail({ actor: SENIOR, caseId: again })).items[0]?.itemId ?? ''
      const fresh = { ...ANALYST, id: 'p-gina' }
      expect(codeOf(await proposeAs(store, ANALYST, again, item, 'FALSE_POSITIVE', ['DOB_CONFLICT']))).toBe(
        'ROLE_MISSING',
      )
      valueOf(await proposeAs(store, fresh, again, item, 'FALSE_POSITIVE', ['DOB_CONFLICT']))
      expect(codeOf(await confirmAs(store, MLRO, again, item))).toBe('ROLE_MISSING')
      expect(valueOf(await confirmAs(store, SENIOR, again, item)).state).toBe('IN_CHECKS')
    })
  })
}
