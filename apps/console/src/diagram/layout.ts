/**
 * Places a workflow definition. A definition is a tree of blocks, never a general graph, so one recursive pass over
 * the measured tree gives every box and every line: linear time, deterministic, stable when a neighbour changes.
 */
import type { WorkflowTask } from '../api/conductor.ts'
import {
  type DiagramLayout,
  endId,
  type LayoutEdge,
  type LayoutNode,
  type LayoutOptions,
  type NodeShape,
  type Point,
  startId,
  taskNodeId,
} from './layout-model.ts'
import {
  barHeight,
  type Block,
  gap,
  gapBefore,
  type Lane,
  laneWidth,
  measureSequence,
  mergeSize,
  type Sequence,
} from './measure.ts'
import { boxOf } from './node-shape.ts'

/** Where an edge leaves a block: below a node, perhaps with a label, perhaps after a branch without tasks. */
interface Port {
  readonly node: string
  readonly x: number
  readonly y: number
  readonly label?: string | undefined
  /** The lane that an empty branch keeps free. */
  readonly viaX?: number | undefined
  /** A branch of a fork that nothing joins. */
  readonly isOpen?: boolean
}

const margin = 24
const pill = { width: 72, height: 28 } as const
const run = 14

export function layoutWorkflow(tasks: readonly WorkflowTask[], options: LayoutOptions = {}): DiagramLayout {
  const body = measureSequence(tasks, options)
  const width = Math.max(body.size.width, pill.width) + 2 * margin
  const axis = width / 2
  const pen = new Pen()
  pen.box(startId, 'pill', axis, margin, pill.width, pill.height)
  const top = margin + pill.height + gap.below
  const exits = placeSequence(pen, body, axis, top, [{ node: startId, x: axis, y: margin + pill.height }], undefined)
  const endTop = top + body.size.height + (body.blocks.length === 0 ? 0 : gap.below)
  const arriving = exits.filter((port) => port.isOpen !== true)
  if (arriving.length > 0) pen.box(endId, 'pill', axis, endTop, pill.width, pill.height)
  pen.connectAll(arriving, endId, { x: axis, y: endTop })
  for (const port of exits) if (port.isOpen === true) pen.openEnd(port)
  return {
    nodes: pen.nodes,
    edges: pen.edges,
    width,
    height: (arriving.length > 0 ? endTop + pill.height : endTop) + margin,
  }
}

/** Returns the ports below the last block; none when every path has ended. */
function placeSequence(
  pen: Pen,
  sequence: Sequence,
  axis: number,
  top: number,
  entry: readonly Port[],
  parent: string | undefined,
): readonly Port[] {
  let ports = entry
  let y = top
  sequence.blocks.forEach((block, index) => {
    if (index > 0) y += gapBefore(block)
    ports = placeBlock(pen, block, axis, y, ports, parent)
    y += block.size.height
  })
  return ports
}

function placeBlock(
  pen: Pen,
  block: Block,
  axis: number,
  y: number,
  entry: readonly Port[],
  parent: string | undefined,
): readonly Port[] {
  switch (block.kind) {
    case 'task':
      return placeTask(pen, block.task, axis, y, entry, parent)
    case 'switch':
      return placeSwitch(pen, block, axis, y, entry, parent)
    case 'fork':
      return placeFork(pen, block, axis, y, entry, parent)
    case 'strip':
      return placeStrip(pen, block, axis, y, entry, parent)
    case 'join':
      return placeJoin(pen, block.task, block.size.width, axis, y, entry, parent)
    case 'frame':
      return placeFrame(pen, block, axis, y, entry, parent)
  }
}

function placeTask(
  pen: Pen,
  task: WorkflowTask,
  axis: number,
  y: number,
  entry: readonly Port[],
  parent: string | undefined,
): readonly Port[] {
  const { shape, width, height } = boxOf(task)
  const id = pen.taskBox(task, shape, axis, y, width, height, parent)
  pen.connectAll(entry, id, { x: axis, y })
  return task.type === 'TERMINATE' ? [] : [{ node: id, x: axis, y: y + height }]
}

type SwitchBlock = Extract<Block, { kind: 'switch' }>

