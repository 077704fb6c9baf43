// A hit of a real case, scored anew by the matcher over HTTP.
import { HitWhatIfSchema } from '@gatehouse/kyc/wire'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Client, eventually, type Gatehouse, HttpFailure, startGatehouse } from '../support/gatehouse.ts'

let gatehouse: Gatehouse
beforeAll(async () => {
  gatehouse = await startGatehouse()
  await gatehouse.server.seedDemoCases()
})
afterAll(() => gatehouse.stop())

it('tells what the score of a hit would be if single attributes were other', async () => {
  const anna = await gatehouse.as('Anna')
  const { caseId, hitList } = await eventually('a case with a hit of several attributes', async () => {
    const { items } = await anna.queue('team')
    const found = items.find(({ customerName, hits }) => customerName === 'Waldemar Schwarzkassen' && hits.total > 0)
    return found && anna.kycCase(found.caseId)
  })
  const hit = hitList[0]
  if (hit === undefined) throw new Error('the case has hits')
  const path = `/kyc/v1/cases/${caseId}/hits/${hit.hitId}/what-if`
  const { score, storedScore, changes } = HitWhatIfSchema.parse(await anna.call('GET', path))
  expect([score, storedScore]).toEqual([hit.score, hit.score])
  const moved = hit.features.filter(({ feature, contribution }) => feature !== 'name' && contribution !== 0)
  expect(changes.filter(({ change }) => change === 'absent').map(({ feature }) => feature)).toEqual(
    moved.map(({ feature }) => feature).filter((feature) => feature !== 'strongName' && feature !== 'nameQuality'),
  )
  expect(changes.filter(({ change, score: changed }) => change === 'agrees' && changed < hit.score)).toEqual([])

  const status = async (client: Client, address: string) => {
    try {
      await client.call('GET', address)
      return 200
    } catch (error) {
      if (error instanceof HttpFailure) return error.status
      throw error
    }
  }
  expect(await status(anna, `/kyc/v1/cases/${caseId}/hits/none/what-if`)).toBe(404)
  // Support sees a case without its hits, and so without this one.
  expect(await status(await gatehouse.as('Hugo'), path)).toBe(404)
  expect(await status(await gatehouse.as('Ines'), path)).toBe(403)
})
