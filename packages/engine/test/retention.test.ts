// Old executions go, and the file stops growing.

import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { checkDataFile } from '../src/data-file/check.ts'
import { flow, openTestEngine, simple, startFamily, task } from './harness.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(joinPath(tmpdir(), 'gatehouse-retention-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Counted in a connection of its own, beside the engine's. */
function rowsOf(table: string): number {
  const database = new DatabaseSync(dataFile(), { readOnly: true })
  try {
    return Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'])
  } finally {
    database.close()
  }
}

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

  expect(await t.engine.applyRetention({ archiveEndedBefore: limit })).toMatchObject({ archived: 1, removed: 0 })
  expect(await t.engine.applyRetention({ archiveEndedBefore: limit })).toMatchObject({ archived: 0, removed: 0 })
  await expect(t.workflow(old)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const found = await t.engine.workflows.search({})
  expect(found.totalHits).toBe(3)
  expect(checkDataFile(dataFile()).problems).toEqual([])

  expect(await t.engine.applyRetention({ removeEndedBefore: limit })).toMatchObject({ archived: 0, removed: 1 })
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
  expect(await t.engine.applyRetention({ removeEndedBefore: t.clock.now() })).toMatchObject({ archived: 0, removed: 0 })
  await t.work('side')
  expect((await t.workflow(parent)).status).toBe('COMPLETED')
  await t.clock.advance(day)
  expect(await t.engine.applyRetention({ removeEndedBefore: t.clock.now() })).toMatchObject({ archived: 0, removed: 2 })
  await expect(t.workflow(childId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

it('keeps all of a family while something above it runs', async () => {
  const t = await openTestEngine({ dataFile: dataFile() })
  const grandchild = flow([simple('deep')])
  const child = flow([task('SUB_WORKFLOW', 'down', { subWorkflowParam: { name: grandchild.name } })])
  await t.engine.metadata.registerWorkflow(grandchild)
  await t.engine.metadata.registerWorkflow(child)
  const parent = await t.run(
    flow([task('SUB_WORKFLOW', 'sub', { subWorkflowParam: { name: child.name } }), task('HUMAN', 'wait')]),
  )
  await t.work('deep')
  await t.clock.advance(10 * day)
  expect(await t.engine.applyRetention({ removeEndedBefore: t.clock.now() })).toMatchObject({ removed: 0 })
  await t.engine.tasks.updateByRef(parent, 'wait', 'COMPLETED', {})
  await t.clock.advance(day)
  expect(await t.engine.applyRetention({ removeEndedBefore: t.clock.now() })).toMatchObject({ removed: 3 })
})

it('leaves no message, poll or definition behind that nobody has use for', async () => {
  const t = await openTestEngine({ dataFile: dataFile() })
  const registered = flow([task('NOOP', 'n')])
  await t.run(registered)
  const open = await t.start('own', { workflowDef: { name: 'own', tasks: [task('HUMAN', 'h')] } })
  for (let n = 0; n < 5; n += 1) {
    await t.start('own', { workflowDef: { name: 'own', tasks: [task('NOOP', `n${n}`)] } })
  }
  await t.poll('nobody')
  await t.engine.handlers.publish('conductor:unheard', 'm1', {})
  await t.clock.advance(10 * day)
  await t.engine.handlers.publish('conductor:unheard', 'm2', {})
  expect(await t.engine.applyRetention({ removeEndedBefore: t.clock.now() - day })).toMatchObject({ removed: 6 })
  expect(rowsOf('snapshot')).toBe(1)
  expect(rowsOf('message')).toBe(1)
  // One that comes into use again is there again.
  const again = await t.start(registered.name)
  await t.engine.close()
  expect(checkDataFile(dataFile()).problems).toEqual([])
  const after = await openTestEngine({ dataFile: dataFile() })
  expect((await after.workflow(again)).status).toBe('COMPLETED')
  expect((await after.workflow(open)).status).toBe('RUNNING')
})

it('gives space back once much of it is free, and loses nothing that happens meanwhile', async () => {
  const t = await openTestEngine({ dataFile: dataFile() })
  const definition = flow([task('SET_VARIABLE', 'v', { inputParameters: { text: '${workflow.input.text}' } })])
  await t.engine.metadata.registerWorkflow(definition)
  const text = 'x'.repeat(40_000)
  for (let round = 0; round < 5; round += 1) {
    await Promise.all(Array.from({ length: 40 }, () => t.start(definition.name, { input: { text } })))
  }
  await t.clock.advance(10 * day)
  const before = checkDataFile(dataFile()).bytes
  const kept: string[] = []
  const [result] = await Promise.all([
    t.engine.applyRetention({ removeEndedBefore: t.clock.now() - day }),
    (async () => {
      for (let n = 0; n < 30; n += 1) kept.push(await t.start(definition.name, { input: { text: String(n) } }))
    })(),
  ])
  expect(result.removed).toBe(200)
  expect(result.freedBytes).toBeGreaterThan(before / 3)
  const report = checkDataFile(dataFile())
  expect(report).toMatchObject({ executions: 30, problems: [] })
  expect(statSync(dataFile()).size).toBe(report.bytes)
  expect(statSync(`${dataFile()}-wal`).size).toBeLessThan(1_000_000)
  for (const id of kept) expect((await t.workflow(id)).status).toBe('COMPLETED')
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
