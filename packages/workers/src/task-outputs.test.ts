import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { holdToOutput, TASK_OUTPUTS } from './task-outputs.ts'
import { TerminalError } from './terminal-error.ts'

const file = new URL('../../../workflows/task-definitions.json', import.meta.url)
const definitions = z
  .array(z.object({ name: z.string(), outputKeys: z.array(z.string()) }))
  .parse(JSON.parse(readFileSync(file, 'utf8')))

const task = {
  taskType: 'close_review',
  taskId: 't',
  workflowId: 'w',
  referenceTaskName: 'close_review',
  iteration: 0,
  correlationId: undefined,
  input: {},
}

it('knows an output for every task definition, with the same keys, and no other', () => {
  const declared = definitions.map(({ name, outputKeys }) => [name, outputKeys.toSorted()])
  const known = Object.entries(TASK_OUTPUTS).map(([name, { shape }]) => [name, Object.keys(shape).toSorted()])
  expect(Object.fromEntries(known)).toEqual(Object.fromEntries(declared))
})

it('lets an output through that fits', async () => {
  const close = holdToOutput('close_review', async () => ({ outcome: 'CLEARED' }))
  expect(await close(task)).toEqual({ outcome: 'CLEARED' })
})

it.each([
  ['a key too many', { outcome: 'CLEARED', note: 'Anna Beispiel' }],
  ['a word that is none of the codes', { outcome: 'Anna Beispiel' }],
  ['a key too few', {}],
])('ends the task for good when its output has %s, without repeating the value', async (_what, output) => {
  const failure = await holdToOutput('close_review', async () => output)(task).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(TerminalError)
  expect(String(failure)).not.toContain('Beispiel')
})

it.each([
  ['identity.nationalities[1]', true],
  ['tax.taxResidences[0].tin', true],
  ['contact', true],
  ['Anna Beispiel', false],
  ['1990-05-14', false],
  ['DE62370400440532013001', false],
])('takes %s for a path: %s', (path, isPath) => {
  const output = { complete: false, missingFields: [path], relationsCount: 0 }
  expect(TASK_OUTPUTS.get_client_background.safeParse(output).success).toBe(isPath)
})
