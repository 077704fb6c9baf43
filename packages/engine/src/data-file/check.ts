// Verifies what must hold in every data file between two commits, without changing it.

import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { EngineError } from '../errors.ts'
import { latestVersion } from '../store/migrate.ts'
import { openPayloadFolder, payloadFolderOf } from '../payloads/payload-folder.ts'
import { toStoreError } from '../store/sqlite-trouble.ts'
import { invariants, payloadsSince } from './invariants.ts'

export interface DataFileProblem {
  /** What ought to hold. */
  readonly invariant: string
  readonly count: number
  /** Some of the rows that break it. */
  readonly examples: readonly string[]
}

export interface DataFileReport {
  readonly file: string
  readonly schemaVersion: number
  readonly executions: number
  readonly openExecutions: number
  readonly tasks: number
  /** Payloads kept in files of their own. */
  readonly payloads: number
  readonly bytes: number
  /** Empty when all is well. */
  readonly problems: readonly DataFileProblem[]
}

const mostExamples = 5

/**
 * Reads one consistent state, also while an engine runs on the file. INVALID when there is no file,
 * UNAVAILABLE when it cannot be read at all.
 *
 * @param payloadFolder where its payloads are; default: beside it
 */
export function checkDataFile(file: string, payloadFolder = payloadFolderOf(file)): DataFileReport {
  if (!existsSync(file)) throw new EngineError('INVALID', `There is no data file ${file}.`, { file })
  try {
    const database = new DatabaseSync(file, { readOnly: true })
    try {
      database.exec('PRAGMA busy_timeout = 5000; BEGIN')
      return report(database, file, payloadFolder)
    } finally {
      database.close()
    }
  } catch (cause) {
    throw toStoreError(cause, file)
  }
}

function report(database: DatabaseSync, file: string, payloadFolder: string): DataFileReport {
  const number = (sql: string) => Number(Object.values(database.prepare(sql).get() ?? {})[0] ?? 0)
  const schemaVersion = number('PRAGMA user_version')
  const problems = structuralProblems(database)
  const empty = { file, schemaVersion, executions: 0, openExecutions: 0, tasks: 0, payloads: 0, bytes: 0 }
  const latest = latestVersion()
  if (schemaVersion === 0 || schemaVersion > latest) {
    const invariant = `the schema version is between 1 and ${latest}`
    return { ...empty, problems: [...problems, { invariant, count: 1, examples: [String(schemaVersion)] }] }
  }
  for (const { invariant, since, sql } of invariants) {
    if (schemaVersion < since) continue
    const rows = database.prepare(sql).all()
    if (rows.length === 0) continue
    problems.push({
      invariant,
      count: rows.length,
      examples: rows.slice(0, mostExamples).map((row) => Object.values(row).join(' ')),
    })
  }
  const payloads = schemaVersion < payloadsSince ? [] : payloadsIn(database)
  problems.push(...payloadProblems(payloads, payloadFolder))
  return {
    file,
    schemaVersion,
    executions: number('SELECT count(*) FROM execution'),
    openExecutions: number("SELECT count(*) FROM execution WHERE status IN ('RUNNING', 'PAUSED')"),
    tasks: number('SELECT count(*) FROM task'),
    payloads: payloads.length,
    bytes: number('PRAGMA page_count') * number('PRAGMA page_size'),
    problems,
  }
}

export interface ListedPayload {
  readonly path: string
  readonly bytes: number
}

export function payloadsIn(database: DatabaseSync): ListedPayload[] {
  const rows = database.prepare('SELECT path, bytes FROM payload ORDER BY path').all()
  return rows.map(({ path, bytes }) => ({ path: String(path), bytes: Number(bytes) }))
}

function payloadProblems(listed: readonly ListedPayload[], folder: string): DataFileProblem[] {
  const files = openPayloadFolder(folder)
  const broken = listed.filter(({ path, bytes }) => files.sizeOf(path) !== bytes).map(({ path }) => path)
  if (broken.length === 0) return []
  const invariant = `every payload that is kept outside is whole in ${folder}`
  return [{ invariant, count: broken.length, examples: broken.slice(0, mostExamples) }]
}

function structuralProblems(database: DatabaseSync): DataFileProblem[] {
  const said = database
    .prepare('PRAGMA integrity_check(100)')
    .all()
    .map((row) => String(Object.values(row)[0]))
    .filter((line) => line !== 'ok')
  if (said.length === 0) return []
  return [
    { invariant: 'SQLite finds its own structure intact', count: said.length, examples: said.slice(0, mostExamples) },
  ]
}
