// YIELD: open until a signal comes in, or somebody updates it. It differs from HUMAN in what `blockingWait` makes of it.

import { human } from './human.ts'
import type { TaskKind } from './task-kind.ts'

export const yieldTask: TaskKind = human
