// The test customers, end to end through HTTP, workflow and workers, on the embedded engine and on a real Conductor.
import type { TestCustomer } from '@gatehouse/kyc/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Gatehouse, startGatehouse } from '../support/gatehouse.ts'
import { realConductorUrl } from '../support/real-conductor.ts'
import type { inState } from './human-decisions.ts'
import { customers, isSideBySide, needsClock, verifyPayee, walk } from './walk-customer.ts'

/** The file shows the risk before the evidence that these bring. */
const EVIDENCED = new Set(['C24'])

const conductorUrl = realConductorUrl()
const engines: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['the embedded engine', {}],
  ...(conductorUrl === undefined ? [] : [['a real Conductor', { CONDUCTOR_SERVER_URL: conductorUrl }] as const]),
]

describe.runIf(customers.length > 0).each(engines)('the test customers on %s', (_name, env) => {
  let gatehouse: Gatehouse
  beforeAll(async () => {
    gatehouse = await startGatehouse({ env, startAt: '2026-11-23T09:00:00.000Z', verifyPayee })
  }, 120_000)
  afterAll(() => gatehouse.stop())

  // The duplicate comes after the customer whose duplicate it is; the rest is side by side.
  it.concurrent.each(customers.filter(isSideBySide))(
    '$id $title',
    async (customer) => {
      await run(gatehouse, customer)
    },
    300_000,
  )

  it.each(customers.filter(({ id }) => id === 'C28'))(
    '$id $title',
    async (customer) => {
      await run(gatehouse, customer)
    },
    300_000,
  )

  it.each(customers.filter(needsClock))(
    '$id $title',
    async (customer) => {
      await run(gatehouse, customer)
    },
    300_000,
  )
})

async function run(gatehouse: Gatehouse, customer: TestCustomer): Promise<void> {
  const { expected } = customer
  const { stopped, final } = await walk(gatehouse, customer)
  expect({
    stopsAt: stopped.state,
    finalState: final.state,
    customerClass: final.customerClass,
    reasonCode: expected.reasonCode === undefined ? undefined : final.reasonCode,
    risk: EVIDENCED.has(customer.id) ? undefined : riskOf(final),
  }).toEqual({
    stopsAt: expected.stopsAt,
    finalState: expected.finalState,
    customerClass: expected.customerClass ?? null,
    reasonCode: expected.reasonCode,
    risk: EVIDENCED.has(customer.id) ? undefined : expectedRisk(customer),
  })
}

function riskOf({ risk }: Awaited<ReturnType<typeof inState>>) {
  if (risk === null) return null
  return {
    factorScores: Object.fromEntries(risk.factors.map(({ id, value }) => [id, value])),
    rawSum: risk.raw,
    score: risk.score,
    scoreClass: risk.classByScore,
    floors: risk.floors.map(({ id, effect }) => `${id}:${effect}`),
    riskClass: risk.final,
    cddLevel: risk.cddLevel,
  }
}

function expectedRisk({ expected }: TestCustomer) {
  if (!expected.risk) return null
  const { factorScores, rawSum, score, scoreClass, floors, riskClass, cddLevel } = expected.risk
  return { factorScores, rawSum, score, scoreClass, floors, riskClass, cddLevel }
}
