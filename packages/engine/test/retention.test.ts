// Old executions go, and the file stops growing.

import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkDataFile } from '../src/data-file/check.ts'
import { flow, openTestEngine, simple, startFamily, task } from './harness.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(joinPath(tmpdir(), 'gatehouse-retention-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const dataFile = () => joinPath(folder, 'engine.db')
const day = 86_400_000

it('archives, then removes, what ended long ago, and leaves the rest', async () => {
  const t = await openTestEngine({ dataFile: dataFile() })
  const definition = flow([simple('a')])
  const old = await t.run(definition)
  await t.work('a')
  const open = await t.start(definition.name)
  await t.clock.advance(10 * day)
  const young = await t.run(flow([task('NOOP', 'nothing')]))
  const limit = t.clock.now() - 5 * day

  expect(await t.engine.applyRetention({ archiveEndedBefore: limit })).toEqual({ archived: 1, removed: 0 })
  expect(await t.engine.applyRetention({ archiveEndedBefore: limit })).toEqual({ archived: 0, removed: 0 })
  await expect(t.workflow(old)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const found = await t.engine.workflows.search({})
  expect(found.totalHits).toBe(3)
  expect(checkDataFile(dataFile()).problems).toEqual([])

  expect(await t.engine.applyRetention({ removeEndedBefore: limit })).toEqual({ archived: 0, removed: 1 })
  expect((await t.engine.workflows.search({})).totalHits).toBe(2)
  expect((await t.workflow(young)).status).toBe('COMPLETED')
  await t.work('a')
  expect((await t.workflow(open)).status).toBe('COMPLETED')
  expect(checkDataFile(dataFile()).problems).toEqual([])
})

it('keeps a child while its parent runs', async () => {
  const t = await openTestEngine({ dataFile: dataFile() })
  const { parent, childId } = await startFamily(t)
  await t.work('c1')
  await t.work('c2')
  await t.clock.advance(10 * day)
  expect(await t.engine.applyRetention({ removeEndedBefore: t.clock.now() })).toEqual({ archived: 0, removed: 0 })
  await t.work('side')
  expect((await t.workflow(parent)).status).toBe('COMPLETED')
  await t.clock.advance(day)
  expect(await t.engine.applyRetention({ removeEndedBefore: t.clock.now() })).toEqual({ archived: 0, removed: 2 })
  await expect(t.workflow(childId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

it('keeps the file from growing', async () => {
  const t = await openTestEngine({ dataFile: dataFile() })
  const definition = flow([task('SET_VARIABLE', 'v', { inputParameters: { text: '${workflow.input.text}' } })])
  await t.engine.metadata.registerWorkflow(definition)
  const sizes: number[] = []
  for (let period = 0; period < 4; period += 1) {
    const text = 'x'.repeat(5000)
    await Promise.all(Array.from({ length: 100 }, () => t.start(definition.name, { input: { text } })))
    await t.clock.advance(day)
    await t.engine.applyRetention({ removeEndedBefore: t.clock.now() })
    sizes.push(checkDataFile(dataFile()).bytes)
  }
  expect(sizes[3]).toBeLessThanOrEqual((sizes[0] ?? 0) * 1.1)
  expect(statSync(dataFile()).size).toBeLessThan(10_000_000)
})
