// The builder's example, run; and what its types refuse.

import { describe, expect, it } from 'vitest'
import { text } from '../src/builder/reference.ts'
import { defineWorkflow, worker } from '../src/builder/workflow-builder.ts'
import { lintWorkflow } from '../src/lint/lint-workflow.ts'
import { answerOk, openTestEngine } from './harness.ts'

interface Order {
  readonly customer: string
  readonly lines: readonly { readonly article: string; readonly count: number }[]
}

const reserve = worker<{ article: string; count: number }, { reserved: number }>('reserve')
const rate = worker<{ customer: string }, { grade: string; score: number }>('rate')

const shipment = defineWorkflow<{ to: string }>('shipment')((flow, input) => {
  const sent = flow.run(worker<{ to: string }, { tracking: string }>('send'), 'send', { to: input.to })
  return { tracking: sent.tracking }
})

const order = defineWorkflow<Order>('order', { description: 'From the order to the parcel' })((flow, input) => {
  flow.forEach('each_line', input.lines, (inner, line) => {
    inner.run(reserve, 'reserve_line', { article: line.article, count: line.count })
  })
  const { grade, address } = flow.parallel('look', {
    grade: (branch) => branch.run(rate, 'rate_customer', { customer: input.customer }).grade,
    address: (branch) =>
      branch.http<{ street: string }>('address', { method: 'GET', uri: text`http://crm/${input.customer}` }).response
        .body,
  })
  flow.choose('by_grade', grade, { bad: (branch) => branch.end('refuse', 'FAILED', text`Graded ${grade}`) })
  const label = flow.inline<string>('label', { street: address.street }, '$.street.toUpperCase()')
  const shipped = flow.child('ship', shipment, { to: label })
  return { tracking: shipped.tracking, label, first: input.lines[0]?.article }
})

describe('a workflow built in TypeScript', () => {
  it('is a plain definition without findings', () => {
    expect(order.definition).toMatchObject({
      name: 'order',
      outputParameters: { tracking: '${ship.output.tracking}', first: '${workflow.input.lines[0].article}' },
    })
    expect(
      lintWorkflow(order.definition, { portable: true, workflows: [order.definition, shipment.definition] }),
    ).toEqual([])
  })

  it('runs', async () => {
    const t = await openTestEngine({ answerHttp: async ({ uri }) => answerOk({ street: `at ${uri}` }) })
    await t.engine.metadata.registerWorkflow(shipment.definition)
    const lines = [
      { article: 'tea', count: 2 },
      { article: 'cup', count: 1 },
    ]
    const id = await t.run(order.definition, { input: { customer: 'ann', lines } })
    for (const line of lines) {
      await t.until(id, ({ tasks }) => tasks.at(-1)?.status === 'SCHEDULED')
      expect((await t.work('reserve', { reserved: 1 })).inputData).toEqual(line)
    }
    await t.until(id, ({ tasks }) => tasks.some(({ taskType }) => taskType === 'rate'))
    await t.work('rate', { grade: 'good', score: 9 })
    await t.until(id, ({ tasks }) => tasks.some(({ taskType }) => taskType === 'SUB_WORKFLOW'))
    expect((await t.work('send', { tracking: 'T1' })).inputData).toEqual({ to: 'AT HTTP://CRM/ANN' })
    expect(await t.workflow(id)).toMatchObject({
      status: 'COMPLETED',
      output: { tracking: 'T1', label: 'AT HTTP://CRM/ANN', first: 'tea' },
    })
  })

  it('does not compile with a name or a type that is not there', () => {
    defineWorkflow<Order>('wrong')((flow, input) => {
      // @ts-expect-error -- the input has no such field
      const missing = input.costumer
      const rated = flow.run(rate, 'rate', { customer: input.customer })
      // @ts-expect-error -- a number is no text
      flow.run(rate, 'again', { customer: rated.score })
      // @ts-expect-error -- an input is left out
      flow.run(reserve, 'reserve', { article: 'tea' })
      return { missing }
    })
  })
})
