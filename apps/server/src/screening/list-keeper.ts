/** Keeps the lists fresh: fetches each source when it is due, and notices imports done beside the server. */
import { ensureDemoLists, importList } from '@gatehouse/screening'
import type { ListStatus as StoredList, ListStore } from '@gatehouse/screening'
import type { KycStore } from '@gatehouse/kyc/store'
import type { ListSource, ListsConfig } from '../config/config.ts'
import type { Logger } from '../log.ts'
import { importFrom, sourcesOf } from './list-sources.ts'
import type { Lists } from './lists-in-force.ts'

export interface ListKeeper {
  /** Lists in force are ready; sources are fetched in the background. */
  start(): Promise<void>
  stop(): Promise<void>
}

const lookEveryMs = 5_000
const hourMs = 3_600_000
const actor = { type: 'service', id: 'list-keeper', roles: ['service'] } as const

export function createListKeeper(options: {
  readonly lists: Lists
  readonly config: ListsConfig
  readonly demo: boolean
  readonly kyc: KycStore
  readonly log: Logger
  readonly now: () => Date
}): ListKeeper {
  const { lists, config, demo, kyc, log, now } = options
  const lastTried = new Map<string, number>()
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let stopped = false

  const take = async (source: ListSource): Promise<void> => {
    lastTried.set(source.listId, now().getTime())
    try {
      const { outcome, snapshot } = await importFrom(lists.store, source, now(), 'list-keeper')
      lists.noteFailure(source.listId, undefined)
      if (outcome === 'unchanged') return
      await kyc.recordAudit({
        actor,
        action: 'LIST_IMPORTED',
        object: { type: 'list', id: source.listId },
        after: { snapshotId: snapshot.snapshotId, entries: snapshot.entryCount },
      })
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      lists.noteFailure(source.listId, message)
      log.error({ err: error, listId: source.listId }, 'list not imported; the version in force stays')
    }
  }

  const look = async (): Promise<void> => {
    if (demo) await confirmDemoLists(lists.store, now())
    for (const source of await sourcesOf(config)) {
      const last = lastTried.get(source.listId) ?? 0
      if (!stopped && now().getTime() - last >= source.everyHours * hourMs) await take(source)
    }
    await lists.reload()
  }
  const lookSafely = () => look().catch((error: unknown) => log.error({ err: error }, 'lists not read'))

  return {
    async start() {
      if (demo && config.kind === 'none') await ensureDemoLists(lists.store, { now: now().toISOString() })
      if (demo) await confirmDemoLists(lists.store, now())
      await lists.reload()
      running = lookSafely()
      timer = setInterval(() => {
        running = running.then(lookSafely)
      }, lookEveryMs)
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}

/** Demo lists come with the program: their publisher's current version is the one that is here. */
async function confirmDemoLists(store: ListStore, now: Date): Promise<void> {
  for (const list of await store.status()) {
    if (isBundled(list) && now.getTime() - Date.parse(list.checkedAt) > hourMs) await confirm(store, list, now)
  }
}

function isBundled(list: StoredList): boolean {
  return list.source.startsWith('demo/')
}

/** Importing the same bytes again changes nothing but the time at which they were confirmed. */
async function confirm(store: ListStore, { listId, source }: StoredList, now: Date): Promise<void> {
  const { format, purpose, title, mapping, charset } = await store.snapshot(listId)
  await importList(store, {
    listId,
    format,
    purpose,
    title,
    source,
    files: await store.rawFiles(listId),
    fetchedAt: now.toISOString(),
    ...(mapping === undefined ? {} : { mapping }),
    ...(charset === undefined ? {} : { charset }),
  })
}
