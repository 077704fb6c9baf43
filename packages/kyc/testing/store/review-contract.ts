/** Reviews, four eyes, EDD and requests for information. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  ADDRESS_FINDING,
  ANALYST,
  APPLICANT,
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
  SENIOR,
  SERVICE,
  valueOf,
} from './case-driver.ts'
import { openTestStore, type TestDatabase, type TestStore } from './open-test-store.ts'

const DAY = 86_400_000

export function describeReviews(database: () => TestDatabase): void {
  describe('reviews', () => {
    let test: TestStore
    beforeEach(async () => {
      test = await openTestStore(database())
    })
    afterEach(() => test.stop())

    it('refuses the customer after a confirmed true match, closes the case to others and wakes the workflow', async () => {
      const { store } = test
      const { caseId, workflowId, items } = await inReview(store, [SANCTIONS_FINDING], [SANCTIONS_HIT])
      const itemId = items.get('SANCTIONS_MATCH') ?? ''
      await drained(store)
      const proposed = valueOf(await proposeAs(store, ANALYST, caseId, itemId, 'TRUE_MATCH', ['NAME_DOB_EQUAL']))
      expect(proposed).toMatchObject({ state: 'SECOND_REVIEW', needsSecond: true, reviewDone: false })
      expect(await drained(store)).toEqual([
        { kind: 'COMPLETE_TASK', payload: { workflowId, taskRef: 'review_maker', output: { needsSecond: true } } },
      ])
      expect(codeOf(await confirmAs(store, SENIOR, caseId, itemId))).toBe('ROLE_MISSING')
      expect(valueOf(await confirmAs(store, MLRO, caseId, itemId))).toMatchObject({
        state: 'REJECTED',
        reviewDone: true,
      })
      expect(await drained(store)).toEqual([
        { kind: 'COMPLETE_TASK', payload: { workflowId, taskRef: 'review_checker', output: { outcome: 'CONFIRMED' } } },
      ])
      const closed = valueOf(await store.closeReview({ actor: SERVICE, caseId, workflowId }))
      expect(closed).toMatchObject({ outcome: 'REJECT', reasonCode: 'SANCTIONS_TRUE_MATCH', confirmedFindings: 1 })
      expect(valueOf(await store.reject({ actor: SERVICE, caseId }))).toEqual({
        reasonCode: 'SANCTIONS_TRUE_MATCH',
        replayed: true,
      })
      expect(codeOf(await store.caseDetail({ actor: ANALYST, caseId }))).toBe('CASE_RESTRICTED')
      expect(codeOf(await store.caseDetail({ actor: AUDITOR, caseId }))).toBe('ok')
      expect(valueOf(await store.loadCaseForWork(caseId)).resolutions).toMatchObject([
        { resolution: 'CONFIRMED', rejection: 'SANCTIONS_TRUE_MATCH' },
      ])
    })

    it('never lets the same person decide twice, whatever roles she holds, and shows the attempt in the trail', async () => {
      const { caseId, items } = await inReview(test.store, [SANCTIONS_FINDING], [SANCTIONS_HIT])
      const itemId = items.get('SANCTIONS_MATCH') ?? ''
      valueOf(await proposeAs(test.store, EVERYBODY, caseId, itemId, 'FALSE_POSITIVE', ['DOB_CONFLICT']))
      expect(codeOf(await confirmAs(test.store, EVERYBODY, caseId, itemId))).toBe('SAME_PERSON')
      const refused = await test.store.auditList({ caseId, action: 'request.refused', limit: 5 })
      expect(refused.items).toMatchObject([{ actor: { id: EVERYBODY.id }, reasonCode: 'SAME_PERSON' }])
      expect(valueOf(await confirmAs(test.store, SENIOR, caseId, itemId)).state).toBe('IN_CHECKS')
    })

    it.each(['SANCTIONS_MATCH', 'ADDRESS_REVIEW'])(
      'holds the second person apart for each of several items, also for %s alone',
      async (own) => {
        const { store } = test
        const { caseId, items } = await inReview(store, [SANCTIONS_FINDING, ADDRESS_FINDING], [SANCTIONS_HIT])
        const makerOf = (finding: string) => (finding === own ? EVERYBODY : ANALYST)
        const sanctions = items.get('SANCTIONS_MATCH') ?? ''
        const address = items.get('ADDRESS_REVIEW') ?? ''
        const proposals = [
          await proposeAs(store, makerOf('SANCTIONS_MATCH'), caseId, sanctions, 'FALSE_POSITIVE', ['DOB_CONFLICT']),
          await proposeAs(store, makerOf('ADDRESS_REVIEW'), caseId, address, 'REJECT', ['ADDRESS_NOT_PROVED']),
        ]
        expect(proposals.map(codeOf)).toEqual(['ok', 'ok'])
        const [ownItem, otherItem] = own === 'SANCTIONS_MATCH' ? [sanctions, address] : [address, sanctions]
        expect(codeOf(await confirmAs(store, EVERYBODY, caseId, ownItem))).toBe('SAME_PERSON')
        expect(codeOf(await confirmAs(store, EVERYBODY, caseId, ownItem, 'SEND_BACK'))).toBe('SAME_PERSON')
        expect(valueOf(await confirmAs(store, EVERYBODY, caseId, otherItem)).reviewDone).toBe(false)
        expect(codeOf(await confirmAs(store, EVERYBODY, caseId, ownItem))).toBe('SAME_PERSON')
        expect(valueOf(await confirmAs(store, SENIOR, caseId, ownItem)).state).toBe('REJECTED')
      },
    )

    it('remembers a cleared namesake for exactly this identity and this entry', async () => {
      const { caseId, items } = await inReview(test.store, [SANCTIONS_FINDING], [SANCTIONS_HIT])
      const itemId = items.get('SANCTIONS_MATCH') ?? ''
      valueOf(
        await proposeAs(test.store, ANALYST, caseId, itemId, 'FALSE_POSITIVE', ['DOB_CONFLICT', 'BIRTHPLACE_CONFLICT']),
      )
      valueOf(await confirmAs(test.store, SENIOR, caseId, itemId))
      const work = valueOf(await test.store.loadCaseForWork(caseId))
      expect(work.goodGuys).toMatchObject([
        { listId: 'UN', entryId: 'QDi.999', entryContentHash: 'hash-1', scoreWhenCleared: 92.4 },
      ])
      expect(work.hits).toMatchObject([{ verdict: 'FALSE_POSITIVE' }])
      const namesake = await inChecks(test.store)
      expect(valueOf(await test.store.loadCaseForWork(namesake)).goodGuys).toHaveLength(1)
    })

    it('sends back to the maker, who may decide otherwise', async () => {
      const { caseId, items } = await inReview(test.store, [SANCTIONS_FINDING], [SANCTIONS_HIT])
      const itemId = items.get('SANCTIONS_MATCH') ?? ''
      valueOf(await proposeAs(test.store, ANALYST, caseId, itemId, 'FALSE_POSITIVE', ['DOB_CONFLICT']))
      expect(valueOf(await confirmAs(test.store, SENIOR, caseId, itemId, 'SEND_BACK')).state).toBe('IN_REVIEW')
      expect((await drained(test.store)).at(-1)).toMatchObject({
        payload: { taskRef: 'review_checker', output: { outcome: 'SENT_BACK' } },
      })
      valueOf(await proposeAs(test.store, ANALYST, caseId, itemId, 'TRUE_MATCH', ['DOCUMENT_EQUAL']))
      expect(valueOf(await confirmAs(test.store, MLRO, caseId, itemId)).state).toBe('REJECTED')
    })

    it('wakes the workflow only when every item has a decision', async () => {
      const { caseId, items } = await inReview(test.store, [SANCTIONS_FINDING, ADDRESS_FINDING], [SANCTIONS_HIT])
      await drained(test.store)
      const address = await proposeAs(test.store, ANALYST, caseId, items.get('ADDRESS_REVIEW') ?? '', 'ACCEPT', [
        'NO_FIXED_RESIDENCE',
      ])
      expect(valueOf(address)).toMatchObject({ state: 'IN_REVIEW', needsSecond: false, reviewDone: false })
      expect(await drained(test.store)).toEqual([])
      const sanctions = items.get('SANCTIONS_MATCH') ?? ''
      valueOf(await proposeAs(test.store, ANALYST, caseId, sanctions, 'FALSE_POSITIVE', ['DOB_CONFLICT']))
      expect(valueOf(await confirmAs(test.store, SENIOR, caseId, sanctions)).state).toBe('IN_CHECKS')
    })

    it('finishes at once where no second person is needed', async () => {
      const { caseId, workflowId, items } = await inReview(test.store, [ADDRESS_FINDING])
      await drained(test.store)
      valueOf(
        await proposeAs(test.store, ANALYST, caseId, items.get('ADDRESS_REVIEW') ?? '', 'ACCEPT', [
          'NO_FIXED_RESIDENCE',
        ]),
      )
      expect(await drained(test.store)).toEqual([
        { kind: 'COMPLETE_TASK', payload: { workflowId, taskRef: 'review_maker', output: { needsSecond: false } } },
      ])
      expect(valueOf(await test.store.closeReview({ actor: SERVICE, caseId, workflowId })).outcome).toBe('CLEARED')
    })

    it('gives exactly one of two simultaneous decisions the case', async () => {
      const { caseId, items } = await inReview(test.store, [SANCTIONS_FINDING], [SANCTIONS_HIT])
      const itemId = items.get('SANCTIONS_MATCH') ?? ''
      const revision = await revisionOf(test.store, caseId)
      const proposal = {
        caseId,
        itemId,
        outcome: 'FALSE_POSITIVE',
        reasonCodes: ['DOB_CONFLICT'],
        note: NOTE,
        revision,
      }
      const makers = [ANALYST, EVERYBODY, { ...ANALYST, id: 'p-gina' }]
      const proposals = await Promise.all(makers.map((actor) => test.store.propose({ actor, ...proposal })))
      expect(proposals.map(codeOf).toSorted()).toEqual(['REVISION_CONFLICT', 'REVISION_CONFLICT', 'ok'])
      const now = await revisionOf(test.store, caseId)
      const checkers = [SENIOR, MLRO, { ...SENIOR, id: 'p-hana' }]
      const confirmations = await Promise.all(
        checkers.map((actor) =>
          test.store.confirm({ actor, caseId, itemId, decision: 'CONFIRM', note: NOTE, revision: now }),
        ),
      )
      expect(confirmations.map(codeOf).toSorted()).toEqual(['REVISION_CONFLICT', 'REVISION_CONFLICT', 'ok'])
    })

    it.each([
      ['an outcome of another kind', 'DECLINE', ['DOB_CONFLICT'], NOTE, 'OUTCOME_NOT_ALLOWED'],
      ['a reason of another list', 'FALSE_POSITIVE', ['ADMITTED'], NOTE, 'REASON_CODE_REQUIRED'],
      ['no reason', 'FALSE_POSITIVE', [], NOTE, 'REASON_CODE_REQUIRED'],
      ['one weak conflict', 'FALSE_POSITIVE', ['GENDER_CONFLICT'], NOTE, 'REASON_CODE_REQUIRED'],
      ['death', 'FALSE_POSITIVE', ['DECEASED', 'GENDER_CONFLICT'], NOTE, 'REASON_CODE_REQUIRED'],
      ['a short note', 'FALSE_POSITIVE', ['DOB_CONFLICT'], 'no', 'NOTE_TOO_SHORT'],
    ])('does not take %s for a sanctions hit', async (_title, outcome, reasonCodes, note, code) => {
      const { caseId, items } = await inReview(test.store, [SANCTIONS_FINDING], [SANCTIONS_HIT])
      const itemId = items.get('SANCTIONS_MATCH') ?? ''
      const revision = await revisionOf(test.store, caseId)
      expect(
        codeOf(await test.store.propose({ actor: ANALYST, caseId, itemId, outcome, reasonCodes, note, revision })),
      ).toBe(code)
    })

    it('asks the applicant when the analyst wants to, and takes the answer back into checks', async () => {
      const { store } = test
      const { caseId, items } = await inReview(store, [ADDRESS_FINDING])
      const itemId = items.get('ADDRESS_REVIEW') ?? ''
      valueOf(await proposeAs(store, ANALYST, caseId, itemId, 'REQUEST_INFORMATION', ['EVIDENCE_MISSING']))
      await drained(store)
      const rfi = valueOf(await store.openRfi({ actor: SERVICE, caseId, workflowId: 'rfi-1', waitRef: 'rfi_wait' }))
      expect(rfi).toMatchObject({ itemCount: 1, waitSeconds: 3 * 86_400 })
      const set = { 'contact.residence.city': 'Hamburg' }
      expect(valueOf(await store.answerRfi({ actor: APPLICANT, caseId, rfiId: rfi.rfiId, set }))).toMatchObject({
        state: 'IN_CHECKS',
        answered: true,
      })
      expect(await drained(store)).toMatchObject([
        {
          kind: 'COMPLETE_TASK',
          payload: {
            workflowId: 'rfi-1',
            taskRef: 'rfi_wait',
            output: { event: 'ANSWERED', changedPaths: ['contact.residence.city'] },
          },
        },
      ])
      expect(valueOf(await store.rfiStep({ actor: SERVICE, caseId, rfiId: rfi.rfiId })).action).toBe('ANSWERED')
      const { staleChecks, dataRevision } = valueOf(await store.loadCaseForWork(caseId))
      expect(dataRevision).toBe(2)
      expect(staleChecks.toSorted()).toEqual(['validate_pep_media', 'validate_sanctions', 'validate_tax'])
    })

    it('reminds on its days, expires on the last, and ends the case', async () => {
      const { store, clock } = test
      const caseId = await inChecks(store)
      await recordAllChecks(store, caseId)
      await evaluated(store, caseId, [IBAN_FINDING])
      const { rfiId } = valueOf(
        await store.openRfi({ actor: SERVICE, caseId, workflowId: 'rfi-1', waitRef: 'rfi_wait' }),
      )
      const again = valueOf(await store.openRfi({ actor: SERVICE, caseId, workflowId: 'rfi-1', waitRef: 'rfi_wait' }))
      expect(again.rfiId).toBe(rfiId)
      await drained(store)
      const actions: string[] = []
      for (const days of [1, 2, 4, 5, 2]) {
        clock.now += days * DAY
        actions.push(valueOf(await store.rfiStep({ actor: SERVICE, caseId, rfiId })).action)
      }
      expect(actions).toEqual(['WAIT', 'REMIND', 'REMIND', 'REMIND', 'EXPIRED'])
      expect(await drained(store)).toHaveLength(3)
      expect(codeOf(await store.answerRfi({ actor: APPLICANT, caseId, rfiId, set: { 'account.iban': 'DE1' } }))).toBe(
        'RFI_NOT_OPEN',
      )
      expect(valueOf(await store.expireCase({ actor: SERVICE, caseId, reasonCode: 'CDD_INCOMPLETE' })).state).toBe(
        'EXPIRED',
      )
    })

    it('withdraws while a request is open: work is cancelled and the workflow ended', async () => {
      const caseId = await inChecks(test.store)
      await evaluated(test.store, caseId, [IBAN_FINDING])
      const { rfiId } = valueOf(
        await test.store.openRfi({ actor: SERVICE, caseId, workflowId: 'rfi-1', waitRef: 'rfi_wait' }),
      )
      await drained(test.store)
      valueOf(await test.store.withdraw({ actor: APPLICANT, caseId }))
      expect((await drained(test.store)).map((row) => row.kind)).toEqual(['TERMINATE_WORKFLOW', 'SEND_MAIL'])
      expect(valueOf(await test.store.rfiStep({ actor: SERVICE, caseId, rfiId })).action).toBe('CANCELLED')
    })

    it('queues by urgency, counts each view, pages, and hides own proposals from approvals', async () => {
      const { store } = test
      const slow = await inReview(store, [ADDRESS_FINDING])
      test.clock.now += 1000
      const fast = await inReview(store, [SANCTIONS_FINDING], [SANCTIONS_HIT])
      const page = await store.listCases({ actor: ANALYST, view: 'unassigned', limit: 1 })
      expect(page.items).toMatchObject([
        { caseId: fast.caseId, customerName: 'Anna Beispiel', hits: { open: 1, total: 1, bestScore: 92.4 } },
      ])
      const next = await store.listCases({
        actor: ANALYST,
        view: 'unassigned',
        limit: 1,
        cursor: page.nextCursor ?? '',
      })
      expect(next.items).toMatchObject([{ caseId: slow.caseId }])
      expect(next.nextCursor).toBeNull()
      valueOf(await store.claim({ actor: ANALYST, caseId: slow.caseId }))
      expect(codeOf(await store.claim({ actor: SENIOR, caseId: slow.caseId }))).toBe('CASE_TAKEN')
      expect((await store.listCases({ actor: ANALYST, view: 'mine', limit: 5 })).items).toMatchObject([
        { caseId: slow.caseId },
      ])
      valueOf(
        await proposeAs(store, EVERYBODY, fast.caseId, fast.items.get('SANCTIONS_MATCH') ?? '', 'FALSE_POSITIVE', [
          'DOB_CONFLICT',
        ]),
      )
      expect((await store.listCases({ actor: EVERYBODY, view: 'approvals', limit: 5 })).items).toEqual([])
      const approvals = await store.listCases({ actor: MLRO, view: 'approvals', limit: 5 })
      expect(approvals.items).toMatchObject([{ caseId: fast.caseId }])
      expect(approvals.counts).toMatchObject({ approvals: 1, team: 2 })
      const byMail = await store.listCases({ actor: ANALYST, view: 'team', q: 'ANNA.beispiel@example.com', limit: 5 })
      expect(byMail.items).toHaveLength(2)
      test.clock.now += 31 * 60_000
      expect(codeOf(await store.claim({ actor: SENIOR, caseId: slow.caseId }))).toBe('ok')
    })
  })
}
