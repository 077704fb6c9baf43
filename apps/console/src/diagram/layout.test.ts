import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WorkflowTask } from '../api/conductor.ts'
import { layoutWorkflow } from './layout.ts'
import type { DiagramLayout, LayoutNode, Point } from './layout-model.ts'
import { definitions } from './sample-definitions.test-data.ts'

const task = (type: string, ref: string, more: Partial<WorkflowTask> = {}): WorkflowTask => ({
  name: ref,
  taskReferenceName: ref,
  type,
  ...more,
})

const sketch = ({ nodes, edges }: DiagramLayout): string =>
  [
    ...nodes.map((node) => `${node.id} ${node.shape} ${node.x},${node.y} ${node.width}×${node.height}`),
    ...edges.map(
      (edge) =>
        `${edge.id} ${edge.points.map((point) => `${point.x},${point.y}`).join(' ')}${edge.label === undefined ? '' : ` "${edge.label}"`}`,
    ),
  ].join('\n')

const contains = (outer: LayoutNode, inner: LayoutNode): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height

const overlap = (a: LayoutNode, b: LayoutNode): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const touches = (node: LayoutNode, { x, y }: Point): boolean =>
  x >= node.x - 0.5 && x <= node.x + node.width + 0.5 && y >= node.y - 0.5 && y <= node.y + node.height + 0.5

describe('layoutWorkflow', () => {
  it('draws a switch with an ending branch and an empty default', () => {
    const layout = layoutWorkflow([
      task('HTTP', 'ask'),
      task('SWITCH', 'route', {
        decisionCases: { high: [task('HUMAN', 'review')], stop: [task('TERMINATE', 'refuse')] },
      }),
      task('SIMPLE', 'file'),
    ])
    expect(sketch(layout)).toMatchSnapshot()
    expect(layout.edges.filter((edge) => edge.source === 'task:refuse')).toEqual([])
  })

  it('draws a fork with its join', () => {
    const layout = layoutWorkflow([
      task('FORK_JOIN', 'both', { forkTasks: [[task('HTTP', 'a')], [task('HTTP', 'b'), task('SIMPLE', 'c')]] }),
      task('JOIN', 'join'),
    ])
    expect(sketch(layout)).toMatchSnapshot()
  })

  it('leaves the branches of a fork without a join open', () => {
    const layout = layoutWorkflow([
      task('FORK_JOIN', 'both', { forkTasks: [[task('HTTP', 'a')], [task('HTTP', 'b')]] }),
    ])
    expect(layout.edges.filter((edge) => edge.kind === 'open')).toHaveLength(2)
    expect(layout.nodes.some((node) => node.id === '#end')).toBe(false)
  })

  it('draws a strip from seven children of a dynamic fork on', () => {
    const children = (count: number) => Array.from({ length: count }, (_, index) => [task('SIMPLE', `child_${index}`)])
    const tasks = [task('FORK_JOIN_DYNAMIC', 'many'), task('JOIN', 'join')]
    const shapes = (count: number) =>
      layoutWorkflow(tasks, { dynamicBranches: new Map([['many', children(count)]]) }).nodes.map((node) => node.shape)
    expect(shapes(6)).not.toContain('strip')
    expect(shapes(7)).toContain('strip')
  })

  it('keeps made-up nodes apart from tasks of the same name', () => {
    const ids = layoutWorkflow([
      task('SIMPLE', 'start'),
      task('SIMPLE', '__proto__'),
      task('SIMPLE', 'start'),
    ]).nodes.map((node) => node.id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('never lets two boxes overlap, except a frame and what it holds', () => {
    fc.assert(
      fc.property(definitions, (tasks) => {
        const { nodes } = layoutWorkflow(tasks)
        for (const [index, a] of nodes.entries()) {
          for (const b of nodes.slice(index + 1)) {
            if (!overlap(a, b)) continue
            const framed = (a.shape === 'frame' && contains(a, b)) || (b.shape === 'frame' && contains(b, a))
            expect(framed, `${a.id} and ${b.id}`).toBe(true)
          }
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('lets every edge touch both of its ends and run straight', () => {
    fc.assert(
      fc.property(definitions, (tasks) => {
        const { nodes, edges } = layoutWorkflow(tasks)
        const byId = new Map(nodes.map((node) => [node.id, node]))
        for (const edge of edges) {
          const [first, last] = [edge.points[0], edge.points.at(-1)]
          const [source, target] = [byId.get(edge.source), byId.get(edge.target)]
          if (first === undefined || last === undefined || source === undefined || target === undefined)
            throw new Error(`${edge.id} hangs`)
          expect(touches(source, first)).toBe(true)
          expect(edge.kind === 'open' || touches(target, last)).toBe(true)
          edge.points.slice(1).forEach((point, index) => {
            const before = edge.points[index]
            expect(point.x === before?.x || point.y === before?.y).toBe(true)
          })
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('keeps the order of branches from start to end', () => {
    fc.assert(
      fc.property(definitions, (tasks) => {
        const at = new Map(layoutWorkflow(tasks).nodes.map((node) => [node.task, node]))
        const firsts = (branches: readonly (readonly WorkflowTask[])[]) => branches.flatMap((branch) => branch[0] ?? [])
        const visit = (list: readonly WorkflowTask[]): void => {
          for (const item of list) {
            const branches =
              item.type === 'FORK_JOIN'
                ? (item.forkTasks ?? [])
                : item.type === 'SWITCH'
                  ? [...Object.values(item.decisionCases ?? {}), item.defaultCase ?? []]
                  : []
            const centres = firsts(branches).map((first) => (at.get(first)?.x ?? 0) + (at.get(first)?.width ?? 0) / 2)
            expect(centres).toEqual([...centres].sort((a, b) => a - b))
            branches.forEach(visit)
            visit(item.loopOver ?? [])
          }
        }
        visit(tasks)
      }),
      { numRuns: 500 },
    )
  })

  it('places 2,000 tasks in well under a frame of patience', () => {
    const many = Array.from({ length: 1_000 }, (_, index) =>
      task('SWITCH', `s${index}`, { decisionCases: { a: [task('SIMPLE', `a${index}`)] } }),
    )
    const before = performance.now()
    layoutWorkflow(many)
    expect(performance.now() - before).toBeLessThan(200)
  })
})
