// Customers in a thread that dies, as one does that runs out of memory.
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { MonitoredCustomer } from '@gatehouse/kyc/store'
import { defaultMatcherConfig, finishEntity } from '@gatehouse/screening'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createCustomerBase, type CustomerBase } from './customer-base.ts'

const application = JSON.parse(
  readFileSync(new URL('../../../../docs/samples/mira-sommerfeld.json', import.meta.url), 'utf8'),
) as Record<string, unknown> // a file of ours
const listed = finishEntity({
  listId: 'UN',
  entryId: 'QDi.999',
  schema: 'Person',
  names: [{ full: 'Mira Sommerfeld', kind: 'primary' }],
  birthDates: [{ value: '1988-03-02', precision: 'day', circa: false }],
  topics: ['sanction'],
  raw: { line: 1 },
})
const ids = ['customer-1', 'customer-2']
const signal = new AbortController().signal

const threads: Worker[] = []
const note = (message: unknown): void => {
  if (typeof message === 'object' && message !== null && 'worker' in message && message.worker instanceof Worker)
    threads.push(message.worker)
}
let base: CustomerBase
beforeEach(() => {
  threads.length = 0
  subscribe('worker_threads', note)
  base = createCustomerBase({ customersToScreen: async ({ after }) => customersAfter(after) })
})
afterEach(async () => {
  unsubscribe('worker_threads', note)
  await base.close()
})

function customersAfter(after: { updatedAt: string; customerId: string } | undefined): MonitoredCustomer[] {
  const updatedAt = '2026-11-24T08:00:00.000Z'
  const place = (from: { updatedAt: string; customerId: string }) => `${from.updatedAt} ${from.customerId}`
  return ids
    .map((customerId) => ({ customerId, updatedAt, current: { caseId: `case of ${customerId}`, application } }))
    .filter((customer) => after === undefined || place(customer) > place(after))
}

async function found(): Promise<string[]> {
  const hits = await base.screen([listed], defaultMatcherConfig)
  return hits.map(({ customerId }) => customerId).toSorted()
}

it('customers whose thread has died are all looked at in the next one', async () => {
  expect(await base.refresh(signal)).toBe(2)
  expect(await found()).toEqual(ids)
  await threads[0]?.terminate()
  expect(await base.refresh(signal)).toBe(2)
  expect(await found()).toEqual(ids)
  expect(await base.refresh(signal)).toBe(2)
  expect(threads).toHaveLength(2)
})

it('customers that are lost while they are looked at are not taken for customers without hits', async () => {
  await base.refresh(signal)
  const [thread] = threads
  await Promise.all([expect(found()).rejects.toMatchObject({ code: 'BATCH_WORKER_FAILED' }), thread?.terminate()])
  await expect(found()).rejects.toMatchObject({ code: 'BATCH_WORKER_FAILED' })
  await base.refresh(signal)
  expect(await found()).toEqual(ids)
})
