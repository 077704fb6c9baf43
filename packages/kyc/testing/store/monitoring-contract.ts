/** Customers after their approval: screened again when a list changes. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AlertedEntry } from '../../src/store/index.ts'
import {
  ANALYST,
  assessed,
  codeOf,
  confirmAs,
  drained,
  evaluated,
  inChecks,
  inReview,
  MLRO,
  proposeAs,
  recordAllChecks,
  SANCTIONS_FINDING,
  SANCTIONS_HIT,
  SENIOR,
  SERVICE,
  valueOf,
} from './case-driver.ts'
import { openTestStore, type TestDatabase, type TestStore } from './open-test-store.ts'

const entry: AlertedEntry = { listId: 'UN', entryId: 'QDi.999', entryHash: 'hash-1', score: 92.4 }

export function describeMonitoring(database: () => TestDatabase): void {
  describe('customers whose relationship goes on', () => {
    let test: TestStore
    beforeEach(async () => {
      test = await openTestStore(database())
    })
    afterEach(() => test.stop())

    const approved = async (caseId: string): Promise<string> => {
      await assessed(test.store, caseId, 'LOW')
      return valueOf(await test.store.approve({ actor: SERVICE, caseId })).customerId
    }
    const cleanCustomer = async (): Promise<string> => {
      const caseId = await inChecks(test.store)
      await recordAllChecks(test.store, caseId)
      await evaluated(test.store, caseId, [])
      return approved(caseId)
    }
    const look = (customerId: string, entries: readonly AlertedEntry[]) =>
      test.store.openEventReview({ actor: SERVICE, customerId, entries, matcherConfigId: 'm-1' })
    const stateOf = async (customerId: string): Promise<string | undefined> =>
      (await test.db.selectFrom('kyc_customer').selectAll().where('customer_id', '=', customerId).executeTakeFirst())
        ?.state

    it('are read in pages, and again when they changed', async () => {
      const first = await cleanCustomer()
      test.clock.now += 1000
      const second = await cleanCustomer()
      const page = await test.store.customersToScreen({ limit: 1 })
      expect(page).toMatchObject([{ customerId: first, current: { application: { identity: expect.anything() } } }])
      const [place] = page
      expect(await test.store.customersToScreen({ limit: 9, ...(place && { after: place }) })).toMatchObject([
        { customerId: second },
      ])
      test.clock.now += 1000
      valueOf(await look(first, [entry]))
      const all = await test.store.customersToScreen({ limit: 9 })
      expect(all.map(({ customerId }) => customerId)).toEqual([second, first])
    })

    it('are looked at once for an entry in one form, and hear nothing of it', async () => {
      const customerId = await cleanCustomer()
      await drained(test.store)
      const opened = valueOf(await look(customerId, [entry]))
      expect(opened).not.toBeNull()
      const rows = await drained(test.store)
      expect(rows.map(({ kind }) => kind)).toEqual(['START_WORKFLOW'])
      expect(valueOf(await look(customerId, [entry]))).toBeNull()
      expect(valueOf(await look(customerId, [{ ...entry, entryHash: 'hash-2' }]))).not.toBeNull()
      expect(valueOf(await look('nobody', [entry]))).toBeNull()
      expect(await stateOf(customerId)).toBe('UNDER_REVIEW')
      expect(
        codeOf(
          await test.store.openEventReview({ actor: ANALYST, customerId, entries: [entry], matcherConfigId: 'm' }),
        ),
      ).toBe('ROLE_MISSING')
    })

    it('stay the same customer when they are kept, and are no duplicates of themselves', async () => {
      const customerId = await cleanCustomer()
      const caseId = valueOf(await look(customerId, [entry]))?.caseId ?? ''
      expect(valueOf(await test.store.findDuplicates(caseId))).toEqual([])
      // The people who work on it are told that this is no application.
      expect(valueOf(await test.store.caseDetail({ actor: ANALYST, caseId })).occasion).toBe('LIST_CHANGE')
      valueOf(await test.store.workflowStarted({ actor: SERVICE, caseId, workflowId: 'wf-2', workflowVersion: 1 }))
      await recordAllChecks(test.store, caseId)
      await evaluated(test.store, caseId, [])
      expect(await approved(caseId)).toBe(customerId)
      const { items } = await test.store.listCases({ actor: ANALYST, view: 'closed', limit: 9 })
      expect(items.find((item) => item.caseId === caseId)?.occasion).toBe('LIST_CHANGE')
      expect(items.filter(({ occasion }) => occasion === 'ONBOARDING')).toHaveLength(1)
      expect(await stateOf(customerId)).toBe('ACTIVE')
      expect(await test.db.selectFrom('kyc_customer').selectAll().execute()).toHaveLength(1)
    })

    it('are not looked at for what a decision in force says they are not, until the entry changes', async () => {
      const { caseId, items } = await inReview(test.store, [SANCTIONS_FINDING], [SANCTIONS_HIT])
      const itemId = items.get(SANCTIONS_FINDING.codes[0] ?? '') ?? [...items.values()][0] ?? ''
      valueOf(await proposeAs(test.store, ANALYST, caseId, itemId, 'FALSE_POSITIVE', ['DOB_CONFLICT']))
      valueOf(await confirmAs(test.store, SENIOR, caseId, itemId))
      valueOf(await test.store.closeReview({ actor: SERVICE, caseId, workflowId: `adj-${caseId}` }))
      await evaluated(test.store, caseId, [], 'evaluation-2')
      const customerId = await approved(caseId)
      // As if nobody had looked: only the decision keeps it back.
      await test.db.updateTable('kyc_hit').set({ alert: 0 }).execute()
      expect(valueOf(await look(customerId, [entry]))).toBeNull()

      const unchanged = { actor: SERVICE, entries: [entry] }
      expect(await test.store.endStaleGoodGuys(unchanged)).toBe(0)
      const changed = { ...entry, entryHash: 'hash-2' }
      expect(await test.store.endStaleGoodGuys({ actor: SERVICE, entries: [changed] })).toBe(1)
      expect(await test.store.listGoodGuys({ actor: MLRO })).toMatchObject([{ inForce: false }])
      expect(valueOf(await look(customerId, [changed]))).not.toBeNull()
    })

    it('are cleared for a year only', async () => {
      const { caseId, items } = await inReview(test.store, [SANCTIONS_FINDING], [SANCTIONS_HIT])
      const itemId = [...items.values()][0] ?? ''
      valueOf(await proposeAs(test.store, ANALYST, caseId, itemId, 'FALSE_POSITIVE', ['DOB_CONFLICT']))
      valueOf(await confirmAs(test.store, SENIOR, caseId, itemId))
      valueOf(await test.store.closeReview({ actor: SERVICE, caseId, workflowId: `adj-${caseId}` }))
      await evaluated(test.store, caseId, [], 'evaluation-2')
      const customerId = await approved(caseId)
      await test.db.updateTable('kyc_hit').set({ alert: 0 }).execute()
      test.clock.now += 366 * 24 * 3_600_000
      expect(valueOf(await look(customerId, [entry]))).not.toBeNull()
    })

    it('remember which version of a list they were screened against', async () => {
      const record = { actor: SERVICE, listId: 'UN', counts: { customers: 1 } }
      await test.store.recordListScreened({ ...record, snapshotId: 'v1' })
      await test.store.recordListScreened({ ...record, snapshotId: 'v2' })
      expect(await test.store.screenedLists()).toEqual(new Map([['UN', { snapshotId: 'v2', at: expect.any(String) }]]))
    })
  })
}
