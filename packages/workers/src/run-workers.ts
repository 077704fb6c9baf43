// Runs task handlers against any Conductor server through its official SDK, in this process or in one of their own.
import {
  type ConductorWorker,
  createConductorClient,
  NonRetryableException,
  noopLogger,
  TaskManager,
} from '@io-orkes/conductor-javascript'
import { TerminalError } from './terminal-error.ts'

/** What a handler is given; the ids are Conductor's. */
export interface TaskInput {
  readonly taskType: string
  readonly taskId: string
  readonly workflowId: string
  readonly referenceTaskName: string
  /** 0 outside loops. */
  readonly iteration: number
  readonly correlationId: string | undefined
  readonly input: Readonly<Record<string, unknown>>
}

/** Answers the task's whole output. Throws `TerminalError` when a retry cannot help, anything else to be retried. */
export type TaskHandler = (task: TaskInput) => Promise<Record<string, unknown>>

export interface RunWorkersOptions {
  /** Without a trailing `/api`. */
  readonly serverUrl: string
  readonly fetch: typeof fetch
  readonly handlers: Readonly<Record<string, TaskHandler>>
  readonly workerId: string
  /** Tasks of one type at once. */
  readonly concurrency?: number
  /** How long the server may hold a poll, in milliseconds; Conductor allows 5,000. */
  readonly pollTimeoutMs?: number
  readonly pollIntervalMs?: number
  readonly authentication?: { readonly keyId: string; readonly keySecret: string }
  /** Told of every failed attempt; the message holds no personal data. */
  readonly onFailure?: (task: TaskInput, error: unknown) => void
}

export interface RunningWorkers {
  stop(): Promise<void>
}

export async function runWorkers(options: RunWorkersOptions): Promise<RunningWorkers> {
  const client = await createConductorClient(
    {
      serverUrl: options.serverUrl,
      useEnvVars: false,
      logger: noopLogger,
      ...options.authentication,
    },
    options.fetch,
  )
  const workers = Object.entries(options.handlers).map(([name, handler]) => toWorker(name, handler, options))
  const manager = new TaskManager(client, workers, {
    logger: noopLogger,
    options: {
      workerID: options.workerId,
      concurrency: options.concurrency ?? 8,
      pollInterval: options.pollIntervalMs ?? 1,
      batchPollingTimeout: options.pollTimeoutMs ?? 5_000,
    },
  })
  manager.startPolling()
  return { stop: () => manager.stopPolling() }
}

function toWorker(name: string, handler: TaskHandler, options: RunWorkersOptions): ConductorWorker {
  return {
    taskDefName: name,
    async execute(task) {
      const input: TaskInput = {
        taskType: name,
        taskId: task.taskId ?? '',
        workflowId: task.workflowInstanceId ?? '',
        referenceTaskName: task.referenceTaskName ?? name,
        iteration: task.iteration ?? 0,
        correlationId: task.correlationId,
        input: task.inputData ?? {},
      }
      try {
        return { status: 'COMPLETED', outputData: await handler(input) }
      } catch (error) {
        options.onFailure?.(input, error)
        if (error instanceof TerminalError) throw new NonRetryableException(error.message)
        throw error instanceof Error ? error : new Error(String(error))
      }
    },
  }
}