function placeSwitch(
  pen: Pen,
  block: SwitchBlock,
  axis: number,
  y: number,
  entry: readonly Port[],
  parent: string | undefined,
): readonly Port[] {
  const { shape, width, height } = boxOf(block.task)
  const id = pen.taskBox(block.task, shape, axis, y, width, height, parent)
  pen.connectAll(entry, id, { x: axis, y })
  const lanesTop = y + height + gap.diverge
  const source: Port = { node: id, x: axis, y: y + height }
  const exits = placeLanes(pen, block.lanes, axis, lanesTop, source, parent)
  if (exits.length === 0) return []
  const merge = pen.unique(`#merge:${block.task.taskReferenceName}`)
  const mergeTop = lanesTop + block.lanesHeight + gap.converge
  pen.box(merge, 'dot', axis, mergeTop, mergeSize, mergeSize, parent)
  pen.connectAll(exits, merge, { x: axis, y: mergeTop })
  return [{ node: merge, x: axis, y: mergeTop + mergeSize }]
}

type ForkBlock = Extract<Block, { kind: 'fork' }>

function placeFork(
  pen: Pen,
  block: ForkBlock,
  axis: number,
  y: number,
  entry: readonly Port[],
  parent: string | undefined,
): readonly Port[] {
  const id = pen.taskBox(block.task, 'bar', axis, y, block.size.width * 0.9, barHeight, parent)
  pen.connectAll(entry, id, { x: axis, y })
  const source: Port = { node: id, x: axis, y: y + barHeight }
  if (block.lanes.length === 0) return [source]
  const half = (block.size.width * 0.9) / 2
  const exits = placeLanes(pen, block.lanes, axis, y + barHeight + gap.converge, source, parent, {
    from: axis - half,
    to: axis + half,
  })
  return block.joins ? exits : exits.map((port) => ({ ...port, isOpen: true }))
}

interface Span {
  readonly from: number
  readonly to: number
}

/** Branches side by side, all tops aligned. Along `bar`, edges start straight above their branch. */
function placeLanes(
  pen: Pen,
  lanes: readonly Lane[],
  axis: number,
  top: number,
  source: Port,
  parent: string | undefined,
  bar?: Span,
): readonly Port[] {
  const total = lanes.reduce((sum, lane) => sum + laneWidth(lane), 0) + gap.beside * (lanes.length - 1)
  let left = axis - total / 2
  return lanes.flatMap((lane) => {
    const centre = left + laneWidth(lane) / 2
    left += laneWidth(lane) + gap.beside
    const start: Port =
      bar === undefined
        ? { ...source, label: lane.label }
        : { ...source, x: Math.min(bar.to - 4, Math.max(bar.from + 4, centre)), label: lane.label }
    if (lane.body.blocks.length === 0) return [{ ...start, viaX: centre }]
    return placeSequence(pen, lane.body, centre, top, [start], parent)
  })
}

type StripBlock = Extract<Block, { kind: 'strip' }>

function placeStrip(
  pen: Pen,
  block: StripBlock,
  axis: number,
  y: number,
  entry: readonly Port[],
  parent: string | undefined,
): readonly Port[] {
  const id = pen.taskBox(block.task, 'bar', axis, y, block.size.width * 0.9, barHeight, parent)
  pen.connectAll(entry, id, { x: axis, y })
  const inner = pen.unique(`#items:${block.task.taskReferenceName}`)
  const top = y + barHeight + gap.converge
  const shape = block.cells === undefined || block.cells.length === 0 ? 'stack' : 'strip'
  pen.add({
    id: inner,
    shape,
    x: axis - block.inner.width / 2,
    y: top,
    ...block.inner,
    task: block.task,
    ...(parent === undefined ? {} : { parent }),
    ...(block.cells === undefined ? {} : { cells: block.cells }),
  })
  pen.connect({ node: id, x: axis, y: y + barHeight }, inner, { x: axis, y: top })
  return [{ node: inner, x: axis, y: top + block.inner.height }]
}

function placeJoin(
  pen: Pen,
  task: WorkflowTask,
  width: number,
  axis: number,
  y: number,
  entry: readonly Port[],
  parent: string | undefined,
): readonly Port[] {
  const id = pen.taskBox(task, 'bar', axis, y, width, barHeight, parent)
  const half = width / 2 - 4
  // Into a bar edges run straight down at the branch's own x, as far as the bar reaches.
  for (const port of entry) {
    const x = Math.min(axis + half, Math.max(axis - half, port.viaX ?? port.x))
    pen.connect(port, id, { x, y })
  }
  return [{ node: id, x: axis, y: y + barHeight }]
}

