/** Versions of the risk policy: nobody publishes alone, nothing is published untested, and one is in force at a time. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultRiskPolicy } from '../../src/risk/default-policy.ts'
import type { Actor } from '../../src/store/actor.ts'
import { ADMIN, ANALYST, assessed, codeOf, inChecks, MLRO, SERVICE, valueOf } from './case-driver.ts'
import { openTestStore, type TestDatabase, type TestStore } from './open-test-store.ts'

const DAY = 86_400_000
const version = (number: string) => ({ ...defaultRiskPolicy, version: number })
const keyOf = (number: string) => ({ version: number, profile: defaultRiskPolicy.profile })

export function describePolicies(database: () => TestDatabase): void {
  describe('policy versions', () => {
    let test: TestStore
    beforeEach(async () => {
      test = await openTestStore(database())
    })
    afterEach(() => test.stop())

    const proposed = async (number: string, effectiveFrom?: string) => {
      const key = keyOf(number)
      valueOf(await test.store.draftPolicy({ actor: ADMIN, policy: version(number) }))
      valueOf(await test.store.recordBacktest({ actor: ADMIN, key, reportHash: 'sha256:report', cases: 120 }))
      const when = effectiveFrom === undefined ? {} : { effectiveFrom }
      return valueOf(await test.store.proposePolicy({ actor: ADMIN, key, ...when }))
    }

    it('goes from draft to active by two people, and retires the one before', async () => {
      const { store } = test
      expect(await store.activePolicy('EU')).toBeNull()
      await proposed('1.1.0')
      const decide = { key: keyOf('1.1.0'), decision: 'PUBLISH' } as const
      expect(codeOf(await store.decidePolicy({ ...decide, actor: ADMIN }))).toBe('SAME_PERSON')
      expect(codeOf(await store.decidePolicy({ ...decide, actor: ANALYST }))).toBe('ROLE_MISSING')
      expect(valueOf(await store.decidePolicy({ ...decide, actor: MLRO }))).toMatchObject({
        state: 'ACTIVE',
        createdBy: ADMIN.id,
        approvedBy: MLRO.id,
        backtest: { cases: 120 },
      })
      await proposed('1.2.0')
      valueOf(await store.decidePolicy({ actor: MLRO, key: keyOf('1.2.0'), decision: 'PUBLISH' }))
      expect((await store.listPolicies()).map((line) => `${line.version} ${line.state}`).toSorted()).toEqual([
        '1.1.0 RETIRED',
        '1.2.0 ACTIVE',
      ])
      expect((await store.activePolicy('EU'))?.policy).toEqual(version('1.2.0'))
      // A retired version can still replay what was decided by it.
      expect(valueOf(await store.loadPolicy(keyOf('1.1.0'))).policy).toEqual(version('1.1.0'))
    })

    it('is drafted and adopted once by those who come at the same moment', async () => {
      const { store } = test
      for (const number of ['1.1.0', '1.2.0', '1.3.0']) {
        const drafts = await Promise.all(
          Array.from({ length: 4 }, () => store.draftPolicy({ actor: ADMIN, policy: version(number) })),
        )
        const codes = drafts.map((draft) => (draft.ok ? 'drafted' : draft.error.code)).toSorted()
        expect(codes).toEqual(['ENTRY_NOT_OPEN', 'ENTRY_NOT_OPEN', 'ENTRY_NOT_OPEN', 'drafted'])
      }
      const adopted = await Promise.all(
        Array.from({ length: 4 }, () => store.adoptPolicy({ actor: SERVICE, policy: version('1.0.0') })),
      )
      expect(adopted.filter((each) => valueOf(each).adopted)).toHaveLength(1)
    })

    it('adopts what it ships once, and begins cases with what is in force', async () => {
      const { store } = test
      expect(valueOf(await store.adoptPolicy({ actor: SERVICE, policy: version('1.0.0') }))).toEqual({ adopted: true })
      expect(valueOf(await store.adoptPolicy({ actor: SERVICE, policy: version('1.0.0') }))).toEqual({ adopted: false })
      const before = await inChecks(store)
      await proposed('1.1.0')
      valueOf(await store.decidePolicy({ actor: MLRO, key: keyOf('1.1.0'), decision: 'PUBLISH' }))
      // An older program that starts again puts nothing back.
      expect(valueOf(await store.adoptPolicy({ actor: SERVICE, policy: version('0.9.0') }))).toEqual({ adopted: false })
      const after = await inChecks(store)
      const versionOf = async (caseId: string) => valueOf(await store.loadCaseForWork(caseId)).policyVersion
      expect([await versionOf(before), await versionOf(after)]).toEqual(['1.0.0', '1.1.0'])
    })

    it('counts restricted cases, and shows them to those alone who may open them', async () => {
      const { store, db } = test
      valueOf(await store.adoptPolicy({ actor: SERVICE, policy: defaultRiskPolicy }))
      const caseId = await inChecks(store)
      await assessed(store, caseId, 'LOW')
      const { hash } = await db.selectFrom('kyc_policy_version').select('hash').executeTakeFirstOrThrow()
      await db.updateTable('kyc_assessment').set({ policy_hash: hash }).execute()
      await db.updateTable('kyc_case').set({ restricted: 1, decided_at: '2026-11-23T09:00:00.000Z' }).execute()
      const use = async (actor: Actor) =>
        valueOf(await store.policyUse({ actor, key: keyOf(defaultRiskPolicy.version), limit: 10 }))
      expect(await use(ADMIN)).toMatchObject({ total: 1, cases: [] })
      expect(await use(MLRO)).toMatchObject({ total: 1, cases: [{ caseId }] })
      const mayOpen = async (actor: Actor) => (await store.decidedCases({ actor, limit: 10 })).map((one) => one.mayOpen)
      expect([await mayOpen(ADMIN), await mayOpen(MLRO)]).toEqual([[false], [true]])
    })

    it('takes no policy that breaks the guidelines, and no second content for a version', async () => {
      const { store } = test
      const weights = { ...defaultRiskPolicy.weights, geography: 60 }
      expect(await store.draftPolicy({ actor: ADMIN, policy: { ...version('2.0.0'), weights } })).toMatchObject({
        ok: false,
        error: { code: 'INVALID_INPUT' },
      })
      expect(codeOf(await store.draftPolicy({ actor: MLRO, policy: version('2.0.0') }))).toBe('ROLE_MISSING')
      valueOf(await store.draftPolicy({ actor: ADMIN, policy: version('2.0.0') }))
      expect(codeOf(await store.draftPolicy({ actor: ADMIN, policy: version('2.0.0') }))).toBe('ENTRY_NOT_OPEN')
    })

    it('publishes only on a back-test of this month, and not before its day', async () => {
      const { store, clock } = test
      valueOf(await store.draftPolicy({ actor: ADMIN, policy: version('3.0.0') }))
      const key = keyOf('3.0.0')
      expect(codeOf(await store.proposePolicy({ actor: ADMIN, key }))).toBe('TRANSITION_REFUSED')
      await proposed('3.1.0', '2026-12-01T00:00:00.000Z')
      const publish = { actor: MLRO, key: keyOf('3.1.0'), decision: 'PUBLISH' } as const
      expect(await store.decidePolicy(publish)).toMatchObject({ error: { details: { reason: 'NOT_YET_EFFECTIVE' } } })
      clock.now += 31 * DAY
      expect(await store.decidePolicy(publish)).toMatchObject({ error: { details: { reason: 'BACKTEST_TOO_OLD' } } })
      valueOf(await store.decidePolicy({ ...publish, decision: 'SEND_BACK' }))
      const again = { actor: ADMIN, key: keyOf('3.1.0') }
      valueOf(await store.recordBacktest({ ...again, reportHash: 'sha256:other', cases: 90 }))
      valueOf(await store.proposePolicy(again))
      expect(valueOf(await store.decidePolicy(publish)).state).toBe('ACTIVE')
      const trail = await store.auditList({ action: 'policy.active', limit: 5 })
      expect(trail.items).toMatchObject([{ actor: { id: MLRO.id } }])
    })
  })
}
