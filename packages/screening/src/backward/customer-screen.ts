/** The customers' index in a thread of its own. */
import { Worker } from 'node:worker_threads'
import { BatchError } from '../batch/batch-error.ts'
import type { MatcherConfig } from '../candidates/screening-index.ts'
import type { Entity } from '../entity.ts'
import type { BackwardReply, BackwardRequest } from './backward-message.ts'
import type { BackwardHit } from './customer-index.ts'
import type { CustomerRecord } from './customer-store.ts'

export interface CustomerScreen {
  /** The thread failed, or was closed: it answers nothing any more, and what was in it is gone. */
  readonly isBroken: boolean
  /** Adds customers, or replaces those that are known by the same id. Answers with the number of all. */
  put(customers: readonly CustomerRecord[]): Promise<number>
  remove(ids: readonly string[]): Promise<number>
  /** Every pair of a customer and one of these entries that screening the customer would store as a hit. */
  screen(entities: readonly Entity[], config: MatcherConfig): Promise<readonly BackwardHit[]>
  /** What is still under way fails with `BATCH_WORKER_FAILED`. */
  close(): Promise<void>
}

interface Call {
  readonly resolve: (reply: BackwardReply) => void
  readonly reject: (error: BatchError) => void
}

type Unnumbered<T> = T extends unknown ? Omit<T, 'call'> : never

/** @param options.memoryMb limit of the thread's own memory; a million customers take some 1,700 */
export function createCustomerScreen(options: { readonly memoryMb?: number } = {}): CustomerScreen {
  const { memoryMb = 4096 } = options
  const worker = new Worker(new URL('./backward-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  })
  const calls = new Map<number, Call>()
  let next = 0
  let ended: BatchError | undefined
  const end = (error: BatchError): void => {
    ended ??= error
    for (const { reject } of calls.values()) reject(error)
    calls.clear()
  }
  worker.on('message', (reply: BackwardReply) => {
    calls.get(reply.call)?.resolve(reply)
    calls.delete(reply.call)
  })
  worker.on('error', (cause) => {
    end(new BatchError('BATCH_WORKER_FAILED', 'The thread of the customers failed.', {}, cause))
  })
  // After an error, or without one: nobody is left who would answer.
  worker.on('exit', () => end(new BatchError('BATCH_WORKER_FAILED', 'The thread of the customers has ended.')))
  const ask = (request: Unnumbered<BackwardRequest>): Promise<BackwardReply> => {
    if (ended !== undefined) return Promise.reject(ended)
    const call = next++
    return new Promise((resolve, reject) => {
      calls.set(call, { resolve, reject })
      worker.postMessage({ ...request, call } satisfies BackwardRequest, [])
    })
  }
  return {
    get isBroken() {
      return ended !== undefined
    },
    put: async (customers) => (await ask({ kind: 'put', customers })).count,
    remove: async (ids) => (await ask({ kind: 'remove', ids })).count,
    screen: async (entities, config) => (await ask({ kind: 'screen', entities, config })).hits,
    async close() {
      end(new BatchError('BATCH_WORKER_FAILED', 'The thread of the customers was closed.'))
      await worker.terminate()
    },
  }
}
