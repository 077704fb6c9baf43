/** Takes lists in from their sources, one after the other, and says what came of each. */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { ListSource, ListStore, UpdateResult } from '@gatehouse/screening'
import { openListStore, updateList } from '@gatehouse/screening'
import { describeListFailure } from '../screening/list-failure.ts'
import { createListClient } from '../screening/list-fetch.ts'
import { recordImport } from '../screening/list-keeper.ts'
import type { CliContext } from './command.ts'
import { exitCodes } from './command.ts'
import { readConfig, withFoundation } from './open-parts.ts'
import { cliActor } from './users.ts'

const progressBytes = 5_000_000

/** Results go to the standard output, progress and failures beside it. @returns the exit code */
export async function takeLists(sources: readonly ListSource[], context: CliContext): Promise<number> {
  const config = readConfig(context)
  const store = await openListStore(join(config.dataDir, 'lists'))
  let told = 0
  const client = createListClient(config.screening.proxy, (url, bytes) => {
    if (bytes < told) told = 0
    if (bytes - told < progressBytes) return
    told = bytes
    context.err(`  ${(bytes / 1_000_000).toFixed(0)} MB of ${url}`)
  })
  const rules = {
    fetch: client.fetch,
    sleep: async (milliseconds: number, reason: string) => {
      context.err(`  ${reason}; trying again in ${Math.ceil(milliseconds / 1000)} s`)
      await delay(milliseconds)
    },
    random: Math.random,
    now: () => new Date().toISOString(),
    by: cliActor.id,
  }
  let failed = false
  try {
    for (const source of sources) {
      told = 0
      context.err(`${source.listId}: reading ${source.index ?? Object.values(source.files).join(', ')}`)
      const result = await updateList(store, source, rules)
      if (result.outcome === 'failed') failed = true
      else await withFoundation(context, ({ store: kyc }) => recordImport(kyc, result, cliActor))
      await tell(result, store, context)
    }
  } finally {
    await client.close()
  }
  return failed ? exitCodes.failed : exitCodes.ok
}

async function tell(result: UpdateResult, store: ListStore, { out, err }: CliContext): Promise<void> {
  switch (result.outcome) {
    case 'failed': {
      const inForce = await store.index(result.listId).catch(() => undefined)
      err(`${result.listId}: failed. ${describeListFailure(result.error, inForce?.current)}`)
      return
    }
    case 'unchanged':
      out(`${result.listId}: unchanged, version ${result.snapshot.snapshotId}, ${result.snapshot.entryCount} entries.`)
      return
    case 'imported': {
      const { snapshot, delta } = result.result
      const counts = `${delta.added.length} added, ${delta.changed.length} changed, ${delta.removed.length} removed`
      out(`${result.listId}: imported, version ${snapshot.snapshotId}, ${snapshot.entryCount} entries (${counts}).`)
      for (const warning of snapshot.warnings) err(`  ${warning}`)
    }
  }
}
