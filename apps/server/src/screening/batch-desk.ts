/** Threads for streams of customers: started when the first stream comes, shared by all, ended when none is left. */
import { BatchPool, type ScreeningIndex, sharedImage } from '@gatehouse/screening'

export interface BatchDesk {
  /** For a client's stream. Undefined when as many of them are under way as there may be. */
  open(index: ScreeningIndex): BatchLease | undefined
  /** For work of the server's own, which clients cannot keep from its turn. */
  openOwn(index: ScreeningIndex): BatchLease
  /** Ends the threads; streams that still run fail. */
  close(): Promise<void>
}

export interface BatchLease {
  readonly pool: BatchPool
  release(): void
}

interface Shared {
  readonly index: ScreeningIndex
  readonly pool: BatchPool
  users: number
  idle: NodeJS.Timeout | undefined
}

/** Each stream holds some thousand customers and their answers in memory. */
const mostStreams = 8

/** @param options.idleMs how long threads wait for another stream over the same lists */
export function createBatchDesk(options: { readonly workers: number; readonly idleMs?: number }): BatchDesk {
  const { workers, idleMs = 30_000 } = options
  const pools = new Set<Shared>()
  const end = async (shared: Shared): Promise<void> => {
    clearTimeout(shared.idle)
    pools.delete(shared)
    await shared.pool.close()
  }
  let streams = 0
  const lease = (index: ScreeningIndex, onRelease: () => void): BatchLease => {
    const known = [...pools].find((shared) => shared.index === index && !shared.pool.isBroken)
    const shared = known ?? {
      index,
      pool: new BatchPool(sharedImage(index), index.config, workers),
      users: 0,
      idle: undefined,
    }
    pools.add(shared)
    clearTimeout(shared.idle)
    shared.users++
    let isReleased = false
    return {
      pool: shared.pool,
      release() {
        if (isReleased) return
        isReleased = true
        onRelease()
        if (--shared.users > 0) return
        // A pool that broke must not be handed out again.
        shared.idle = setTimeout(() => void end(shared), shared.pool.isBroken ? 0 : idleMs)
      },
    }
  }
  return {
    open(index) {
      if (streams >= mostStreams) return undefined
      const opened = lease(index, () => streams--)
      streams++
      return opened
    },
    openOwn: (index) => lease(index, () => {}),
    async close() {
      await Promise.all([...pools].map(end))
    },
  }
}
