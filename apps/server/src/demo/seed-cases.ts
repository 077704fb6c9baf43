/** A few synthetic applicants for the first demo start, so that nobody meets an empty queue. */
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { KycStore } from '@gatehouse/kyc/store'
import { z } from 'zod'
import { valueOf } from '../refused.ts'

const folder = fileURLToPath(new URL('../../../../docs/samples/', import.meta.url))
const actor = { type: 'service', id: 'demo', roles: ['service'] } as const

/** Hands every sample in through intake. The key makes a second start find the first one's cases. */
export async function seedDemoCases(store: KycStore): Promise<number> {
  let opened = 0
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.json')).toSorted()) {
    const application = z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(folder + file, 'utf8')))
    const taken = await store.intake({ actor, application, acceptIncomplete: true, idempotencyKey: `demo:${file}` })
    if (!valueOf(taken).replayed) opened++
  }
  return opened
}
