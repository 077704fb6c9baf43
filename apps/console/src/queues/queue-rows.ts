/** Queue sizes and polls joined to one row a task type and domain; what nobody serves first. Pure. */
import type { PollData } from '../api/conductor.ts'

export type QueueState = 'stuck' | 'served' | 'idle' | 'system'

export interface QueueRow {
  readonly key: string
  readonly task: string
  readonly domain: string | undefined
  readonly pending: number
  readonly workers: readonly PollData[]
  /** Epoch milliseconds of the newest poll, 0 when nobody ever polled. */
  readonly lastPoll: number
  readonly state: QueueState
}

const systemTypes = new Set([
  'HTTP',
  'HUMAN',
  'JOIN',
  'WAIT',
  'SUB_WORKFLOW',
  'EVENT',
  'START_WORKFLOW',
  'KAFKA_PUBLISH',
  'EXCLUSIVE_JOIN',
  'INLINE',
  'DO_WHILE',
  'SWITCH',
  'FORK',
  'JSON_JQ_TRANSFORM',
  'SET_VARIABLE',
  'TERMINATE',
  'NOOP',
  'DYNAMIC',
  'DECISION',
  'LAMBDA',
  'PULL_WORKFLOW_MESSAGES',
])

const isSystem = (queue: string): boolean =>
  queue.startsWith('_') || queue.startsWith('conductor:') || systemTypes.has(queue)

/** Nobody serves a queue when its last poll is older than this. */
export const servedWithinMs = 60_000

const order: Record<QueueState, number> = { stuck: 0, served: 1, idle: 2, system: 3 }

/** @param now epoch milliseconds */
export function queueRows(
  sizes: Readonly<Record<string, number>>,
  polls: readonly PollData[],
  now: number,
): readonly QueueRow[] {
  const keyOf = (poll: PollData): string =>
    poll.domain === undefined || poll.domain === 'DEFAULT' ? poll.queueName : `${poll.domain}:${poll.queueName}`
  const workers = Map.groupBy(polls, keyOf)
  const keys = new Set([...Object.keys(sizes), ...workers.keys()])
  const rows = [...keys].map((key) => toRow(key, sizes[key] ?? 0, workers.get(key) ?? [], now))
  return rows.sort((a, b) => order[a.state] - order[b.state] || b.pending - a.pending || a.key.localeCompare(b.key))
}

function toRow(key: string, pending: number, workers: readonly PollData[], now: number): QueueRow {
  const at = isSystem(key) ? -1 : key.indexOf(':')
  const lastPoll = workers.reduce((newest, poll) => Math.max(newest, poll.lastPollTime), 0)
  const served = now - lastPoll < servedWithinMs
  const state: QueueState = isSystem(key) ? 'system' : served ? 'served' : pending > 0 ? 'stuck' : 'idle'
  return {
    key,
    task: at === -1 ? key : key.slice(at + 1),
    domain: at === -1 ? undefined : key.slice(0, at),
    pending,
    workers,
    lastPoll,
    state,
  }
}
