// Checking, copying and bringing back a data file, with an engine at work on it and without.

import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backUpDataFile, restoreDataFile } from '../src/data-file/backup.ts'
import { checkDataFile } from '../src/data-file/check.ts'
import { latestVersion } from '../src/store/migrate.ts'
import { flow, fork, join, openTestEngine, simple, startFamily, task } from './harness.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(joinPath(tmpdir(), 'gatehouse-data-file-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const file = () => joinPath(folder, 'engine.db')
const backup = () => joinPath(folder, 'backups', 'monday.db')

async function openBusyEngine() {
  const t = await openTestEngine({ dataFile: file() })
  const definition = flow([
    simple('first'),
    fork('f', [[simple('left')], [task('WAIT', 'pause', { inputParameters: { duration: '1 day' } })]]),
    join('j', ['left', 'pause']),
  ])
  const id = await t.run(definition)
  await t.work('first', { n: 1 })
  await startFamily(t)
  await t.engine.workflows.terminate((await startFamily(t)).parent, { reason: 'enough' })
  return { t, id }
}

describe('checking a data file', () => {
  it('finds nothing wrong with one that an engine is working on', async () => {
    await openBusyEngine()
    expect(checkDataFile(file())).toMatchObject({
      schemaVersion: latestVersion(),
      executions: 5,
      openExecutions: 3,
      problems: [],
    })
  })

  it.each(['retry', 'restart', 'rerun'] as const)('finds nothing wrong with one after a %s', async (operation) => {
    const t = await openTestEngine({ dataFile: file() })
    const { parent, childId } = await startFamily(t)
    await t.work('c1')
    await t.work('c2', {}, 'FAILED')
    await t.engine.workflows[operation](childId, {})
    expect(await t.workflow(parent)).toMatchObject({ status: 'RUNNING', endTime: 0 })
    expect(checkDataFile(file())).toMatchObject({ openExecutions: 2, problems: [] })
  })

  it.each([
    ["UPDATE task SET status = 'LOST' WHERE ref = 'left'", 'every task has a status that the engine knows'],
    ['DELETE FROM snapshot', 'every execution has the definition it was started with'],
    ['DELETE FROM event WHERE number = 1', 'the event log of an execution has no gap'],
    ["UPDATE task SET output = '{'", 'inputs, outputs and variables are JSON'],
    ["DELETE FROM task WHERE status IN ('SCHEDULED', 'IN_PROGRESS')", 'a running execution has something to wait for'],
    ["UPDATE execution SET status = 'COMPLETED', ended = 1", 'a task is open only while its execution is'],
    ['DELETE FROM execution', 'every task belongs to an execution that is not archived'],
    ['DELETE FROM execution WHERE parent_id IS NOT NULL', 'an open task that stands for a child has it'],
  ])('notices: %s', async (sql, invariant) => {
    const { t } = await openBusyEngine()
    await t.engine.close()
    const database = new DatabaseSync(file())
    database.exec(sql)
    database.close()
    const { problems } = checkDataFile(file())
    expect(problems.map((problem) => problem.invariant)).toContain(invariant)
    expect(problems[0]?.examples.length).toBeGreaterThan(0)
  })

  it('says that a file is no data file, or damaged, and what to do', async () => {
    writeFileSync(file(), 'not a database, but long enough to be looked at'.repeat(100))
    expect(() => checkDataFile(file())).toThrow(/is damaged\. Restore the latest backup/)
    await expect(openTestEngine({ dataFile: file() })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('is damaged. Restore the latest backup'),
    })
  })

  it('refuses a file that has lost its end', async () => {
    const { t } = await openBusyEngine()
    await t.engine.close()
    truncateSync(file(), 8192)
    await expect(openTestEngine({ dataFile: file() })).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  })
})

describe('a backup', () => {
  it('is taken while the engine works, and brings it back to that instant', async () => {
    const { t, id } = await openBusyEngine()
    const report = backUpDataFile(file(), backup())
    expect(report).toMatchObject({ file: backup(), executions: 5, problems: [] })
    await t.work('left', { late: true })
    await t.engine.workflows.terminate(id)
    expect(() => restoreDataFile(backup(), file(), 'now')).toThrow(/is in use by process/)
    await t.engine.close()

    const { previous } = restoreDataFile(backup(), file(), 'now')
    expect(previous).toBe(`${file()}.before-now`)
    const again = await openTestEngine({ dataFile: file(), clock: t.clock })
    expect(await again.trace(id)).toEqual([
      'first:COMPLETED',
      'f:COMPLETED',
      'left:SCHEDULED',
      'pause:IN_PROGRESS',
      'j:IN_PROGRESS',
    ])
    await again.work('left')
    await t.clock.advance(86_400_000)
    expect((await again.workflow(id)).status).toBe('COMPLETED')
    // Nothing of the state after the backup is lost either.
    const after = await openTestEngine({ dataFile: previous ?? '' })
    expect((await after.workflow(id)).status).toBe('TERMINATED')
  })

  it('never takes the place of a file, and leaves none half-written', async () => {
    await openBusyEngine()
    backUpDataFile(file(), backup())
    expect(() => backUpDataFile(file(), backup())).toThrow('exists already')
    expect(() => backUpDataFile(joinPath(folder, 'nothing.db'), backup())).toThrow('There is no data file')
    expect(readdirSync(joinPath(folder, 'backups'))).toEqual(['monday.db'])
  })

  it('that is not sound is not put in place', async () => {
    const { t } = await openBusyEngine()
    backUpDataFile(file(), backup())
    await t.engine.close()
    const database = new DatabaseSync(backup())
    database.exec('DELETE FROM snapshot')
    database.close()
    expect(() => restoreDataFile(backup(), file(), 'now')).toThrow(/is not sound/)
    expect(existsSync(`${file()}.before-now`)).toBe(false)
  })
})
