// Sees to it that no open case waits for an execution that is over: ended by hand, completed past its people, or gone.
import type { KycStore } from '@gatehouse/kyc/store'
import type { Conductor } from './conductor.ts'

export interface ExecutionWatchOptions {
  readonly store: Pick<KycStore, 'casesWithExecution' | 'executionEnded'>
  readonly conductor: Pick<Conductor, 'statusOf'>
  /** From the end of one round over all cases to the next. Default: five minutes. */
  readonly everyMs?: number
  /** How long checks that failed are left to the failure workflow, which knows what failed. Default: one minute. */
  readonly graceMs?: number
  readonly onHeld?: (caseId: string) => void
  readonly onFailure?: (error: unknown) => void
}

export interface ExecutionWatch {
  /** An execution of this case has ended: look at it soon. */
  look(caseId: string): void
  stop(): Promise<void>
}

type Watched = Awaited<ReturnType<KycStore['casesWithExecution']>>[number]

const ACTOR = { type: 'service', id: 'execution-watch', roles: ['service'] } as const
const PAGE = 200
const ROUND_MS = 5 * 60_000
const GRACE_MS = 60_000
/** Many may end at once. */
const GATHER_MS = 250

export function startExecutionWatch(options: ExecutionWatchOptions): ExecutionWatch {
  const { store, everyMs = ROUND_MS, onFailure } = options
  const inspect = createInspection(options)
  const named = new Set<string>()
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  /** One after the other, whatever becomes of each. */
  const then = (work: () => Promise<void>): Promise<void> => {
    running = running.then(work).catch((error: unknown) => onFailure?.(error))
    return running
  }
  const lookAtAll = async (): Promise<void> => {
    for (let after = ''; !stopped; ) {
      const cases = await store.casesWithExecution({ after, limit: PAGE })
      for (const one of cases) if (!stopped) await inspect(one)
      const last = cases.at(-1)
      if (last === undefined || cases.length < PAGE) return
      after = last.caseId
    }
  }
  const lookAtNamed = async (): Promise<void> => {
    const caseIds = [...named]
    named.clear()
    for (const caseId of caseIds) {
      if (stopped) return
      for (const one of await store.casesWithExecution({ caseId, limit: 1 })) await inspect(one)
    }
  }
  let round: NodeJS.Timeout
  let soon: NodeJS.Timeout | undefined
  const planRound = (): void => {
    round = setTimeout(() => void then(lookAtAll).then(() => stopped || planRound()), everyMs)
  }
  planRound()
  return {
    look(caseId) {
      named.add(caseId)
      if (stopped) return
      soon ??= setTimeout(() => {
        soon = undefined
        void then(lookAtNamed)
      }, GATHER_MS)
    },
    async stop() {
      stopped = true
      clearTimeout(round)
      clearTimeout(soon)
      await running
    },
  }
}

/** What has changed between the look at the case and that at its execution is left for the next time: the revision tells. */
function createInspection({ store, conductor, graceMs = GRACE_MS, onHeld }: ExecutionWatchOptions) {
  const failedSince = new Map<string, number>()
  return async ({ caseId, workflowId, revision, state }: Watched): Promise<void> => {
    const status = await conductor.statusOf(workflowId)
    const key = `${caseId} ${workflowId} ${revision}`
    if (status === 'RUNNING' || status === 'PAUSED') return
    const failed = status === 'FAILED' || status === 'TIMED_OUT'
    if (failed && state === 'IN_CHECKS') {
      const since = failedSince.get(key) ?? performance.now()
      failedSince.set(key, since)
      if (performance.now() - since < graceMs) return
    }
    failedSince.delete(key)
    const outcome = await store.executionEnded({ actor: ACTOR, caseId, workflowId, revision, failed })
    if (outcome.ok && outcome.value.state === 'TECHNICAL_HOLD') onHeld?.(caseId)
  }
}
