/** All customers in a thread of their own, so that what changed in a list is looked for among them. */
import type { CustomerScreen } from '@gatehouse/screening'
import { createCustomerScreen } from '@gatehouse/screening'
import { type CustomerPlace, type CustomerSource, pagesOf, toRecord } from './customer-pages.ts'

export interface CustomerBase {
  /** Takes in what changed since the last time. Answers with the number of customers. */
  refresh(signal: AbortSignal): Promise<number>
  /** Among the customers that the last `refresh` has counted. Rejects with `BATCH_WORKER_FAILED` when they are lost. */
  readonly screen: CustomerScreen['screen']
  close(): Promise<void>
}

/** A thread, and what it has been given. */
interface Held {
  readonly thread: CustomerScreen
  place: CustomerPlace | undefined
  count: number
}

const overlapMs = 60_000

/** The thread starts with the first customer: a bank that only onboards needs none. */
export function createCustomerBase(kyc: CustomerSource): CustomerBase {
  let held: Held | undefined
  return {
    async refresh(signal) {
      // What was in a thread that has failed is gone with it: another one is given everything.
      if (held?.thread.isBroken === true) held = undefined
      const place = held?.place
      // A change that was under way when we last looked may bear an earlier time; taking one twice does no harm.
      const since = place === undefined ? undefined : { updatedAt: earlier(place.updatedAt), customerId: '' }
      for await (const page of pagesOf(kyc, since)) {
        if (signal.aborted) break
        held ??= { thread: createCustomerScreen(), place: undefined, count: 0 }
        const records = page.flatMap((customer) => toRecord(customer) ?? [])
        const known = new Set(records.map(({ id }) => id))
        await held.thread.put(records)
        held.count = await held.thread.remove(page.map(({ customerId }) => customerId).filter((id) => !known.has(id)))
        held.place = page.at(-1)
      }
      return held?.count ?? 0
    },
    // Never in a new thread: nobody is in it, and nobody found there would pass for nobody concerned.
    screen: async (entities, config) => (await held?.thread.screen(entities, config)) ?? [],
    close: async () => await held?.thread.close(),
  }
}

function earlier(time: string): string {
  return new Date(Date.parse(time) - overlapMs).toISOString()
}
