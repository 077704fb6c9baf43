/** How the embedded engine is: queues, timers, commits, file. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Engine, EngineVitals } from '@gatehouse/engine'
import type { Registry } from 'prom-client'
import { kept, numbers } from './numbers.ts'

/** Domains may be many: the fullest queues tell enough. */
const mostQueues = 200

export function registerEngineMetrics(registry: Registry, engine: Engine, dataDir: string): void {
  const vitals = kept(1_000, () => engine.vitals())
  const ageOf = (at: number | undefined) => (at === undefined ? 0 : Math.max(0, (Date.now() - at) / 1000))

  numbers(registry, 'gatehouse_engine', 'Counters of the embedded engine since it was opened', ['counter'], () =>
    Object.entries(engine.counters()).map(([counter, value]) => [{ counter }, value] as const),
  )
  numbers(registry, 'gatehouse_queue_tasks', 'Tasks for workers: waiting, or with one', ['queue', 'state'], () =>
    fullest(vitals()).flatMap(({ queue, size, unacked }) => [
      [{ queue, state: 'waiting' }, size] as const,
      [{ queue, state: 'taken' }, unacked] as const,
    ]),
  )
  numbers(registry, 'gatehouse_queue_oldest_seconds', 'How long the oldest due task has been waiting', ['queue'], () =>
    fullest(vitals()).map(({ queue, oldestDueAt }) => [{ queue }, ageOf(oldestDueAt)] as const),
  )
  numbers(registry, 'gatehouse_timers', 'Moments the engine waits for, and those it is late for', ['state'], () => [
    [{ state: 'set' }, vitals().timers.set],
    [{ state: 'overdue' }, vitals().timers.overdue],
  ])
  numbers(registry, 'gatehouse_timers_latest_seconds', 'How late the latest timer is', [], () => [
    [{}, ageOf(vitals().timers.oldestAt)],
  ])
  // A histogram in all but its type: the engine counts, and Prometheus asks for names alone.
  const took = 'Time until a commit is on disk'
  numbers(registry, 'gatehouse_commit_seconds_bucket', took, ['le'], () => {
    const { count, buckets } = vitals().commits
    const bounded = buckets.map(({ leMs, count: so }) => [{ le: String(leMs / 1000) }, so] as const)
    return [...bounded, [{ le: '+Inf' }, count]]
  })
  numbers(registry, 'gatehouse_commit_seconds_sum', took, [], () => [[{}, vitals().commits.sumMs / 1000]])
  numbers(registry, 'gatehouse_commit_seconds_count', took, [], () => [[{}, vitals().commits.count]])
  numbers(registry, 'gatehouse_commit_failures', 'Commits that could not be made', [], () => [
    [{}, vitals().commits.failed],
  ])
  numbers(
    registry,
    'gatehouse_engine_file_bytes',
    "Size of the engine's file, of what is free in it, and of its log",
    ['part'],
    () => [
      [{ part: 'file' }, vitals().fileBytes],
      [{ part: 'free' }, vitals().freeBytes],
      [{ part: 'log' }, sizeOf(join(dataDir, 'engine.db-wal'))],
    ],
  )
}

function fullest({ queues }: EngineVitals): EngineVitals['queues'] {
  return queues.length <= mostQueues ? queues : queues.toSorted((a, b) => b.size - a.size).slice(0, mostQueues)
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
