// The contract of Conductor's REST API, kept by our engine over real HTTP and a real SQLite file.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { conductorContract } from '../../testing/conductor-contract.ts'
import { type RunningEngine, startEngine } from '../../testing/running-engine.ts'

let running: RunningEngine
beforeAll(async () => {
  running = await startEngine()
})
afterAll(() => running.stop())

conductorContract(() => running.url, { flavour: 'gatehouse' })

it('nothing of all this was a defect of the server', () => {
  expect(running.defects).toEqual([])
})
