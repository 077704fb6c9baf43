/** Once a day, what has come to the end of its time expires or is erased; the case store knows what and why. */
import type { KycStore } from '@gatehouse/kyc/store'
import type { Logger } from '../log.ts'

export const retentionActor = { type: 'service', id: 'retention', roles: ['service'] } as const

export interface DailyRetention {
  start(): void
  /** Waits for a run that is under way. */
  stop(): Promise<void>
}

const dayMs = 24 * 3_600_000
/** Not while the server is busy with its start. */
const firstMs = 5 * 60_000

export function createDailyRetention(store: Pick<KycStore, 'runRetention'>, log: Logger): DailyRetention {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const runThenWait = (): void => {
    running = runOnce(store, log).finally(() => {
      // Stopped meanwhile: nothing more to come.
      if (timer !== undefined) timer = setTimeout(runThenWait, dayMs)
    })
  }
  return {
    start() {
      timer = setTimeout(runThenWait, firstMs)
    },
    async stop() {
      clearTimeout(timer)
      timer = undefined
      await running
    },
  }
}

async function runOnce(store: Pick<KycStore, 'runRetention'>, log: Logger): Promise<void> {
  try {
    const { rules } = await store.runRetention({ actor: retentionActor, dryRun: false })
    for (const { rule, due, done, held, awaitingApproval } of rules) {
      if (due.length > 0) log.info({ rule, due: due.length, done, held, awaitingApproval }, 'retention')
    }
  } catch (error) {
    log.error({ err: error }, 'retention did not run')
  }
}
