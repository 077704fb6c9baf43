// Data files of every schema version from the first on: what ran in them goes on in today's engine.

import { copyFileSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { backUpDataFile, restoreDataFile } from '../src/data-file/backup.ts'
import { checkDataFile } from '../src/data-file/check.ts'
import { readEventText } from '../src/runtime/event-text.ts'
import { latestVersion } from '../src/store/migrate.ts'
import { flow, fork, join, openTestEngine, simple, startFamily, task, taskOf } from './harness.ts'

const folderOfMigrations = new URL('../src/store/migrations/', import.meta.url)
const migrations = readdirSync(folderOfMigrations)
  .filter((name) => name.endsWith('.sql'))
  .sort()
/** All but the newest; the first release wrote version 1. */
const olderVersions = migrations.slice(0, -1).map((name) => Number(name.slice(0, 4)))

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(joinPath(tmpdir(), 'gatehouse-migrations-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** What a bank has under way: work for workers, people, timers, children, and a message that nobody has handled. */
async function withWorkUnderWay(dataFile: string) {
  const t = await openTestEngine({ dataFile })
  await t.engine.metadata.registerTasks([{ name: 'a', retryCount: 2, retryDelaySeconds: 0 }])
  const busy = flow(
    [
      simple('a', { inputParameters: { who: '${workflow.input.who}' } }),
      fork('f', [[task('HUMAN', 'person')], [task('WAIT', 'pause', { inputParameters: { duration: '2 days' } })]]),
      join('j', ['person', 'pause']),
      simple('last', { inputParameters: { who: '${a.output.who}' } }),
    ],
    { outputParameters: { who: '${last.output.who}' } },
  )
  const untouched = await t.run(busy, { input: { who: 'first' } })
  const waiting = await t.start(busy.name, { input: { who: 'second' } })
  const [one] = await t.poll('a')
  if (one) await t.report(one, 'FAILED', {}, 'not yet')
  // The retry of the first, then the second's own: both queues have work when the file is left.
  const [two] = await t.poll('a')
  if (two) await t.report(two, 'COMPLETED', { who: 'second' })
  const family = await startFamily(t)
  await t.work('c1', { n: 1 })
  const done = await t.run(flow([task('NOOP', 'n')]))
  await t.engine.handlers.publish('conductor:late', 'm1', { who: 'third' })
  const log = await t.engine.workflows.eventLog(waiting)
  const now = t.clock.now()
  await t.engine.close()
  return { untouched, waiting, family, done, busy: busy.name, log, now }
}

const firstOfShortEvents = 7

/** Earlier versions wrote each entry out. */
function lengthenEvents(database: DatabaseSync): void {
  const write = database.prepare('UPDATE main.event SET entries = ? WHERE execution = ? AND number = ?')
  for (const { execution, number, entries } of database.prepare('SELECT * FROM main.event').all()) {
    write.run(JSON.stringify(readEventText(String(entries))), execution ?? null, number ?? null)
  }
}

/** The same rows in a file that the migrations up to that version have made. */
function asOfVersion(version: number, from: string, to: string): void {
  const database = new DatabaseSync(to)
  for (const name of migrations.slice(0, version)) {
    database.exec(readFileSync(new URL(name, folderOfMigrations), 'utf8'))
  }
  database.exec(`PRAGMA user_version = ${version}`)
  database.prepare('ATTACH ? AS today').run(from)
  const tables = database.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table'").all()
  for (const { name } of tables) {
    const columns = database.prepare(`SELECT name FROM pragma_table_info('${name}', 'main')`).all()
    const list = columns.map((column) => `"${column['name']}"`).join(', ')
    database.exec(`INSERT INTO main."${name}" (${list}) SELECT ${list} FROM today."${name}"`)
  }
  if (version < firstOfShortEvents) lengthenEvents(database)
  database.close()
}

describe.each(olderVersions)('a file of schema version %i', (version) => {
  it('is brought up to date, and everything in it goes on', async () => {
    const old = joinPath(folder, 'old.db')
    const { untouched, waiting, family, done, busy, log, now } = await withWorkUnderWay(joinPath(folder, 'today.db'))
    asOfVersion(version, joinPath(folder, 'today.db'), old)
    expect(checkDataFile(old)).toMatchObject({ schemaVersion: version, executions: 5, openExecutions: 4, problems: [] })

    const t = await openTestEngine({ dataFile: old })
    await t.clock.advance(Math.max(0, now - t.clock.now()))
    expect(checkDataFile(old)).toMatchObject({ schemaVersion: latestVersion(), problems: [] })
    expect((await t.workflow(done)).status).toBe('COMPLETED')
    expect(await t.engine.workflows.eventLog(waiting)).toEqual(log)
    // A worker's queue, a person, a timer, a child, the message: each of them as it was left.
    for (let left = 2; left > 0; left -= 1) {
      const [next] = await t.poll('a')
      if (next) await t.report(next, 'COMPLETED', { who: next.inputData['who'] })
    }
    for (const id of [untouched, waiting]) await t.engine.tasks.updateByRef(id, 'person', 'COMPLETED', {})
    await t.clock.advance(3 * 86_400_000)
    for (const id of [untouched, waiting]) {
      await t.until(id, ({ tasks }) => tasks.some(({ referenceTaskName }) => referenceTaskName === 'last'))
      const [last] = await t.poll('last')
      if (last) await t.report(last, 'COMPLETED', last.inputData)
    }
    const ends = await Promise.all([untouched, waiting].map((id) => t.workflow(id)))
    expect(ends.map(({ status, output }) => ({ status, output }))).toEqual([
      { status: 'COMPLETED', output: { who: 'first' } },
      { status: 'COMPLETED', output: { who: 'second' } },
    ])
    await t.work('c2')
    await t.work('side')
    expect(await t.workflow(family.parent)).toMatchObject({ status: 'COMPLETED' })
    expect(taskOf(await t.workflow(family.parent), 'sub').subWorkflowId).toBe(family.childId)
    const listener = flow([simple('heard')])
    await t.engine.metadata.registerWorkflow(listener)
    await t.engine.handlers.add({
      name: 'late',
      event: 'conductor:late',
      active: true,
      actions: [{ action: 'start_workflow', start_workflow: { name: listener.name, input: { who: '${who}' } } }],
    })
    const [heard] = await t.poll('heard', { timeoutMs: 5000 })
    expect((await t.workflow(heard?.workflowInstanceId ?? '')).input).toMatchObject({ who: 'third' })
    // New work of every kind that came later has its tables.
    await t.start(busy)
    await t.engine.schedules.save({ name: 's', cronExpression: '0 0 * * * *', startWorkflowRequest: { name: busy } })
    await t.engine.applyRetention({ removeEndedBefore: t.clock.now() + 1 })
    expect(checkDataFile(old).problems).toEqual([])
  })

  it('can be backed up before the upgrade, and restored after it', async () => {
    const [old, backup] = [joinPath(folder, 'old.db'), joinPath(folder, 'backup.db')]
    const { waiting } = await withWorkUnderWay(joinPath(folder, 'today.db'))
    asOfVersion(version, joinPath(folder, 'today.db'), old)
    expect(backUpDataFile(old, backup)).toMatchObject({ schemaVersion: version, problems: [] })
    const upgraded = await openTestEngine({ dataFile: old })
    await upgraded.engine.close()
    copyFileSync(backup, joinPath(folder, 'copy.db'))
    restoreDataFile(joinPath(folder, 'copy.db'), old, 'then')
    expect(checkDataFile(old).schemaVersion).toBe(version)
    const t = await openTestEngine({ dataFile: old })
    expect((await t.workflow(waiting)).status).toBe('RUNNING')
  })
})

it('are numbered without gaps, so that none is skipped', () => {
  expect(migrations.map((name) => Number(name.slice(0, 4)))).toEqual(migrations.map((_, index) => index + 1))
})
