/** What the layout yields: plain boxes and lines, drawable by anything. Units are CSS pixels. */
import type { WorkflowTask } from '../api/conductor.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

export type NodeShape =
  | 'pill'
  | 'rectangle'
  | 'cut'
  | 'code'
  | 'capsule'
  | 'diamond'
  | 'dot'
  | 'bar'
  | 'stack'
  | 'strip'
  | 'frame'
  | 'double'
  | 'dashed'
  | 'octagon'

export interface LayoutNode {
  readonly id: string
  readonly shape: NodeShape
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Absent for what the layout makes up: start, end, merge dots. */
  readonly task?: WorkflowTask
  /** The loop or unfolded sub-workflow that holds it, as a node id. */
  readonly parent?: string
  /** References of the children that a strip stands for. */
  readonly cells?: readonly string[]
}

export interface LayoutEdge {
  readonly id: string
  readonly source: string
  readonly target: string
  readonly points: readonly Point[]
  readonly label?: string
  readonly kind: 'flow' | 'back' | 'open'
}

export interface DiagramLayout {
  readonly nodes: readonly LayoutNode[]
  readonly edges: readonly LayoutEdge[]
  readonly width: number
  readonly height: number
}

export interface LayoutOptions {
  /** Branches of a dynamic fork as they came at run time, by reference name of the fork. */
  readonly dynamicBranches?: ReadonlyMap<string, readonly (readonly WorkflowTask[])[]>
  /** Tasks of sub-workflows shown in place, by node id of the SUB_WORKFLOW task. */
  readonly unfolded?: ReadonlyMap<string, readonly WorkflowTask[]>
}

export const startId = '#start'
export const endId = '#end'
/** Node id of a task. A second task of the same name (an invalid definition) gets a number. */
export const taskNodeId = (ref: string, scope = ''): string => `task:${scope}${ref}`
