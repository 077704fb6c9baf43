// Publishes what its definition wants published of an execution: that it has begun, stands still, goes on, or has ended.

import type { Effect } from './effects.ts'
import type { Run } from './run.ts'

/**
 * One message for the status that the run is in now, to the queue of the definition's `workflowStatusListenerSink`
 * (`conductor:name`, or `name`). Where no handler listens, it is a task of that type: Orkes' workers hear of it that way.
 * It names the execution and holds nothing of its contents.
 *
 * @param messageId tells this message from all others: a run may be paused and resumed twice within a millisecond
 */
export function statusNews(run: Run, now: number, messageId: string): Effect[] {
  const { def, status } = run
  const queue = def.workflowStatusListenerEnabled ? queueOf(def.workflowStatusListenerSink) : undefined
  if (queue === undefined) return []
  const payload = {
    eventType: 'WORKFLOW',
    workflow: {
      workflowId: run.id,
      workflowType: def.name,
      version: def.version,
      status,
      correlationId: run.correlationId ?? null,
      startTime: run.createTime,
      updateTime: now,
      endTime: run.endTime,
    },
  }
  return [
    {
      kind: 'publish',
      event: `conductor:${def.name}:${queue}`,
      messageId,
      payload,
      work: { taskType: queue, ref: `${def.name}_${status}`, input: payload },
    },
  ]
}

/** Undefined when there is none, and for a provider that is not there. */
function queueOf(sink: string | undefined): string | undefined {
  const name = sink?.startsWith('conductor:') ? sink.slice('conductor:'.length) : sink
  return name === undefined || name === '' || name.includes(':') ? undefined : name
}
