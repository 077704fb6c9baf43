// EVENT: publishes a message. Queues of the engine itself (`conductor:`) are always there; others are not connected.

import { resolve } from '../expressions/resolve.ts'
import type { Run, TaskRecord } from '../decider/run.ts'
import { scopeOf } from '../decider/scope.ts'
import { setStatus } from '../decider/step.ts'
import type { TaskKind } from './task-kind.ts'

export const event: TaskKind = {
  initialStatus: 'IN_PROGRESS',
  retried: true,
  responseTimeout: false,
  prepare(step, record) {
    const sink = resolve(record.task.sink ?? '', scopeOf(step.run, step.env.environment, record.id))
    record.input = { ...record.input, sink, asyncComplete: record.task.asyncComplete }
  },
  recover(step, record) {
    // An open one was published and waits for an update, unless it is a second attempt that has not begun.
    if (record.status === 'SCHEDULED') event.start?.(step, record)
  },
  start(step, record) {
    const { run } = step
    const sink = String(record.input.sink ?? '')
    const queue = queueOf(run, record, sink)
    record.output = {
      ...record.input,
      workflowInstanceId: run.id,
      workflowType: run.def.name,
      workflowVersion: run.def.version,
      correlationId: run.correlationId ?? null,
      taskToDomain: run.taskToDomain,
      event_produced: queue ?? sink,
    }
    if (queue === undefined) {
      const detail = sink.includes(':') ? `Unknown queue type ${sink.split(':')[0]}` : `Illegal event ${sink}`
      setStatus(step, record, 'FAILED', `Error loading queue:${sink}, for task:${record.id}, error: ${detail}`)
      return
    }
    step.effects.push({ kind: 'publish', event: queue, messageId: record.id, payload: record.output })
    setStatus(step, record, record.task.asyncComplete ? 'IN_PROGRESS' : 'COMPLETED')
  },
}

/** The queue behind a sink; undefined for a provider that is not there. */
function queueOf(run: Run, record: TaskRecord, sink: string): string | undefined {
  if (sink === 'conductor') return `conductor:${run.def.name}:${record.ref}`
  if (!sink.startsWith('conductor:')) return undefined
  return `conductor:${run.def.name}:${sink.slice('conductor:'.length)}`
}
