/** What an applicant, or a partner on her behalf, can rely on. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sampleApplication } from '../sample-application.ts'
import { APPLICANT, codeOf, drained, SERVICE, submitted, valueOf } from './case-driver.ts'
import { openTestStore, type TestDatabase, type TestStore } from './open-test-store.ts'

const START = {
  actor: APPLICANT,
  locale: 'en',
  productCode: 'CURRENT_ACCOUNT',
  channel: 'REMOTE_DOC_LIVENESS',
  privacyNoticeVersion: '1',
}
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])

export function describeApplicants(database: () => TestDatabase): void {
  describe('applications', () => {
    let test: TestStore
    beforeEach(async () => {
      test = await openTestStore(database())
    })
    afterEach(() => test.stop())

    const withEmail = async (email = 'anna@example.com') => {
      const started = valueOf(await test.store.startApplication(START))
      const set = { 'contact.email': email, 'identity.surnames': 'Beispiel', 'identity.nationalities': ['DE', 'US'] }
      valueOf(await test.store.saveAnswers({ actor: APPLICANT, caseId: started.caseId, set }))
      return started
    }
    const lastCode = async (): Promise<string> => {
      const mail = (await drained(test.store)).findLast((row) => row.kind === 'SEND_MAIL')
      const loaded = valueOf(await test.store.loadNotification(String(mail?.payload.notificationId)))
      return String(loaded.params.code)
    }

    it('keeps answers by path and reads them back after a restart', async () => {
      const { caseId } = await withEmail()
      test = await test.restart()
      const draft = valueOf(await test.store.loadDraft(caseId))
      expect(draft.answers).toMatchObject({
        contact: { email: 'anna@example.com' },
        identity: { surnames: 'Beispiel', nationalities: ['DE', 'US'] },
      })
      expect(draft.dataRevision).toBe(2)
    })

    it('makes no revision when nothing changes, and removes with null', async () => {
      const { caseId } = await withEmail()
      const same = valueOf(
        await test.store.saveAnswers({ actor: APPLICANT, caseId, set: { 'identity.surnames': 'Beispiel' } }),
      )
      expect(same).toEqual({ dataRevision: 2, changedPaths: [] })
      valueOf(await test.store.saveAnswers({ actor: APPLICANT, caseId, set: { 'identity.nationalities[0]': null } }))
      const draft = valueOf(await test.store.loadDraft(caseId))
      expect(draft.answers).toMatchObject({ identity: { nationalities: ['US'] } })
    })

    it.each(['contact.emailConfirmedAt', 'document.verification.level', '__proto__.x', 'identity.unknown', 'product'])(
      'refuses to set %s',
      async (path) => {
        const { caseId } = await withEmail()
        expect(codeOf(await test.store.saveAnswers({ actor: APPLICANT, caseId, set: { [path]: 'x' } }))).toBe(
          'INVALID_INPUT',
        )
      },
    )

    it('opens the case to the session token alone, until it ends or expires', async () => {
      const { caseId, sessionToken, ref } = await withEmail()
      expect(await test.store.findApplicantSession(sessionToken)).toEqual({ caseId, ref })
      expect(await test.store.findApplicantSession(`${sessionToken}x`)).toBeNull()
      test.clock.now += 15 * 86_400_000
      expect(await test.store.findApplicantSession(sessionToken)).toBeNull()
    })

    it('confirms an address by its code, and asks again when the address changes', async () => {
      const { caseId } = await withEmail()
      valueOf(await test.store.issueEmailCode({ actor: APPLICANT, caseId }))
      const code = await lastCode()
      expect(
        codeOf(
          await test.store.confirmEmailCode({
            actor: APPLICANT,
            caseId,
            code: code === '000000' ? '000001' : '000000',
          }),
        ),
      ).toBe('CODE_WRONG')
      valueOf(await test.store.confirmEmailCode({ actor: APPLICANT, caseId, code }))
      expect(valueOf(await test.store.loadDraft(caseId)).emailConfirmed).toBe(true)
      expect(codeOf(await test.store.confirmEmailCode({ actor: APPLICANT, caseId, code }))).toBe('CODE_WRONG')
      valueOf(await test.store.saveAnswers({ actor: APPLICANT, caseId, set: { 'contact.email': 'other@example.com' } }))
      expect(valueOf(await test.store.loadDraft(caseId)).emailConfirmed).toBe(false)
    })

    it('counts wrong codes: the sixth try is refused even with the right one', async () => {
      const { caseId } = await withEmail()
      valueOf(await test.store.issueEmailCode({ actor: APPLICANT, caseId }))
      const code = await lastCode()
      const wrong = code === '000000' ? '000001' : '000000'
      for (let at = 0; at < 5; at++) await test.store.confirmEmailCode({ actor: APPLICANT, caseId, code: wrong })
      expect(codeOf(await test.store.confirmEmailCode({ actor: APPLICANT, caseId, code }))).toBe('CODE_LIMIT')
    })

    it('lets codes expire, and sends at most five an hour', async () => {
      const { caseId } = await withEmail()
      for (let at = 0; at < 5; at++) valueOf(await test.store.issueEmailCode({ actor: APPLICANT, caseId }))
      expect(codeOf(await test.store.issueEmailCode({ actor: APPLICANT, caseId }))).toBe('CODE_LIMIT')
      const code = await lastCode()
      test.clock.now += 16 * 60_000
      expect(codeOf(await test.store.confirmEmailCode({ actor: APPLICANT, caseId, code }))).toBe('CODE_EXPIRED')
    })

    it('resumes by a code, and says nothing about addresses that it does not know', async () => {
      const { caseId } = await withEmail()
      await test.store.issueResumeCode({ email: 'nobody@example.com' })
      expect(await drained(test.store)).toEqual([])
      await test.store.issueResumeCode({ email: ' Anna@Example.com ' })
      const code = await lastCode()
      expect(codeOf(await test.store.confirmResumeCode({ email: 'nobody@example.com', code }))).toBe('CODE_WRONG')
      expect(valueOf(await test.store.confirmResumeCode({ email: 'anna@example.com', code })).caseId).toBe(caseId)
    })

    it('ends the sessions of whoever typed an address without proving it, when its owner comes back', async () => {
      const { caseId, sessionToken } = await withEmail()
      expect(await test.store.findApplicantSession(sessionToken)).toMatchObject({ caseId })
      await test.store.issueResumeCode({ email: 'anna@example.com' })
      const code = await lastCode()
      const back = valueOf(await test.store.confirmResumeCode({ email: 'anna@example.com', code }))
      expect(await test.store.findApplicantSession(sessionToken)).toBeNull()
      expect(await test.store.findApplicantSession(back.sessionToken)).toMatchObject({ caseId })
    })

    it('keeps files by content and size, and audits each reading', async () => {
      const { caseId } = await withEmail()
      const file = { actor: APPLICANT, caseId, fileName: 'pass.png', mediaType: 'image/png', type: 'PASSPORT' }
      expect(codeOf(await test.store.addDocument({ ...file, bytes: new Uint8Array([1, 2, 3]) }))).toBe('FILE_TYPE')
      expect(codeOf(await test.store.addDocument({ ...file, bytes: new Uint8Array(11 * 1024 * 1024) }))).toBe(
        'FILE_TOO_LARGE',
      )
      const { documentId } = valueOf(await test.store.addDocument({ ...file, bytes: PNG }))
      const read = valueOf(await test.store.readDocument({ actor: APPLICANT, caseId, documentId, reason: 'OWN' }))
      expect(read).toEqual({ fileName: 'pass.png', mediaType: 'image/png', bytes: PNG })
      expect((await test.store.auditList({ caseId, action: 'document.read', limit: 10 })).items).toHaveLength(1)
    })

    it('blocks submission with the problems by path, and starts the workflow once when there are none', async () => {
      const { caseId } = await withEmail()
      const blocked = await test.store.submit({ actor: APPLICANT, caseId })
      expect(blocked).toMatchObject({ ok: false, error: { code: 'SUBMISSION_BLOCKED' } })
      const { product: _product, channel: _channel, consents, document, contact, ...rest } = sampleApplication()
      const set = {
        ...rest,
        contact: { ...contact, email: 'anna@example.com', emailConfirmedAt: undefined },
        'consents.termsVersion': consents.termsVersion,
        'consents.termsAcceptedAt': consents.termsAcceptedAt,
        document: { ...document, verification: undefined },
      }
      valueOf(await test.store.saveAnswers({ actor: APPLICANT, caseId, set }))
      valueOf(await test.store.issueEmailCode({ actor: APPLICANT, caseId }))
      valueOf(await test.store.confirmEmailCode({ actor: APPLICANT, caseId, code: await lastCode() }))
      valueOf(await test.store.submit({ actor: APPLICANT, caseId }))
      expect((await drained(test.store)).map((row) => row.kind)).toEqual(['START_WORKFLOW', 'SEND_MAIL'])
      expect(codeOf(await test.store.submit({ actor: APPLICANT, caseId }))).toBe('TRANSITION_REFUSED')
    })

    it('takes an intake once for a key, with ids and codes only in the workflow input', async () => {
      const input = {
        actor: SERVICE,
        application: sampleApplication(),
        acceptIncomplete: true,
        idempotencyKey: 'partner-1',
      }
      const first = valueOf(await test.store.intake(input))
      const again = valueOf(await test.store.intake(input))
      expect(again).toMatchObject({ caseId: first.caseId, replayed: true })
      const starts = (await drained(test.store)).filter((row) => row.kind === 'START_WORKFLOW')
      expect(starts).toHaveLength(1)
      expect(Object.keys(starts[0]?.payload.input ?? {}).toSorted()).toEqual([
        'caseId',
        'channel',
        'correlationId',
        'locale',
        'policyVersion',
        'productCode',
        'tenantId',
      ])
    })

    it('withdraws: the pending start is taken back, a start in flight is ended, and the applicant is told', async () => {
      const { store } = test
      const early = await submitted(store)
      valueOf(await store.withdraw({ actor: APPLICANT, caseId: early }))
      expect((await drained(store)).map((row) => row.kind)).toEqual(['SEND_MAIL', 'SEND_MAIL'])
      const late = await submitted(store)
      await drained(store)
      valueOf(await store.withdraw({ actor: APPLICANT, caseId: late }))
      const report = { actor: SERVICE, caseId: late, workflowId: 'wf-late', workflowVersion: 1 }
      expect(valueOf(await store.workflowStarted(report)).state).toBe('WITHDRAWN')
      expect(await drained(store)).toMatchObject([
        { kind: 'SEND_MAIL' },
        { kind: 'TERMINATE_WORKFLOW', payload: { workflowId: 'wf-late' } },
      ])
    })
  })
}
