/** Rows of the timeline: when each attempt waited and ran, as parts of the run's length. Pure. */
import type { Execution, Task } from '../api/conductor.ts'
import { taskStatus } from '../ui/status-vocabulary.ts'

export interface Bar {
  readonly task: Task
  readonly status: string
  /** Epoch milliseconds. */
  readonly scheduled: number
  readonly started: number
  readonly ended: number
}

export interface Timeline {
  readonly bars: readonly Bar[]
  readonly from: number
  readonly to: number
  /** Round moments to draw lines at, in milliseconds after `from`. */
  readonly ticks: readonly number[]
}

/** @param now epoch milliseconds, where open tasks end for now */
export function timelineOf(run: Execution, now: number): Timeline {
  const bars = run.tasks
    .filter((task) => task.scheduledTime > 0 || task.startTime > 0)
    .map((task): Bar => {
      const scheduled = task.scheduledTime > 0 ? task.scheduledTime : task.startTime
      const ended = task.endTime > 0 ? task.endTime : now
      const started = task.startTime > 0 ? Math.max(task.startTime, scheduled) : ended
      return {
        task,
        status: taskStatus(task.status, task.workflowTask?.type ?? task.taskType),
        scheduled,
        started,
        ended: Math.max(ended, started),
      }
    })
    .sort((a, b) => a.scheduled - b.scheduled || a.task.seq - b.task.seq)
  const from = Math.min(
    run.startTime > 0 ? run.startTime : Number.POSITIVE_INFINITY,
    ...bars.map((bar) => bar.scheduled),
  )
  const to = Math.max(run.endTime, ...bars.map((bar) => bar.ended), from + 1)
  return { bars, from, to, ticks: ticksOf(to - from) }
}

const steps = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000,
  3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000,
]

/** Four to eight round steps over a length in milliseconds. */
export function ticksOf(length: number): readonly number[] {
  const step = steps.find((candidate) => length / candidate <= 8) ?? Math.ceil(length / 8)
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step)
}
