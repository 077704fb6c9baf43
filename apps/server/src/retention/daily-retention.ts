/** Once a day, what has come to the end of its time expires or is erased; the case store knows what and why. */
import type { KycStore } from '@gatehouse/kyc/store'
import type { Logger } from '../log.ts'
import type { Repeated } from './repeat.ts'
import { createRepeated } from './repeat.ts'

export const retentionActor = { type: 'service', id: 'retention', roles: ['service'] } as const

export function createDailyRetention(store: Pick<KycStore, 'runRetention'>, log: Logger): Repeated {
  return createRepeated(() => runOnce(store, log), { firstMs: 5 * 60_000, everyMs: 24 * 3_600_000 })
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
