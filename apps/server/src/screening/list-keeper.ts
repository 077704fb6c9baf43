/** Keeps the lists fresh: asks each source when it is due, and notices imports done beside the server. */
import { setTimeout as delay } from 'node:timers/promises'
import type { ListSource, ListStore, UpdateResult } from '@gatehouse/screening'
import { ensureDemoLists, updateList } from '@gatehouse/screening'
import type { Actor, KycStore } from '@gatehouse/kyc/store'
import type { ListsConfig, ProxyConfig } from '../config/config.ts'
import type { Logger } from '../log.ts'
import { createDueSources } from './due-sources.ts'
import { describeListFailure } from './list-failure.ts'
import { createListClient } from './list-fetch.ts'
import type { Lists } from './lists-in-force.ts'

export interface ListKeeper {
  /** Lists in force are ready; sources are asked in the background. */
  start(): Promise<void>
  /** Asks every source now, due or not, and puts new versions in force. */
  updateNow(): Promise<void>
  stop(): Promise<void>
}

const lookEveryMs = 5_000
const hourMs = 3_600_000
const actor = { type: 'service', id: 'list-keeper', roles: ['service'] } as const

export function createListKeeper(options: {
  readonly lists: Lists
  readonly config: ListsConfig
  readonly proxy: ProxyConfig
  readonly demo: boolean
  readonly kyc: KycStore
  readonly log: Logger
  readonly now: () => Date
  /** Told when the lists in force have been read again. */
  readonly onReload: () => void
}): ListKeeper {
  const { lists, config, proxy, demo, kyc, log, now, onReload } = options
  const client = createListClient(proxy)
  const stopping = new AbortController()
  const rules = {
    fetch: client.fetch,
    sleep: (milliseconds: number) => delay(milliseconds, undefined, { signal: stopping.signal }),
    random: Math.random,
    now: () => now().toISOString(),
    by: 'list-keeper',
  }
  const due = createDueSources({
    config,
    store: lists.store,
    now,
    random: Math.random,
    onFolder: (path, { passedOver }) => {
      for (const { file, reason } of passedOver) log.warn({ folder: path, file, reason }, 'no list in this file')
    },
  })
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> = Promise.resolve()
  let updating: Promise<void> | undefined

  const reload = async (): Promise<void> => {
    await lists.reload()
    onReload()
  }

  const take = async (source: ListSource): Promise<void> => {
    const result = await updateList(lists.store, source, rules)
    due.note(source, result.outcome === 'failed' ? 'failed' : 'taken')
    if (result.outcome === 'failed') {
      const inForce = (await lists.store.index(source.listId))?.current
      lists.noteFailure(source.listId, describeListFailure(result.error, inForce))
      log.error({ err: result.error, code: result.error.code, listId: source.listId }, 'list not taken')
      return
    }
    lists.noteFailure(source.listId, undefined)
    await recordImport(kyc, result)
  }

  const update = async (isForced = false): Promise<void> => {
    for (const source of await due.find({ isForced })) {
      if (stopping.signal.aborted) return
      await take(source)
      await reload()
    }
  }
  const quietly = (work: () => Promise<void>): Promise<void> =>
    work().catch((error: unknown) => {
      if (!stopping.signal.aborted) log.error({ err: error }, 'lists not read')
    })

  /** A publisher that keeps us waiting must not keep the bank's own entries waiting: updates run beside. */
  const look = async (): Promise<void> => {
    updating ??= quietly(() => update()).finally(() => {
      updating = undefined
    })
    if (demo) await confirmDemoLists(lists.store, now())
    await reload()
  }

  return {
    async start() {
      const isNothingNamed = config.sources.length === 0 && config.folders.length === 0
      if (demo && isNothingNamed) await ensureDemoLists(lists.store, { now: now().toISOString() })
      if (demo) await confirmDemoLists(lists.store, now())
      await reload()
      looking = quietly(look)
      timer = setInterval(() => {
        looking = looking.then(() => quietly(look))
      }, lookEveryMs)
    },
    async updateNow() {
      await updating
      updating ??= quietly(() => update(true)).finally(() => {
        updating = undefined
      })
      await updating
    },
    async stop() {
      stopping.abort()
      clearInterval(timer)
      await client.close()
      await looking
      await updating
    },
  }
}

/** Decisions name the version they used; when it came into force, and who brought it, goes on record here. */
export async function recordImport(
  kyc: KycStore,
  result: Exclude<UpdateResult, { readonly outcome: 'failed' }>,
  by: Actor = actor,
): Promise<void> {
  if (result.outcome === 'unchanged') return
  const { snapshot } = result.result
  await kyc.recordAudit({
    actor: by,
    action: 'LIST_IMPORTED',
    object: { type: 'list', id: result.listId },
    after: { snapshotId: snapshot.snapshotId, entries: snapshot.entryCount },
  })
}

/** Demo lists come with the program: their publisher's current version is the one that is here. */
async function confirmDemoLists(store: ListStore, now: Date): Promise<void> {
  for (const { listId, source, checkedAt } of await store.status()) {
    const isBundled = source.startsWith('demo/')
    if (isBundled && now.getTime() - Date.parse(checkedAt) > hourMs) await store.touch(listId, now.toISOString())
  }
}
