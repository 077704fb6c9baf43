/** The end of data's life: idle drafts, ended cases, legal holds, erasure ahead of time. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ADMIN, ANALYST, APPLICANT, AUDITOR, codeOf, inChecks, MLRO, NOTE, SERVICE, valueOf } from './case-driver.ts'
import { openTestStore, type TestDatabase, type TestStore } from './open-test-store.ts'

const DAY = 86_400_000

export function describeRetention(database: () => TestDatabase): void {
  describe('retention', () => {
    let test: TestStore
    beforeEach(async () => {
      test = await openTestStore(database())
    })
    afterEach(() => test.stop())

    const draft = async () => {
      const start = { locale: 'en', productCode: 'SAVINGS', channel: 'REMOTE_EID', privacyNoticeVersion: '1' }
      return valueOf(await test.store.startApplication({ actor: APPLICANT, ...start })).caseId
    }
    const withdrawn = async () => {
      const caseId = await inChecks(test.store)
      valueOf(await test.store.withdraw({ actor: APPLICANT, caseId }))
      return caseId
    }
    const run = async (dryRun = false) => {
      const { rules } = await test.store.runRetention({ actor: SERVICE, dryRun })
      return new Map(rules.map((line) => [line.rule, line]))
    }
    const approve = async (rule: 'DRAFT_EXPIRED' | 'ENDED_WITHOUT_SUSPICION') => {
      const { requestId } = valueOf(await test.store.requestRetentionRule({ actor: ADMIN, rule, note: NOTE }))
      return test.store.decideRequest({ actor: MLRO, requestId, decision: 'CONFIRM', note: NOTE })
    }
    const hold = async (caseId: string, until = '2030-01-01') => {
      const order = { authority: 'FIU', reference: 'FIU-2026-77', until, note: NOTE }
      const { requestId } = valueOf(await test.store.requestLegalHold({ actor: ADMIN, caseId, ...order }))
      valueOf(await test.store.decideRequest({ actor: MLRO, requestId, decision: 'CONFIRM', note: NOTE }))
    }

    it('expires a draft after thirty idle days, and erases it thirty days later', async () => {
      const { store, clock } = test
      const caseId = await draft()
      clock.now += 29 * DAY
      expect((await run()).get('DRAFT_IDLE')?.due).toEqual([])
      clock.now += DAY
      expect((await run(true)).get('DRAFT_IDLE')).toMatchObject({ due: [caseId], done: 0 })
      expect((await run()).get('DRAFT_IDLE')).toMatchObject({ due: [caseId], done: 1 })
      expect(valueOf(await store.loadDraft(caseId)).state).toBe('EXPIRED')
      clock.now += 30 * DAY
      expect((await run()).get('DRAFT_EXPIRED')).toMatchObject({ due: [caseId], done: 0, awaitingApproval: true })
      expect(codeOf(await approve('DRAFT_EXPIRED'))).toBe('ok')
      expect((await run()).get('DRAFT_EXPIRED')).toMatchObject({ due: [caseId], done: 1, awaitingApproval: false })
      expect(codeOf(await store.loadDraft(caseId))).toBe('CASE_ERASED')
      expect(await store.listTombstones()).toMatchObject([{ caseId, rule: 'DRAFT_EXPIRED' }])
      expect((await store.verifyAudit()).intact).toBe(true)
    })

    it('erases nothing by a rule that one person alone wants', async () => {
      const { store } = test
      const ask = { rule: 'ENDED_WITHOUT_SUSPICION', note: NOTE } as const
      expect(codeOf(await store.requestRetentionRule({ ...ask, actor: ANALYST }))).toBe('ROLE_MISSING')
      const { requestId } = valueOf(await store.requestRetentionRule({ ...ask, actor: ADMIN }))
      const decide = { requestId, decision: 'CONFIRM', note: NOTE } as const
      expect(codeOf(await store.decideRequest({ ...decide, actor: ADMIN }))).toBe('SAME_PERSON')
      const caseId = await withdrawn()
      test.clock.now += 200 * DAY
      expect((await run()).get('ENDED_WITHOUT_SUSPICION')).toMatchObject({ due: [caseId], done: 0 })
      valueOf(await store.decideRequest({ ...decide, actor: MLRO }))
      expect((await run()).get('ENDED_WITHOUT_SUSPICION')?.done).toBe(1)
      expect(codeOf(await store.requestRetentionRule({ ...ask, actor: ADMIN }))).toBe('ENTRY_NOT_OPEN')
    })

    it('tells when the data of a case ends, and why not yet', async () => {
      const { store, clock } = test
      const caseId = await withdrawn()
      const ask = { actor: AUDITOR, caseId }
      expect(codeOf(await store.retentionState({ ...ask, actor: ANALYST }))).toBe('ROLE_MISSING')
      expect(codeOf(await store.retentionState({ ...ask, caseId: 'none' }))).toBe('CASE_NOT_FOUND')
      const before = valueOf(await store.retentionState(ask))
      expect(before).toMatchObject({ rule: 'ENDED_WITHOUT_SUSPICION', ruleApproved: false, heldBy: null })
      valueOf(await approve('ENDED_WITHOUT_SUSPICION'))
      await hold(caseId)
      expect(valueOf(await store.retentionState(ask))).toMatchObject({
        dueOn: before.dueOn,
        ruleApproved: true,
        heldBy: expect.any(String),
      })
      const told = async (actor: typeof ANALYST) =>
        valueOf(await store.timeline({ actor, caseId })).filter(({ action }) => /^(legal_hold|request)\./.test(action))
      expect(await told(AUDITOR)).toHaveLength(3)
      expect(await told(ANALYST)).toEqual([])
      const rule = async () =>
        valueOf(await store.retentionRules({ actor: AUDITOR })).find((line) => line.rule === 'ENDED_WITHOUT_SUSPICION')
      expect(await rule()).toMatchObject({ due: 0, held: 0, approvedBy: MLRO.id, requestedBy: ADMIN.id })
      clock.now = Date.parse(`${before.dueOn}T12:00:00Z`)
      expect(await rule()).toMatchObject({ due: 1, held: 1 })
      const going = valueOf(await store.retentionState({ actor: MLRO, caseId: await inChecks(store) }))
      expect(going).toMatchObject({ rule: null, dueOn: null })
    })

    it('keeps what an authority wants kept, until the hold is lifted or over', async () => {
      const { store, clock } = test
      valueOf(await approve('ENDED_WITHOUT_SUSPICION'))
      const lifted = await withdrawn()
      const over = await withdrawn()
      await hold(lifted)
      await hold(over, '2027-07-01')
      clock.now += 200 * DAY
      expect((await run()).get('ENDED_WITHOUT_SUSPICION')).toMatchObject({ done: 0, held: 2 })
      expect(await store.eraseCase({ actor: SERVICE, caseId: lifted, rule: 'TEST' })).toMatchObject({
        ok: false,
        error: { code: 'TRANSITION_REFUSED', details: { reason: 'LEGAL_HOLD' } },
      })
      expect(await store.listLegalHolds({ actor: ANALYST })).toEqual([])
      const [held] = await store.listLegalHolds({ actor: AUDITOR, caseId: lifted })
      expect(held).toMatchObject({ authority: 'FIU', setBy: ADMIN.id, approvedBy: MLRO.id, liftedAt: null })
      const lift = { actor: ADMIN, holdId: held?.holdId ?? '', note: NOTE }
      const { requestId } = valueOf(await store.requestLiftLegalHold(lift))
      valueOf(await store.decideRequest({ actor: MLRO, requestId, decision: 'CONFIRM', note: NOTE }))
      expect((await run()).get('ENDED_WITHOUT_SUSPICION')).toMatchObject({ due: [lifted, over], done: 1, held: 1 })
      clock.now += 60 * DAY
      expect((await run()).get('ENDED_WITHOUT_SUSPICION')).toMatchObject({ due: [over], done: 1, held: 0 })
    })

    it.each([
      ['in the past', '2026-11-23'],
      ['more than five years away', '2031-11-24'],
      ['on no day', 'never'],
    ])('takes no hold that ends %s', async (_when, until) => {
      const caseId = await withdrawn()
      const order = { actor: ADMIN, caseId, authority: 'COURT', reference: '1', until, note: NOTE }
      expect(codeOf(await test.store.requestLegalHold(order))).toBe('INVALID_INPUT')
    })

    it('erases ahead of time with two people, and never what is still worked on or held', async () => {
      const { store } = test
      const open = await inChecks(store)
      expect(codeOf(await store.requestErasure({ actor: ADMIN, caseId: open, note: NOTE }))).toBe('TRANSITION_REFUSED')
      const caseId = await withdrawn()
      const { requestId } = valueOf(await store.requestErasure({ actor: ADMIN, caseId, note: NOTE }))
      await hold(caseId, '2027-01-01')
      const decide = { actor: MLRO, requestId, decision: 'CONFIRM', note: NOTE } as const
      expect(codeOf(await store.decideRequest(decide))).toBe('TRANSITION_REFUSED')
      test.clock.now += 60 * DAY
      expect(valueOf(await store.decideRequest(decide))).toEqual({ kind: 'ERASE_EARLY', state: 'CONFIRMED' })
      expect(codeOf(await store.loadDraft(caseId))).toBe('CASE_ERASED')
      expect(await store.listRequests({ actor: AUDITOR, caseId })).toMatchObject([{ note: '' }, { note: '' }])
    })
  })
}
