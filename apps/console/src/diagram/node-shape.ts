/** Shape and size by task type. Any type, known or not, has one. */
import type { WorkflowTask } from '../api/conductor.ts'
import type { NodeShape } from './layout-model.ts'

interface Box {
  readonly shape: NodeShape
  readonly width: number
  readonly height: number
}

const box = (shape: NodeShape, width = 200, height = 52): Box => ({ shape, width, height })

const boxes = new Map<string, Box>([
  ['SIMPLE', box('rectangle')],
  ['HTTP', box('cut')],
  ['HTTP_POLL', box('cut')],
  ['GRPC', box('cut')],
  ['EVENT', box('cut')],
  ['KAFKA_PUBLISH', box('cut')],
  ['INLINE', box('code')],
  ['LAMBDA', box('code')],
  ['JSON_JQ_TRANSFORM', box('code')],
  ['SET_VARIABLE', box('code')],
  ['BUSINESS_RULE', box('code')],
  ['HUMAN', box('capsule')],
  ['WAIT', box('capsule')],
  ['WAIT_FOR_WEBHOOK', box('capsule')],
  ['YIELD', box('capsule')],
  ['SWITCH', box('diamond', 200, 64)],
  ['DECISION', box('diamond', 200, 64)],
  ['JOIN', box('bar', 120, 10)],
  ['EXCLUSIVE_JOIN', box('bar', 120, 10)],
  ['FORK_JOIN', box('bar', 120, 10)],
  ['FORK_JOIN_DYNAMIC', box('bar', 120, 10)],
  ['DYNAMIC', box('dashed')],
  ['SUB_WORKFLOW', box('double')],
  ['START_WORKFLOW', box('double')],
  ['TERMINATE', box('octagon', 140, 52)],
])

const plain = box('rectangle')

export const boxOf = (task: WorkflowTask): Box => boxes.get(task.type) ?? plain

/** A few signs in a node's corner that tell the families apart without reading. */
const glyphs = new Map<string, string>([
  ['SIMPLE', '⚙'],
  ['HTTP', '⇢'],
  ['GRPC', '⇢'],
  ['EVENT', '⇢'],
  ['KAFKA_PUBLISH', '⇢'],
  ['INLINE', '{}'],
  ['LAMBDA', '{}'],
  ['JSON_JQ_TRANSFORM', '{}'],
  ['SET_VARIABLE', '{}'],
  ['BUSINESS_RULE', '{}'],
  ['HUMAN', '☺'],
  ['WAIT', '◷'],
  ['WAIT_FOR_WEBHOOK', '◷'],
  ['YIELD', '◷'],
  ['SWITCH', '◇'],
  ['DECISION', '◇'],
  ['SUB_WORKFLOW', '▣'],
  ['START_WORKFLOW', '▣'],
  ['TERMINATE', '⏹'],
  ['DO_WHILE', '⟳'],
  ['DYNAMIC', '…'],
])

export const glyphOf = (type: string): string => glyphs.get(type) ?? '?'
