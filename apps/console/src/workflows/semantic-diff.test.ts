import { expect, it } from 'vitest'
import { workflowDefSchema } from '../api/conductor.ts'
import { semanticDiff } from './semantic-diff.ts'

const definition = (...tasks: readonly Record<string, unknown>[]) =>
  workflowDefSchema.parse({ name: 'w', version: 1, tasks })
const task = (ref: string, more: Record<string, unknown> = {}) => ({
  name: ref,
  taskReferenceName: ref,
  type: 'HTTP',
  ...more,
})

it('names tasks that came, went and changed', () => {
  const from = definition(task('a'), task('b', { inputParameters: { x: 1 } }), task('c'))
  const to = definition(task('b', { inputParameters: { x: 2 } }), task('c'), task('d'))
  expect(semanticDiff(from, to)).toEqual([
    { kind: 'removed', ref: 'a', fields: [] },
    { kind: 'changed', ref: 'b', fields: ['inputParameters'] },
    { kind: 'added', ref: 'd', fields: [] },
  ])
})

it('looks into branches and does not blame the task that holds them', () => {
  const from = definition(task('s', { type: 'SWITCH', decisionCases: { x: [task('a')] } }))
  const to = definition(task('s', { type: 'SWITCH', decisionCases: { x: [task('a', { optional: true })] } }))
  expect(semanticDiff(from, to)).toEqual([{ kind: 'changed', ref: 'a', fields: ['optional'] }])
})

it('does not mind the order of keys', () => {
  expect(
    semanticDiff(
      definition(task('a', { inputParameters: { x: 1, y: 2 } })),
      definition(task('a', { inputParameters: { y: 2, x: 1 } })),
    ),
  ).toEqual([])
})
