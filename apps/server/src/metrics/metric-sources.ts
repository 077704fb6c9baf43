/** What the numbers are read from. */
import type { Engine } from '@gatehouse/engine'
import type { KycStore } from '@gatehouse/kyc/store'
import type { RetentionCounts } from '../retention/engine-retention.ts'
import type { Lists } from '../screening/lists-in-force.ts'
import type { SpanSender } from '../tracing/span-sender.ts'

export interface MetricSources {
  /** Undefined when Conductor runs elsewhere. */
  readonly engine: Engine | undefined
  readonly dataDir: string
  readonly store: Pick<KycStore, 'outbox' | 'countOpenCases'>
  readonly lists: Pick<Lists, 'current' | 'status'>
  readonly spanSender: Pick<SpanSender, 'counts'> | undefined
  readonly retention: RetentionCounts | undefined
  readonly now: () => Date
}
