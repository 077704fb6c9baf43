/** Enhanced due diligence: two people, days apart, and checks that have to hold on the day of the approval. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  ANALYST,
  assessed,
  codeOf,
  confirmAs,
  drained,
  evaluated,
  EVERYBODY,
  IBAN_FINDING,
  inChecks,
  MLRO,
  proposeAs,
  recordAllChecks,
  SANCTIONS_FINDING,
  SANCTIONS_HIT,
  SERVICE,
  valueOf,
} from './case-driver.ts'
import { openTestStore, type TestDatabase, type TestStore } from './open-test-store.ts'

const DAY = 86_400_000

export function describeEdd(database: () => TestDatabase): void {
  describe('enhanced due diligence', () => {
    let test: TestStore
    beforeEach(async () => {
      test = await openTestStore(database())
    })
    afterEach(() => test.stop())

    const openEdd = async (caseId: string, assessmentId: string) =>
      test.store.openEdd({
        actor: SERVICE,
        caseId,
        workflowId: 'edd-1',
        reviewRef: 'edd_review',
        approvalRef: 'edd_senior_approval',
        assessmentId,
      })
    const inEdd = async () => {
      const caseId = await inChecks(test.store)
      await recordAllChecks(test.store, caseId)
      await evaluated(test.store, caseId, [])
      const assessmentId = await assessed(test.store, caseId, 'HIGH')
      valueOf(await openEdd(caseId, assessmentId))
      await drained(test.store)
      return { caseId, assessmentId }
    }
    const file = async (caseId: string) => valueOf(await test.store.caseDetail({ actor: MLRO, caseId }))
    const openItem = async (caseId: string) =>
      (await file(caseId)).items.find((item) => item.state === 'OPEN')?.itemId ?? ''
    const recommend = async (caseId: string, actor = ANALYST) =>
      proposeAs(test.store, actor, caseId, await openItem(caseId), 'RECOMMEND_APPROVE', ['SOF_EVIDENCED'])
    const approve = async (caseId: string, actor = MLRO) =>
      proposeAs(test.store, actor, caseId, await openItem(caseId), 'APPROVE', ['RISK_ACCEPTABLE'])
    /** What the workflow does when it is told RECHECK and nothing new is found. */
    const recheck = async (caseId: string, assessmentId: string, iteration: number) => {
      await recordAllChecks(test.store, caseId, [], iteration)
      await evaluated(test.store, caseId, [], `evaluation-${iteration}`)
      valueOf(await openEdd(caseId, assessmentId))
    }

    it('lets an mlro approve, return, and never the one who reviewed', async () => {
      const { store } = test
      const { caseId } = await inEdd()
      valueOf(await recommend(caseId, EVERYBODY))
      expect(codeOf(await approve(caseId, EVERYBODY))).toBe('SAME_PERSON')
      const returned = await proposeAs(store, MLRO, caseId, await openItem(caseId), 'RETURN', ['EVIDENCE_MISSING'])
      expect(valueOf(returned).state).toBe('EDD_REVIEW')
      valueOf(await recommend(caseId))
      expect(valueOf(await approve(caseId)).state).toBe('APPROVED')
      expect((await drained(store)).map(({ payload }) => [payload.taskRef, payload.output])).toMatchObject([
        ['edd_review', { outcome: 'RECOMMEND_APPROVE', next: 'APPROVAL' }],
        ['edd_senior_approval', { outcome: 'RETURN', next: 'REVIEW' }],
        ['edd_review', { outcome: 'RECOMMEND_APPROVE', next: 'APPROVAL' }],
        ['edd_senior_approval', { outcome: 'APPROVE', next: 'DONE' }],
      ])
      expect(valueOf(await store.closeReview({ actor: SERVICE, caseId, workflowId: 'edd-1' }))).toMatchObject({
        outcome: 'CLEARED',
        reasonCode: 'APPROVED_EDD',
      })
      expect(valueOf(await store.approve({ actor: SERVICE, caseId }))).toMatchObject({
        reasonCode: 'APPROVED_EDD',
        replayed: false,
      })
    })

    it('runs the checks again when the mlro takes longer than they hold, and takes the approval then', async () => {
      const { store, clock } = test
      const { caseId, assessmentId } = await inEdd()
      valueOf(await recommend(caseId))
      await drained(store)
      clock.now += 2 * DAY
      const early = await approve(caseId)
      expect(early).toMatchObject({
        ok: false,
        error: { code: 'CHECKS_STALE', details: { reason: 'CHECKS_STALE', rerunning: true } },
      })
      expect((await file(caseId)).state).toBe('IN_CHECKS')
      expect(await drained(store)).toMatchObject([
        { payload: { taskRef: 'edd_senior_approval', output: { outcome: 'RECHECK', next: 'RECHECK' } } },
      ])
      expect(codeOf(await approve(caseId))).toBe('TRANSITION_REFUSED')
      await recheck(caseId, assessmentId, 2)
      expect((await file(caseId)).state).toBe('EDD_APPROVAL')
      expect(codeOf(await approve(caseId, EVERYBODY))).toBe('ok')
      expect((await file(caseId)).state).toBe('APPROVED')
    })

    it('runs them before the mlro is asked when the review itself took that long', async () => {
      const { store, clock } = test
      const { caseId, assessmentId } = await inEdd()
      clock.now += 5 * DAY
      expect(valueOf(await recommend(caseId)).state).toBe('IN_CHECKS')
      expect(await drained(store)).toMatchObject([{ payload: { taskRef: 'edd_review', output: { next: 'RECHECK' } } }])
      await recheck(caseId, assessmentId, 2)
      expect(codeOf(await approve(caseId, ANALYST))).not.toBe('ok')
      expect(valueOf(await approve(caseId)).state).toBe('APPROVED')
    })

    it('refuses on old checks too: nobody needs fresh ones to say no', async () => {
      const { caseId } = await inEdd()
      valueOf(await recommend(caseId))
      test.clock.now += 9 * DAY
      const refused = await proposeAs(test.store, MLRO, caseId, await openItem(caseId), 'REFUSE', ['SOF_NOT_EVIDENCED'])
      expect(valueOf(refused).state).toBe('REJECTED')
    })

    it('begins the review anew when the applicant had to be asked in between', async () => {
      const { store, clock } = test
      const { caseId, assessmentId } = await inEdd()
      valueOf(await recommend(caseId))
      clock.now += 2 * DAY
      await approve(caseId)
      await recordAllChecks(store, caseId, [], 2)
      await evaluated(store, caseId, [IBAN_FINDING], 'evaluation-2')
      const { rfiId } = valueOf(await store.openRfi({ actor: SERVICE, caseId, workflowId: 'rfi-1', waitRef: 'w' }))
      const set = { 'account.iban': 'DE72370400440532013015' }
      valueOf(await store.answerRfi({ actor: SERVICE, caseId, rfiId, set }))
      await recheck(caseId, assessmentId, 3)
      expect((await file(caseId)).state).toBe('EDD_REVIEW')
      expect((await file(caseId)).items.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
        'edd_review CLOSED',
        'edd_senior_approval CANCELLED',
        'edd_review OPEN',
      ])
      expect(valueOf(await recommend(caseId)).state).toBe('EDD_APPROVAL')
      expect(valueOf(await approve(caseId)).state).toBe('APPROVED')
    })

    it('ends when the customer has become a listed person meanwhile', async () => {
      const { store, clock } = test
      const { caseId } = await inEdd()
      valueOf(await recommend(caseId))
      clock.now += 2 * DAY
      await approve(caseId)
      await recordAllChecks(store, caseId, [SANCTIONS_HIT], 2)
      await evaluated(store, caseId, [SANCTIONS_FINDING], 'evaluation-2')
      const adjudication = { actor: SERVICE, caseId, workflowId: 'adj-1', makerRef: 'm', checkerRef: 'c' }
      valueOf(await store.openReview(adjudication))
      const itemId = await openItem(caseId)
      valueOf(await proposeAs(store, ANALYST, caseId, itemId, 'TRUE_MATCH', ['NAME_DOB_EQUAL']))
      expect(valueOf(await confirmAs(store, MLRO, caseId, itemId)).state).toBe('REJECTED')
      expect(valueOf(await store.closeReview({ actor: SERVICE, caseId, workflowId: 'edd-1' }))).toMatchObject({
        outcome: 'REJECT',
        reasonCode: 'SANCTIONS_TRUE_MATCH',
      })
    })

    it('keeps a verdict on a hit that a rerun finds again, and asks anew when the entry has changed', async () => {
      const { store } = test
      const caseId = await inChecks(store)
      await recordAllChecks(store, caseId, [SANCTIONS_HIT])
      await evaluated(store, caseId, [SANCTIONS_FINDING])
      const adjudication = { actor: SERVICE, caseId, workflowId: 'adj-1', makerRef: 'm', checkerRef: 'c' }
      valueOf(await store.openReview(adjudication))
      const itemId = await openItem(caseId)
      valueOf(await proposeAs(store, ANALYST, caseId, itemId, 'FALSE_POSITIVE', ['DOB_CONFLICT']))
      valueOf(await confirmAs(store, MLRO, caseId, itemId))
      const verdicts = async () =>
        valueOf(await store.loadCaseForWork(caseId)).hits.map(({ verdict, entryContentHash }) => [
          entryContentHash,
          verdict,
        ])
      await recordAllChecks(store, caseId, [SANCTIONS_HIT, { ...SANCTIONS_HIT, entryContentHash: 'hash-2' }], 2)
      expect(await verdicts()).toEqual([
        ['hash-1', 'FALSE_POSITIVE'],
        ['hash-2', null],
      ])
    })
  })
}
