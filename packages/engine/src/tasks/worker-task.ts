// SIMPLE, USER_DEFINED and every type the engine does not know: queued, polled for and reported by workers.

import type { TaskKind } from './task-kind.ts'

export const workerTask: TaskKind = {
  initialStatus: 'SCHEDULED',
  retried: true,
  responseTimeout: true,
  forWorkers: true,
}
