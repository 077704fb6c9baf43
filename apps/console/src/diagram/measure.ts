/** First pass of the layout: how wide and high each block is. Linear in the number of tasks. */
import type { WorkflowTask } from '../api/conductor.ts'
import type { LayoutOptions } from './layout-model.ts'
import { boxOf } from './node-shape.ts'

export const gap = {
  /** Between a block and the one below it. */
  below: 36,
  /** Between branches side by side. */
  beside: 32,
  /** Room for the horizontal run of an edge and its label above the branches. */
  diverge: 40,
  /** Same below the branches. */
  converge: 32,
  framePadding: 20,
  frameHeader: 34,
} as const

export const emptyLaneWidth = 80
export const mergeSize = 14
export const barHeight = 10
export const stripCell = 14
export const mostBranches = 6
export const stackSize = { width: 200, height: 60 } as const
const maxUnfoldDepth = 3

export interface Size {
  readonly width: number
  readonly height: number
}

/** The block structure of a definition with sizes; what the second pass places. */
export type Block =
  | { readonly kind: 'task'; readonly task: WorkflowTask; readonly size: Size }
  | {
      readonly kind: 'switch'
      readonly task: WorkflowTask
      readonly lanes: readonly Lane[]
      readonly size: Size
      readonly lanesHeight: number
    }
  | {
      readonly kind: 'fork'
      readonly task: WorkflowTask
      readonly lanes: readonly Lane[]
      readonly size: Size
      readonly lanesHeight: number
      readonly joins: boolean
    }
  | {
      readonly kind: 'strip'
      readonly task: WorkflowTask
      readonly cells: readonly string[] | undefined
      readonly size: Size
      readonly inner: Size
    }
  | { readonly kind: 'join'; readonly task: WorkflowTask; readonly size: Size }
  | { readonly kind: 'frame'; readonly task: WorkflowTask; readonly body: Sequence; readonly size: Size }

export interface Sequence {
  readonly blocks: readonly Block[]
  readonly size: Size
}

export interface Lane {
  /** Case name of a SWITCH; absent in a fork. */
  readonly label: string | undefined
  readonly body: Sequence
}

/** @param depth how many unfolded sub-workflows enclose this sequence */
export function measureSequence(tasks: readonly WorkflowTask[], options: LayoutOptions, depth = 0): Sequence {
  const blocks: Block[] = []
  let width = 0
  let height = 0
  tasks.forEach((task, index) => {
    const before = blocks.at(-1)
    const block = measureBlock(task, isJoin(tasks[index + 1]), before, options, depth)
    blocks.push(block)
    width = Math.max(width, block.size.width)
    height += block.size.height + (index === 0 ? 0 : gapBefore(block))
  })
  return { blocks, size: { width, height } }
}

/** A JOIN sits closer to its branches, since edges run straight down into it. */
export const gapBefore = (block: Block): number => (block.kind === 'join' ? gap.converge : gap.below)

const isJoin = (task: WorkflowTask | undefined): boolean => task?.type === 'JOIN' || task?.type === 'EXCLUSIVE_JOIN'

function measureBlock(
  task: WorkflowTask,
  joins: boolean,
  before: Block | undefined,
  options: LayoutOptions,
  depth: number,
): Block {
  switch (task.type) {
    case 'SWITCH':
    case 'DECISION':
      return measureSwitch(task, options, depth)
    case 'FORK_JOIN':
      return measureFork(task, task.forkTasks ?? [], joins, options, depth)
    case 'FORK_JOIN_DYNAMIC':
      return measureDynamicFork(task, joins, options, depth)
    case 'JOIN':
    case 'EXCLUSIVE_JOIN': {
      const width = before === undefined ? boxOf(task).width : Math.max(boxOf(task).width, before.size.width * 0.9)
      return { kind: 'join', task, size: { width, height: barHeight } }
    }
    case 'DO_WHILE':
      return measureFrame(task, measureSequence(task.loopOver ?? [], options, depth))
    default: {
      const inner = depth < maxUnfoldDepth ? options.unfolded?.get(task.taskReferenceName) : undefined
      if (inner !== undefined) return measureFrame(task, measureSequence(inner, options, depth + 1))
      const { width, height } = boxOf(task)
      return { kind: 'task', task, size: { width, height } }
    }
  }
}

function measureSwitch(task: WorkflowTask, options: LayoutOptions, depth: number): Block {
  const cases = Object.entries(task.decisionCases ?? {}).map(
    ([label, tasks]): Lane => ({ label, body: measureSequence(tasks, options, depth) }),
  )
  const lanes = [...cases, { label: '', body: measureSequence(task.defaultCase ?? [], options, depth) }]
  const box = boxOf(task)
  const { width, height: lanesHeight } = lanesSize(lanes)
  const height = box.height + gap.diverge + lanesHeight + gap.converge + mergeSize
  return { kind: 'switch', task, lanes, size: { width: Math.max(width, box.width), height }, lanesHeight }
}

function measureFork(
  task: WorkflowTask,
  branches: readonly (readonly WorkflowTask[])[],
  joins: boolean,
  options: LayoutOptions,
  depth: number,
): Block {
  const lanes = branches.map((tasks): Lane => ({ label: undefined, body: measureSequence(tasks, options, depth) }))
  const { width, height: lanesHeight } = lanesSize(lanes)
  const height = barHeight + (lanes.length === 0 ? 0 : gap.converge + lanesHeight)
  return { kind: 'fork', task, lanes, size: { width: Math.max(width, boxOf(task).width), height }, lanesHeight, joins }
}

/** A card in a definition; in a run up to six branches, beyond that a strip of cells. */
function measureDynamicFork(task: WorkflowTask, joins: boolean, options: LayoutOptions, depth: number): Block {
  const branches = options.dynamicBranches?.get(task.taskReferenceName)
  if (branches !== undefined && branches.length > 0 && branches.length <= mostBranches)
    return measureFork(task, branches, joins, options, depth)
  const cells = branches?.flatMap((branch) => branch[0]?.taskReferenceName ?? [])
  const inner = cells === undefined || cells.length === 0 ? stackSize : stripSize(cells.length)
  const height = barHeight + gap.converge + inner.height
  return { kind: 'strip', task, cells, size: { width: Math.max(inner.width, 200), height }, inner }
}

const stripColumns = 24

export function stripSize(cells: number): Size {
  const columns = Math.min(stripColumns, Math.max(cells, 14))
  return { width: columns * (stripCell + 2) + 16, height: Math.ceil(cells / columns) * (stripCell + 2) + 44 }
}

function measureFrame(task: WorkflowTask, body: Sequence): Block {
  const width = Math.max(body.size.width, 200) + 2 * gap.framePadding + gap.beside
  const height = gap.frameHeader + body.size.height + 2 * gap.framePadding + (body.blocks.length === 0 ? 24 : 16)
  return { kind: 'frame', task, body, size: { width, height } }
}

export const laneWidth = (lane: Lane): number => Math.max(emptyLaneWidth, lane.body.size.width)

function lanesSize(lanes: readonly Lane[]): Size {
  const width = lanes.reduce((sum, lane) => sum + laneWidth(lane), 0) + gap.beside * Math.max(0, lanes.length - 1)
  const height = lanes.reduce((most, lane) => Math.max(most, lane.body.size.height), 0)
  return { width, height }
}
