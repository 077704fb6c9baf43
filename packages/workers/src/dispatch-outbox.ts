// Carries outbox rows to Conductor and to the mailer: at least once, with an effect once.
import type { KycStore, OutboxRow } from '@gatehouse/kyc/store'
import type { Conductor } from './conductor.ts'

/** Hands one stored notification to the mail server, or keeps it; the id lets receivers drop a second copy. */
export type SendMail = (notificationId: string) => Promise<void>

export interface DispatcherOptions {
  readonly store: KycStore
  readonly conductor: Conductor
  readonly sendMail: SendMail
  readonly workflowVersion: number
  /** Told of each delivery that failed, which is tried again later; null when the outbox itself could not be read. */
  readonly onFailure?: (row: OutboxRow | null, error: unknown) => void
}

export interface Dispatcher {
  /** Something was committed: look at the outbox now. */
  wake(): void
  stop(): Promise<void>
}

const LEASE_MS = 30_000
const BATCH = 64
/** A row that becomes due by its back-off is seen this late at most. */
const IDLE_MS = 1_000

export function startDispatcher(options: DispatcherOptions): Dispatcher {
  let stopped = false
  let wake: () => void = () => {}
  let awake = true
  const sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const loop = async (): Promise<void> => {
    while (!stopped) {
      awake = false
      const rows = await leaseRows(options)
      await Promise.all(rows.map((row) => deliver(options, row)))
      if (rows.length === 0 && !awake && !stopped) await sleep(IDLE_MS)
    }
  }
  const running = loop()
  return {
    wake() {
      awake = true
      wake()
    },
    async stop() {
      stopped = true
      wake()
      await running
    },
  }
}

async function leaseRows({ store, onFailure }: DispatcherOptions): Promise<readonly OutboxRow[]> {
  try {
    return await store.outbox.lease({ limit: BATCH, leaseMs: LEASE_MS })
  } catch (error) {
    onFailure?.(null, error)
    return []
  }
}

async function deliver(options: DispatcherOptions, row: OutboxRow): Promise<void> {
  const { store, onFailure } = options
  const receipt = { id: row.id, leaseToken: row.leaseToken }
  try {
    await carryOut(options, row)
    await store.outbox.ack(receipt)
  } catch (error) {
    onFailure?.(row, error)
    const message = error instanceof Error ? error.message : 'unknown failure'
    await store.outbox
      .fail({ ...receipt, error: message.slice(0, 500) })
      .catch((fault: unknown) => onFailure?.(row, fault))
  }
}

async function carryOut(
  { store, conductor, sendMail, workflowVersion }: DispatcherOptions,
  row: OutboxRow,
): Promise<void> {
  switch (row.kind) {
    case 'START_WORKFLOW': {
      const { workflowName, correlationId, input, replaces = [] } = row.payload
      const workflowId = await conductor.startOnce({ name: workflowName, correlationId, input, replaces })
      const actor = { type: 'service', id: 'dispatcher', roles: ['service'] } as const
      const started = await store.workflowStarted({ actor, caseId: correlationId, workflowId, workflowVersion })
      if (!started.ok && started.error.code !== 'TRANSITION_REFUSED') throw new Error(started.error.message)
      return
    }
    case 'COMPLETE_TASK': {
      const { workflowId, taskRef, output } = row.payload
      const completion = await conductor.completeOnce(workflowId, taskRef, row.id, output)
      if (completion === 'not-waiting-yet') throw new Error(`Task '${taskRef}' does not wait yet`)
      return
    }
    case 'TERMINATE_WORKFLOW':
      return conductor.terminate(row.payload.workflowId, row.payload.reason)
    case 'RETRY_WORKFLOW':
      return conductor.retry(row.payload.workflowId)
    case 'SEND_MAIL':
      return sendMail(row.payload.notificationId)
  }
}