type FrameBlock = Extract<Block, { kind: 'frame' }>

function placeFrame(
  pen: Pen,
  block: FrameBlock,
  axis: number,
  y: number,
  entry: readonly Port[],
  parent: string | undefined,
): readonly Port[] {
  const { width, height } = block.size
  const id = pen.taskBox(block.task, 'frame', axis, y, width, height, parent)
  pen.connectAll(entry, id, { x: axis, y })
  const bodyTop = y + gap.frameHeader + gap.framePadding
  const inside: Port = { node: id, x: axis, y: y + gap.frameHeader }
  const exits = placeSequence(pen, block.body, axis, bodyTop, [inside], id)
  if (block.task.type === 'DO_WHILE' && block.body.blocks.length > 0) {
    const bottom = bodyTop + block.body.size.height + 10
    const side = axis + width / 2 - 14
    const turn = y + gap.frameHeader + 8
    for (const port of exits) {
      const points = [
        { x: port.x, y: port.y },
        { x: port.x, y: bottom },
        { x: side, y: bottom },
        { x: side, y: turn },
        { x: axis, y: turn },
      ]
      pen.line({ id: pen.unique(`${port.node}~back`), source: port.node, target: id, points, kind: 'back' })
    }
  }
  return [{ node: id, x: axis, y: y + height }]
}

/** Collects boxes and lines and keeps their ids apart. */
class Pen {
  readonly nodes: LayoutNode[] = []
  readonly edges: LayoutEdge[] = []
  readonly #used = new Map<string, number>()

  unique(wanted: string): string {
    const count = this.#used.get(wanted) ?? 0
    this.#used.set(wanted, count + 1)
    return count === 0 ? wanted : this.unique(`${wanted}~${count + 1}`)
  }

  add(node: LayoutNode): void {
    this.nodes.push(node)
  }

  box(id: string, shape: NodeShape, axis: number, y: number, width: number, height: number, parent?: string): void {
    this.add({ id, shape, x: axis - width / 2, y, width, height, ...(parent === undefined ? {} : { parent }) })
  }

  taskBox(
    task: WorkflowTask,
    shape: NodeShape,
    axis: number,
    y: number,
    width: number,
    height: number,
    parent: string | undefined,
  ): string {
    const id = this.unique(taskNodeId(task.taskReferenceName))
    this.add({ id, shape, x: axis - width / 2, y, width, height, task, ...(parent === undefined ? {} : { parent }) })
    return id
  }

  line(edge: LayoutEdge): void {
    this.edges.push(edge)
  }

  connectAll(ports: readonly Port[], target: string, to: Point): void {
    for (const port of ports) this.connect(port, target, to)
  }

  connect(port: Port, target: string, to: Point): void {
    const id = this.unique(`${port.node}→${target}`)
    const label = port.label === undefined ? {} : { label: port.label }
    this.line({ id, source: port.node, target, points: route(port, to), kind: 'flow', ...label })
  }

  openEnd(port: Port): void {
    const points = [
      { x: port.x, y: port.y },
      { x: port.x, y: port.y + run * 2 },
    ]
    this.line({ id: this.unique(`${port.node}~open`), source: port.node, target: port.node, points, kind: 'open' })
  }
}

/** Vertical, with one horizontal run: under the source when branches part, above the target when they meet. */
function route(port: Port, to: Point): readonly Point[] {
  const from = { x: port.x, y: port.y }
  if (port.viaX !== undefined && (port.viaX !== from.x || port.viaX !== to.x)) {
    const lane = port.viaX
    const points = [
      from,
      { x: from.x, y: from.y + run },
      { x: lane, y: from.y + run },
      { x: lane, y: to.y - run },
      { x: to.x, y: to.y - run },
      to,
    ]
    return withoutRepeats(points)
  }
  if (from.x === to.x) return [from, to]
  const turn = port.label === undefined ? to.y - run : from.y + run
  return [from, { x: from.x, y: turn }, { x: to.x, y: turn }, to]
}

const withoutRepeats = (points: readonly Point[]): readonly Point[] =>
  points.filter((point, index) => {
    const before = points[index - 1]
    return before === undefined || before.x !== point.x || before.y !== point.y
  })
