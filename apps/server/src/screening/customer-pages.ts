/** The customers that are screened again, page by page, and what of them is looked at. */
import { ApplicationSchema } from '@gatehouse/kyc'
import type { KycStore, MonitoredCustomer } from '@gatehouse/kyc/store'
import type { CustomerRecord } from '@gatehouse/screening'
import { screeningQuery } from '@gatehouse/workers'

export type CustomerSource = Pick<KycStore, 'customersToScreen'>

export interface CustomerPlace {
  readonly updatedAt: string
  readonly customerId: string
}

const pageSize = 500

/** @param from whoever comes after it; undefined: all of them */
export async function* pagesOf(
  kyc: CustomerSource,
  from: CustomerPlace | undefined,
): AsyncGenerator<readonly MonitoredCustomer[]> {
  let after = from
  for (;;) {
    const page = await kyc.customersToScreen({ limit: pageSize, ...(after === undefined ? {} : { after }) })
    if (page.length === 0) return
    yield page
    after = page.at(-1)
  }
}

/** Undefined for one who is not to be looked for, or of whom too little is known. */
export function toRecord({ customerId, current }: MonitoredCustomer): CustomerRecord | undefined {
  const parsed = ApplicationSchema.safeParse(current?.application)
  const query = parsed.success ? screeningQuery(parsed.data) : null
  return query === null ? undefined : { id: customerId, query }
}
