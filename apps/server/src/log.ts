/** The log: ids, codes and times. Bodies, addresses and names never reach it. */
import { pino } from 'pino'
import type { Logger } from 'pino'
import type { LogLevel } from './config/config.ts'

export type { Logger }

export function createLog(level: LogLevel, destination?: NodeJS.WritableStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError, req: ({ id, method }: { id: string; method: string }) => ({ id, method }) },
    redact: {
      paths: ['body', '*.body', 'headers', '*.headers', 'email', '*.email', 'to', '*.to'],
      censor: '[left out]',
    },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

/** Class, code and place of an error. Messages of drivers and parsers may quote what they choked on, so they stay out. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const code: unknown = 'code' in error ? error.code : undefined
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    stack: (error.stack ?? '')
      .split('\n')
      .filter((line) => line.trimStart().startsWith('at '))
      .slice(0, 12)
      .join('\n'),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  }
}
