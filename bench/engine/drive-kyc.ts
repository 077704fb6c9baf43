/** Runs the flow of twelve tasks against anything that speaks Conductor's REST, and measures. */
import { createUndiciFetch, runWorkers } from '../../packages/workers/src/index.ts'
import type { LoopResult } from './closed-loop.ts'
import { closedLoop } from './closed-loop.ts'
import type { HttpClient } from './http-client.ts'
import { createHttpClient } from './http-client.ts'
import { kycFlow, kycWorkers, lastWorker, taskDefinitions } from './kyc-flow.ts'
import type { RunningWorkers } from './lean-workers.ts'
import { startLeanWorkers } from './lean-workers.ts'
import { sleep } from './processes.ts'

export type WorkerKind = 'lean' | 'sdk-undici' | 'sdk'

export interface DriveOptions {
  readonly url: string
  readonly workers: WorkerKind
  readonly atOnce: number
  readonly seconds: number
  readonly warmUpSeconds: number
  /** How the polls are held: a Conductor OSS server holds one until it has `count` tasks or the time is up. */
  readonly holdsUntilFull: boolean
}

export async function registerKyc(url: string): Promise<void> {
  const client = createHttpClient(url)
  await client.ask('POST', '/api/metadata/taskdefs', taskDefinitions(kycWorkers))
  await client.ask('PUT', '/api/metadata/workflow', [kycFlow])
  await client.close()
}

export async function driveKyc(options: DriveOptions): Promise<LoopResult & { readonly requestsPerFlow: number }> {
  const client = createHttpClient(options.url, options.atOnce + 64)
  // Flows whose last result the server has taken, and those who wait for that.
  const reported = new Map<string, () => void>()
  const early = new Set<string>()
  const onLast = (workflowId: string): void => {
    const waiting = reported.get(workflowId)
    reported.delete(workflowId)
    if (waiting) waiting()
    else early.add(workflowId)
  }
  const workers = await startWorkers(options, client, onLast)
  let flows = 0
  const runOne = async (): Promise<void> => {
    const id = String(
      await client.ask('POST', '/api/workflow', { name: kycFlow['name'], version: 1, input: { caseId: `c-${flows}` } }),
    )
    if (!early.delete(id)) await new Promise<void>((resolve) => reported.set(id, resolve))
    await untilEnded(client, id)
    flows += 1
  }
  const before = client.requests
  const { atOnce, seconds, warmUpSeconds } = options
  const result = await closedLoop({ atOnce, seconds, warmUpSeconds, runOne })
  const requestsPerFlow = (client.requests - before) / flows
  await Promise.all([workers.stop(), client.close()])
  return { ...result, requestsPerFlow }
}

async function untilEnded(client: HttpClient, id: string): Promise<void> {
  for (let wait = 1; ; wait = Math.min(wait * 2, 16)) {
    // Conductor's own shape of an execution.
    const { status } = (await client.ask('GET', `/api/workflow/${id}?includeTasks=false`)) as { status: string }
    if (status === 'COMPLETED') return
    if (status !== 'RUNNING') throw new Error(`A flow ended as ${status}`)
    await sleep(wait)
  }
}

async function startWorkers(
  { url, workers, atOnce, holdsUntilFull }: DriveOptions,
  client: HttpClient,
  onLast: (workflowId: string) => void,
): Promise<RunningWorkers> {
  if (workers === 'lean') {
    const pollers = holdsUntilFull ? Math.min(8, atOnce) : 1
    return startLeanWorkers(client, kycWorkers, {
      pollers,
      count: holdsUntilFull ? Math.ceil(atOnce / pollers) : 256,
      timeoutMs: holdsUntilFull ? 100 : 5000,
      onDone: ({ workflowInstanceId, taskType }) => {
        if (taskType === lastWorker) onLast(workflowInstanceId)
      },
    })
  }
  const pooled = workers === 'sdk-undici' ? createUndiciFetch({ origin: url, connections: 256 }) : undefined
  const running = await runWorkers({
    serverUrl: url,
    fetch: pooled?.fetch ?? fetch,
    handlers: Object.fromEntries(
      kycWorkers.map((name) => [
        name,
        async ({ workflowId }: { readonly workflowId: string }) => {
          // The SDK does not say when the server has taken a result: asked for from here on.
          if (name === lastWorker) setImmediate(onLast, workflowId)
          return { n: 1 }
        },
      ]),
    ),
    workerId: 'bench',
    concurrency: Math.max(8, Math.min(64, atOnce)),
    pollIntervalMs: 1,
    pollTimeoutMs: holdsUntilFull ? 100 : 5000,
  })
  return {
    async stop() {
      await running.stop()
      await pooled?.close()
    },
  }
}
