/** What the task workers can rely on. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sampleApplication, sampleWith } from '../sample-application.ts'
import {
  ANALYST,
  APPLICANT,
  assessed,
  codeOf,
  drained,
  evaluated,
  IBAN_FINDING,
  inChecks,
  MLRO,
  recordAllChecks,
  SANCTIONS_HIT,
  SERVICE,
  submitted,
  valueOf,
} from './case-driver.ts'
import { openTestStore, type TestDatabase, type TestStore } from './open-test-store.ts'

export function describeWork(database: () => TestDatabase): void {
  describe('checks and decisions', () => {
    let test: TestStore
    beforeEach(async () => {
      test = await openTestStore(database())
    })
    afterEach(() => test.stop())

    it('records a check once a key, however often and however fast it is sent', async () => {
      const caseId = await inChecks(test.store)
      const input = {
        actor: SERVICE,
        caseId,
        idempotencyKey: `${caseId}:validate_sanctions:1:1`,
        kind: 'validate_sanctions',
        dataRevision: 1,
        result: 'POTENTIAL_MATCH',
        output: { result: 'POTENTIAL_MATCH', hitCount: 1 },
        errors: [],
        hits: [SANCTIONS_HIT],
        versions: {},
      }
      const answers = (await Promise.all(Array.from({ length: 5 }, () => test.store.recordCheck(input)))).map(valueOf)
      expect(new Set(answers.map((answer) => answer.checkId)).size).toBe(1)
      expect(answers.filter((answer) => !answer.replayed)).toHaveLength(1)
      expect(answers[0]?.output).toEqual({ result: 'POTENTIAL_MATCH', hitCount: 1, checkId: answers[0]?.checkId })
      const work = valueOf(await test.store.loadCaseForWork(caseId))
      expect(work.hits).toMatchObject([
        { entryId: 'QDi.999', score: 92.4, features: SANCTIONS_HIT.features, verdict: null },
      ])
      expect((await test.store.auditList({ caseId, action: 'check.recorded', limit: 10 })).items).toHaveLength(1)
    })

    it('tells again that the workflow started without a second effect', async () => {
      const caseId = await submitted(test.store)
      const input = { actor: SERVICE, caseId, workflowId: 'wf-1', workflowVersion: 1 }
      expect(valueOf(await test.store.workflowStarted(input)).state).toBe('IN_CHECKS')
      expect(valueOf(await test.store.workflowStarted(input)).state).toBe('IN_CHECKS')
    })

    it('takes work of a workflow whose start has not been reported yet, and the report afterwards', async () => {
      const caseId = await submitted(test.store)
      await recordAllChecks(test.store, caseId)
      await evaluated(test.store, caseId, [IBAN_FINDING])
      valueOf(await test.store.openRfi({ actor: SERVICE, caseId, workflowId: 'rfi-1', waitRef: 'rfi_wait' }))
      const late = { actor: SERVICE, caseId, workflowId: 'wf-1', workflowVersion: 1 }
      expect(valueOf(await test.store.workflowStarted(late)).state).toBe('RFI_OPEN')
      expect(valueOf(await test.store.caseDetail({ actor: MLRO, caseId })).workflowId).toBe('wf-1')
    })

    it('approves a clear case of low risk and makes the customer once', async () => {
      const caseId = await inChecks(test.store)
      await recordAllChecks(test.store, caseId)
      await evaluated(test.store, caseId, [])
      const assessmentId = await assessed(test.store, caseId, 'LOW')
      const customerClass = {
        actor: SERVICE,
        caseId,
        idempotencyKey: `${caseId}:class`,
        assessmentId,
        customerClass: 'RETAIL',
        serviceRestrictions: [],
      }
      valueOf(await test.store.recordCustomerClass(customerClass))
      const first = valueOf(await test.store.approve({ actor: SERVICE, caseId }))
      expect(first).toMatchObject({
        reasonCode: 'APPROVED_STP',
        riskClass: 'LOW',
        customerClass: 'RETAIL',
        reviewCaseDueOn: '2031-11-23',
      })
      expect(valueOf(await test.store.approve({ actor: SERVICE, caseId }))).toMatchObject({
        customerId: first.customerId,
        replayed: true,
      })
    })

    it.each([
      [
        'nothing was assessed',
        'NOT_ASSESSED',
        async (store: TestStore['store'], caseId: string) => recordAllChecks(store, caseId),
      ],
      [
        'a check is missing',
        'CHECKS_STALE',
        async (store: TestStore['store'], caseId: string) => void (await assessed(store, caseId, 'LOW')),
      ],
      [
        'a finding is open',
        'FINDINGS_OPEN',
        async (store: TestStore['store'], caseId: string) => {
          await recordAllChecks(store, caseId)
          await evaluated(store, caseId, [IBAN_FINDING])
          await assessed(store, caseId, 'LOW')
        },
      ],
      [
        'the class is PROHIBITED',
        'CLASS_PROHIBITED',
        async (store: TestStore['store'], caseId: string) => {
          await recordAllChecks(store, caseId)
          await assessed(store, caseId, 'PROHIBITED')
        },
      ],
      [
        'the class is HIGH and no mlro has approved',
        'TRANSITION_REFUSED',
        async (store: TestStore['store'], caseId: string) => {
          await recordAllChecks(store, caseId)
          await assessed(store, caseId, 'HIGH')
        },
      ],
    ])('does not approve while %s', async (_title, code, prepare) => {
      const caseId = await inChecks(test.store)
      await prepare(test.store, caseId)
      expect(codeOf(await test.store.approve({ actor: SERVICE, caseId }))).toBe(code)
    })

    it('does not approve on checks older than a day', async () => {
      const caseId = await inChecks(test.store)
      await recordAllChecks(test.store, caseId)
      await assessed(test.store, caseId, 'LOW')
      test.clock.now += 25 * 3_600_000
      expect(valueOf(await test.store.loadCaseForWork(caseId)).staleChecks).toHaveLength(7)
      expect(codeOf(await test.store.approve({ actor: SERVICE, caseId }))).toBe('CHECKS_STALE')
    })

    it('holds and retries: nothing is decided in between', async () => {
      const caseId = await inChecks(test.store)
      valueOf(
        await test.store.hold({
          actor: SERVICE,
          caseId,
          failedTask: 'validate_sanctions',
          errorCode: 'LISTS_UNREADABLE',
        }),
      )
      expect(codeOf(await test.store.approve({ actor: SERVICE, caseId }))).not.toBe('ok')
      await drained(test.store)
      const operator = { type: 'person' as const, id: 'p-op', roles: ['operator' as const] }
      expect(codeOf(await test.store.retryHold({ actor: APPLICANT, caseId }))).toBe('ROLE_MISSING')
      valueOf(await test.store.retryHold({ actor: operator, caseId }))
      expect(await drained(test.store)).toMatchObject([
        { kind: 'RETRY_WORKFLOW', payload: { workflowId: `wf-${caseId}` } },
      ])
    })

    const OPERATOR = { type: 'person' as const, id: 'p-op', roles: ['operator' as const] }
    const runOf = async (caseId: string) =>
      (await test.store.casesWithExecution({ limit: 1000 })).find((one) => one.caseId === caseId) ??
      Promise.reject(new Error(`No execution is at work on ${caseId}`))

    it('starts a new execution when the old one was ended from outside, and knows it from the old one', async () => {
      const caseId = await inChecks(test.store)
      await recordAllChecks(test.store, caseId)
      await drained(test.store)
      const run = await runOf(caseId)
      expect(await test.store.casesWithExecution({ caseId, limit: 1 })).toEqual([run])
      const ended = { actor: SERVICE, caseId, workflowId: run.workflowId, failed: false }
      // Looked at before something else happened to the case.
      const early = await test.store.executionEnded({ ...ended, revision: run.revision - 1 })
      expect(valueOf(early).state).toBe('IN_CHECKS')
      expect(valueOf(await test.store.executionEnded({ ...ended, revision: run.revision })).state).toBe(
        'TECHNICAL_HOLD',
      )
      expect(await test.store.casesWithExecution({ caseId, limit: 1 })).toEqual([])
      expect(valueOf(await test.store.retryHold({ actor: OPERATOR, caseId })).state).toBe('IN_CHECKS')
      expect(await drained(test.store)).toMatchObject([
        { kind: 'START_WORKFLOW', payload: { correlationId: caseId, replaces: [`wf-${caseId}`] } },
      ])
      expect(valueOf(await test.store.loadCaseForWork(caseId)).executionNumber).toBe(2)
      valueOf(await test.store.workflowStarted({ actor: SERVICE, caseId, workflowId: 'wf-2', workflowVersion: 1 }))
      expect(await runOf(caseId)).toMatchObject({ workflowId: 'wf-2' })
    })

    it('leaves a case alone whose retry or start is still on its way, and lets a failed one go on where it failed', async () => {
      const caseId = await inChecks(test.store)
      await drained(test.store)
      const run = await runOf(caseId)
      const ended = { actor: SERVICE, caseId, workflowId: run.workflowId, failed: true }
      valueOf(await test.store.executionEnded({ ...ended, revision: run.revision }))
      valueOf(await test.store.retryHold({ actor: OPERATOR, caseId }))
      const again = await runOf(caseId)
      expect(valueOf(await test.store.executionEnded({ ...ended, revision: again.revision })).state).toBe('IN_CHECKS')
      expect(await drained(test.store)).toMatchObject([{ kind: 'RETRY_WORKFLOW' }])
      expect(valueOf(await test.store.executionEnded({ ...ended, revision: again.revision })).state).toBe(
        'TECHNICAL_HOLD',
      )
    })

    it('starts a new execution when the checks have aged on hold: going on would end before the approval', async () => {
      const caseId = await inChecks(test.store)
      await recordAllChecks(test.store, caseId)
      await assessed(test.store, caseId, 'LOW')
      const held = { actor: SERVICE, caseId, failedTask: 'assign_customer_class', errorCode: 'RETRIES_USED_UP' }
      valueOf(await test.store.hold(held))
      await drained(test.store)
      test.clock.now += 25 * 3_600_000
      valueOf(await test.store.retryHold({ actor: OPERATOR, caseId }))
      expect(await drained(test.store)).toMatchObject([{ kind: 'START_WORKFLOW' }])
      await recordAllChecks(test.store, caseId, [], 2)
      await assessed(test.store, caseId, 'LOW')
      expect(codeOf(await test.store.approve({ actor: SERVICE, caseId }))).toBe('ok')
      // Over: a late word of a failure changes nothing.
      expect(valueOf(await test.store.hold(held)).state).toBe('APPROVED')
    })

    it('refuses for eligibility only by itself', async () => {
      const caseId = await inChecks(test.store)
      expect(codeOf(await test.store.reject({ actor: SERVICE, caseId, reasonCode: 'SANCTIONS_TRUE_MATCH' }))).toBe(
        'TRANSITION_REFUSED',
      )
      expect(
        valueOf(await test.store.reject({ actor: SERVICE, caseId, reasonCode: 'NOT_ELIGIBLE_AGE' })).replayed,
      ).toBe(false)
      expect(valueOf(await test.store.reject({ actor: SERVICE, caseId })).replayed).toBe(true)
    })

    it('finds duplicates by equal values without opening the other case', async () => {
      const first = await submitted(test.store)
      const twin = sampleWith({ contact: { email: 'another@example.com' }, document: { number: 'C01X00099' } })
      const second = await submitted(test.store, twin)
      const found = valueOf(await test.store.findDuplicates(second))
      expect(found).toMatchObject([{ caseId: first }])
      expect(found[0]?.agrees.toSorted()).toEqual(['IBAN', 'NAME_DOB', 'NAME_DOB_TOWN', 'PHONE'])
    })

    it('notifies once for case, template and iteration', async () => {
      const caseId = await inChecks(test.store)
      await drained(test.store)
      const input = { actor: SERVICE, caseId, templateId: 'rfi_opened', iterationKey: '1' }
      const ids = (await Promise.all([test.store.notify(input), test.store.notify(input)])).map(
        (outcome) => valueOf(outcome).notificationIds,
      )
      expect(ids[0]).toEqual(ids[1])
      expect(await drained(test.store)).toHaveLength(1)
      const mail = valueOf(await test.store.loadNotification(ids[0]?.[0] ?? ''))
      expect(mail).toMatchObject({ to: sampleApplication().contact.email, firstName: 'Anna', locale: 'de' })
    })

    it('masks by role, reveals with a reason, and shows support nothing of the findings', async () => {
      const caseId = await inChecks(test.store)
      await recordAllChecks(test.store, caseId, [SANCTIONS_HIT])
      const fact = async (actor: typeof ANALYST, path: string) =>
        valueOf(await test.store.caseDetail({ actor, caseId })).facts.find((candidate) => candidate.path === path)
      expect(await fact(ANALYST, 'identity.surnames')).toMatchObject({ value: 'Beispiel', masked: false })
      expect(await fact({ ...ANALYST, roles: ['auditor'] }, 'identity.surnames')).toMatchObject({
        value: 'B•••••••',
        masked: true,
      })
      expect(await fact(ANALYST, 'account.iban')).toMatchObject({ value: 'DE•• •••• 3001', masked: true })
      const support = valueOf(await test.store.caseDetail({ actor: { ...ANALYST, roles: ['support'] }, caseId }))
      expect([support.hitList, support.checks, support.facts, support.riskClass]).toEqual([[], [], [], null])
      const revealed = valueOf(
        await test.store.reveal({ actor: ANALYST, caseId, path: 'account.iban', reason: 'CALL_BACK' }),
      )
      expect(revealed.value).toBe('DE62370400440532013001')
      expect(
        codeOf(
          await test.store.reveal({
            actor: { ...ANALYST, roles: ['support'] },
            caseId,
            path: 'account.iban',
            reason: 'AUDIT',
          }),
        ),
      ).toBe('ROLE_MISSING')
      const audited = await test.store.auditList({ caseId, action: 'pii.revealed', limit: 5 })
      expect(audited.items).toMatchObject([
        { actor: { id: ANALYST.id }, object: { id: 'account.iban' }, reasonCode: 'CALL_BACK' },
      ])
    })

    it('needs a second person for the blacklist, and counts only entries in force', async () => {
      const { entryId } = valueOf(
        await test.store.proposeBlacklistEntry({ actor: ANALYST, names: ['Max Muster'], category: 'FRAUD' }),
      )
      const empty = await test.store.blacklistSnapshot()
      expect(empty.entries).toEqual([])
      expect(
        codeOf(
          await test.store.confirmBlacklistEntry({ actor: { ...MLRO, id: ANALYST.id }, entryId, decision: 'CONFIRM' }),
        ),
      ).toBe('SAME_PERSON')
      valueOf(await test.store.confirmBlacklistEntry({ actor: MLRO, entryId, decision: 'CONFIRM' }))
      const snapshot = await test.store.blacklistSnapshot()
      expect(snapshot.entries).toMatchObject([{ names: ['Max Muster'], expiresOn: '2031-11-23', approvedBy: MLRO.id }])
      expect(snapshot.snapshotId).not.toBe(empty.snapshotId)
      test.clock.now = Date.parse('2031-11-24T00:00:00Z')
      expect((await test.store.blacklistSnapshot()).entries).toEqual([])
    })
  })
}
