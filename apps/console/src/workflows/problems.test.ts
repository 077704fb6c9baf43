import { describe, expect, it } from 'vitest'
import { locate, pathFromServer } from './json-locate.ts'
import { checkDefinition, lineAt } from './problems.ts'
import { withVersion } from './with-version.ts'

const codes = (value: unknown) =>
  checkDefinition(JSON.stringify(value, null, 2)).problems.map((problem) => problem.code)
const task = (type: string, ref: string, more: Record<string, unknown> = {}) => ({
  name: ref,
  taskReferenceName: ref,
  type,
  ...more,
})

describe('checkDefinition', () => {
  it('finds nothing in a sound definition', () => {
    expect(
      codes({
        name: 'w',
        version: 1,
        tasks: [
          task('HTTP', 'a'),
          task('INLINE', 'b', { inputParameters: { x: '${a.output.y} ${workflow.input.z} $${kept.as.text}' } }),
        ],
      }),
    ).toEqual([])
  })

  it.each([
    [{ version: 1, tasks: [] }, ['noName', 'noTasks']],
    [{ name: 'w', tasks: [task('HTTP', 'a'), task('HTTP', 'a')] }, ['duplicateRef']],
    [
      {
        name: 'w',
        tasks: [
          task('FORK_JOIN', 'f', { forkTasks: [[task('HTTP', 'a')]] }),
          task('JOIN', 'j', { joinOn: ['a', 'nope'] }),
        ],
      },
      ['unknownJoin'],
    ],
    [{ name: 'w', tasks: [task('HTTP', 'a', { inputParameters: { x: '${nope.output.y}' } })] }, ['unknownRef']],
    [{ name: 'w', tasks: [task('SWITCH', 's', { decisionCases: { x: [task('HTTP', 'a')] } })] }, ['noDefault']],
    [{ name: 'w', tasks: [task('FORK_JOIN', 'f', { forkTasks: [[task('HTTP', 'a')]] })] }, ['forkNoJoin']],
    [{ name: 'w', tasks: [{ type: 'HTTP' }] }, ['taskNoName', 'taskNoRef']],
  ])('names what is wrong in %j', (value, expected) => {
    expect(codes(value)).toEqual(expected)
  })

  it('shows the line of a problem', () => {
    const text = JSON.stringify({ name: 'w', tasks: [task('HTTP', 'a'), task('HTTP', 'a')] }, null, 2)
    const problem = checkDefinition(text).problems[0]
    expect(text.split('\n')[lineAt(text, problem?.from ?? 0) - 1]).toContain('"taskReferenceName": "a"')
  })

  it.each(['{"name": "w"', '{"name": }', '[]', '7', ''])('survives %j', (text) => {
    expect(checkDefinition(text).problems).toHaveLength(1)
  })
})

describe('places in the text', () => {
  it.each([
    ['registerWorkflowDef.arg0.tasks[0].name', ['tasks', 0, 'name']],
    ['updateWorkflowDef.arg0[0].tasks[1].forkTasks[0].<list element>[0].name', ['tasks', 1, 'forkTasks', 0, 0, 'name']],
    ['registerWorkflowDef.arg0.tasks[0].decisionCases[a].<map value>[1]', ['tasks', 0, 'decisionCases', 'a', 1]],
    ['registerWorkflowDef.arg0', []],
  ])('reads %s', (path, steps) => {
    expect(pathFromServer(path)).toEqual(steps)
  })

  it('finds the deepest part that exists', () => {
    const text = '{"a": [1, {"b": "x"}]}'
    const at = (path: readonly (string | number)[]) => text.slice(locate(text, path).from, locate(text, path).to)
    expect(at(['a', 1, 'b'])).toBe('"x"')
    expect(at(['a', 1, 'missing'])).toBe('{')
    expect(at([])).toBe('{')
  })

  it('changes the version and nothing else', () => {
    expect(withVersion('{ "name": "w",  "version": 3, "tasks": [{"version": 9}] }', 4)).toBe(
      '{ "name": "w",  "version": 4, "tasks": [{"version": 9}] }',
    )
    expect(JSON.parse(withVersion('{"name":"w"}', 2))).toEqual({ name: 'w', version: 2 })
  })
})
