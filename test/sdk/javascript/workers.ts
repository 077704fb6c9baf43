/** What works for the scenarios. */
import type { ConductorWorker } from '@io-orkes/conductor-javascript'

const n = (value: unknown) => Number(value)
const pollInterval = 50

export const workers: ConductorWorker[] = [
  {
    taskDefName: 'conf_double',
    concurrency: 2,
    pollInterval,
    execute: async ({ inputData }) => ({ status: 'COMPLETED', outputData: { n: n(inputData?.['n']) * 2 } }),
  },
  {
    taskDefName: 'conf_add',
    concurrency: 2,
    pollInterval,
    execute: async ({ inputData }) => ({ status: 'COMPLETED', outputData: { n: n(inputData?.['n']) + 1 } }),
  },
  {
    taskDefName: 'conf_flaky',
    pollInterval,
    execute: async ({ retryCount = 0 }) => {
      if (retryCount < 2) throw new Error(`attempt ${retryCount}`)
      return { status: 'COMPLETED', outputData: {}, logs: [{ log: 'third time lucky' }] }
    },
  },
  {
    taskDefName: 'conf_hopeless',
    pollInterval,
    execute: async () => ({ status: 'FAILED_WITH_TERMINAL_ERROR', outputData: {}, reasonForIncompletion: 'no hope' }),
  },
  {
    taskDefName: 'conf_slow',
    pollInterval,
    execute: async ({ pollCount = 0 }) => ({
      status: pollCount > 1 ? 'COMPLETED' : 'IN_PROGRESS',
      outputData: { polls: pollCount },
      callbackAfterSeconds: 1,
    }),
  },
  {
    taskDefName: 'conf_greet',
    pollInterval,
    execute: async ({ inputData }) => ({
      status: 'COMPLETED',
      outputData: { greeting: `Hello ${String(inputData?.['name'])}` },
    }),
  },
]
