/** The one table of engine statuses: word, shape and colour of each. */

export type Tone = 'ok' | 'run' | 'bad' | 'warn' | 'hold' | 'idle'

export const statusKeys = [
  'SCHEDULED',
  'IN_PROGRESS',
  'RUNNING',
  'WAITING',
  'COMPLETED',
  'COMPLETED_WITH_ERRORS',
  'FAILED',
  'FAILED_WITH_TERMINAL_ERROR',
  'TIMED_OUT',
  'CANCELED',
  'TERMINATED',
  'SKIPPED',
  'PAUSED',
  'NOT_REACHED',
] as const
export type StatusKey = (typeof statusKeys)[number]

export interface StatusLook {
  readonly glyph: string
  readonly tone: Tone
  readonly borderWidth: number
  readonly dash: 'solid' | 'dotted' | 'dashed' | 'moving'
  readonly struck: boolean
}

const look = (
  glyph: string,
  tone: Tone,
  borderWidth: number,
  dash: StatusLook['dash'] = 'solid',
  struck = false,
): StatusLook => ({ glyph, tone, borderWidth, dash, struck })

const looks: Record<StatusKey, StatusLook> = {
  SCHEDULED: look('○', 'idle', 1, 'dotted'),
  IN_PROGRESS: look('▶', 'run', 2, 'moving'),
  RUNNING: look('▶', 'run', 2, 'moving'),
  WAITING: look('⏸', 'hold', 2),
  COMPLETED: look('✓', 'ok', 2),
  COMPLETED_WITH_ERRORS: look('✓!', 'warn', 2, 'dashed'),
  FAILED: look('✕', 'bad', 3),
  FAILED_WITH_TERMINAL_ERROR: look('⨯⨯', 'bad', 3),
  TIMED_OUT: look('⌛', 'warn', 3, 'dashed'),
  CANCELED: look('■', 'idle', 2, 'solid', true),
  TERMINATED: look('■', 'idle', 2, 'solid', true),
  SKIPPED: look('↷', 'idle', 1, 'dashed'),
  PAUSED: look('❚❚', 'hold', 2),
  NOT_REACHED: look('', 'idle', 1, 'dotted'),
}

export const isStatusKey = (value: string): value is StatusKey => Object.hasOwn(looks, value)

/** A status that this console does not know looks idle and keeps its own word. */
export function statusLook(status: string): StatusLook {
  return isStatusKey(status) ? looks[status] : look('?', 'idle', 1)
}

const waitingTypes = new Set<string>(['HUMAN', 'WAIT', 'WAIT_FOR_WEBHOOK', 'YIELD'])

/** An open HUMAN or WAIT task waits for somebody, which is another thing than work in progress. */
export function taskStatus(status: string, type: string): string {
  return waitingTypes.has(type) && status === 'IN_PROGRESS' ? 'WAITING' : status
}

const failures = new Set<string>(['FAILED', 'FAILED_WITH_TERMINAL_ERROR', 'TIMED_OUT'])
export const isFailure = (status: string): boolean => failures.has(status)

const openStatuses = new Set<string>(['SCHEDULED', 'IN_PROGRESS', 'RUNNING', 'PAUSED', 'WAITING'])
export const isOpen = (status: string): boolean => openStatuses.has(status)
