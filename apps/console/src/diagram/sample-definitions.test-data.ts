/** Generated definitions of every block kind, for property tests. */
import * as fc from 'fast-check'
import type { WorkflowTask } from '../api/conductor.ts'

const leafTypes = [
  'SIMPLE',
  'HTTP',
  'INLINE',
  'HUMAN',
  'WAIT',
  'SUB_WORKFLOW',
  'TERMINATE',
  'DYNAMIC',
  'SOMETHING_NEW',
] as const

type Shape =
  | { readonly kind: 'leaf'; readonly type: string }
  | { readonly kind: 'switch'; readonly cases: readonly (readonly Shape[])[]; readonly rest: readonly Shape[] }
  | { readonly kind: 'fork'; readonly branches: readonly (readonly Shape[])[]; readonly joined: boolean }
  | { readonly kind: 'loop'; readonly body: readonly Shape[] }
  | { readonly kind: 'dynamic' }

const { shape } = fc.letrec<{ shape: Shape; list: readonly Shape[] }>((tie) => ({
  list: fc.array(tie('shape'), { maxLength: 3 }),
  shape: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('leaf' as const), type: fc.constantFrom(...leafTypes) }),
    fc.record({ kind: fc.constant('dynamic' as const) }),
    fc.record({
      kind: fc.constant('switch' as const),
      cases: fc.array(tie('list'), { minLength: 1, maxLength: 3 }),
      rest: tie('list'),
    }),
    fc.record({
      kind: fc.constant('fork' as const),
      branches: fc.array(tie('list'), { maxLength: 3 }),
      joined: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('loop' as const), body: tie('list') }),
  ),
}))

/** A list of tasks with unique reference names, some of them names that objects already have. */
export const definitions: fc.Arbitrary<readonly WorkflowTask[]> = fc
  .array(shape, { maxLength: 5 })
  .map((shapes) => name(shapes))

const awkward = ['start', 'end', 'result', '__proto__', 'constructor', '#merge:x']

function name(shapes: readonly Shape[]): readonly WorkflowTask[] {
  let next = 0
  const ref = (): string => {
    const index = next++
    return awkward[index] ?? `t${index}`
  }
  const list = (items: readonly Shape[]): readonly WorkflowTask[] => items.flatMap(one)
  const task = (type: string, more: Partial<WorkflowTask> = {}): WorkflowTask => {
    const taskReferenceName = ref()
    return { name: taskReferenceName, taskReferenceName, type, ...more }
  }
  const one = (item: Shape): readonly WorkflowTask[] => {
    switch (item.kind) {
      case 'leaf':
        return [task(item.type)]
      case 'dynamic':
        return [task('FORK_JOIN_DYNAMIC'), task('JOIN')]
      case 'switch':
        return [
          task('SWITCH', {
            decisionCases: Object.fromEntries(item.cases.map((body, index) => [`c${index}`, list(body)])),
            defaultCase: list(item.rest),
          }),
        ]
      case 'fork':
        return [task('FORK_JOIN', { forkTasks: item.branches.map(list) }), ...(item.joined ? [task('JOIN')] : [])]
      case 'loop':
        return [task('DO_WHILE', { loopOver: list(item.body) })]
    }
  }
  return list(shapes)
}
