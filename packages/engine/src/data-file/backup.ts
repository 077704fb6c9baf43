// A copy of a data file as it is at one instant, while an engine goes on working on it; and back again.

import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { EngineError } from '../errors.ts'
import { takeLease } from '../store/lease.ts'
import { toStoreError } from '../store/sqlite-trouble.ts'
import { syncToDisk } from '../store/sync-to-disk.ts'
import type { DataFileReport } from './check.ts'
import { checkDataFile, payloadsIn } from './check.ts'
import { payloadsSince } from './invariants.ts'
import { payloadFolderOf } from '../payloads/payload-folder.ts'

/**
 * Writes everything that is committed at this instant to a new, compact file, its payloads to a folder beside that, and
 * checks both. Writers are not held up. INVALID when the target exists or the source does not, UNAVAILABLE when either
 * disk refuses.
 */
export function backUpDataFile(file: string, target: string): DataFileReport {
  if (!existsSync(file)) throw new EngineError('INVALID', `There is no data file ${file}.`, { file })
  if (existsSync(target)) throw new EngineError('INVALID', `The file ${target} exists already.`, { file: target })
  mkdirSync(dirname(target), { recursive: true })
  const partial = `${target}.partial`
  const payloads = `${partial}-payloads`
  rmSync(partial, { force: true })
  rmSync(payloads, { recursive: true, force: true })
  try {
    const database = new DatabaseSync(file, { readOnly: true })
    try {
      database.exec('PRAGMA busy_timeout = 5000')
      // The copy can give space back, also when an early version made the original.
      const mode = database.prepare('PRAGMA auto_vacuum').get()
      if (Object.values(mode ?? {})[0] === 0) database.exec('PRAGMA auto_vacuum = INCREMENTAL')
      database.prepare('VACUUM INTO ?').run(partial)
    } finally {
      database.close()
    }
    copyPayloads(partial, payloadFolderOf(file), payloads)
    const report = checkDataFile(partial, payloads)
    syncToDisk(partial)
    replaceFolder(payloads, payloadFolderOf(target))
    renameSync(partial, target)
    syncToDisk(dirname(target))
    return { ...report, file: target }
  } catch (cause) {
    rmSync(partial, { force: true })
    rmSync(payloads, { recursive: true, force: true })
    throw toStoreError(cause, file)
  }
}

export interface RestoreResult extends DataFileReport {
  /** Where the file that was there before has been put; undefined when there was none. */
  readonly previous: string | undefined
}

/**
 * Puts a backup in the place of a data file that no engine has open. What was there is kept beside it.
 * LEASE_HELD while an engine runs on it, INVALID when the backup breaks an invariant, UNAVAILABLE when it cannot be read.
 *
 * @param stamp tells the file that is put aside from others, such as a time.
 */
export function restoreDataFile(backup: string, file: string, stamp: string): RestoreResult {
  const report = checkDataFile(backup)
  const [problem] = report.problems
  if (problem) {
    throw new EngineError('INVALID', `The backup ${backup} is not sound: it does not hold that ${problem.invariant}.`, {
      file: backup,
      problems: report.problems,
    })
  }
  mkdirSync(dirname(file), { recursive: true })
  const lease = takeLease(file)
  try {
    const incoming = `${file}.incoming`
    copyFileSync(backup, incoming)
    syncToDisk(incoming)
    const incomingPayloads = payloadFolderOf(incoming)
    rmSync(incomingPayloads, { recursive: true, force: true })
    copyPayloads(backup, payloadFolderOf(backup), incomingPayloads)
    const previous = existsSync(file) ? `${file}.before-${stamp}` : undefined
    if (previous) {
      // What the log holds belongs to the old file: it goes with it.
      for (const part of ['-wal', '-shm', '-payloads', ''])
        if (existsSync(file + part)) renameSync(file + part, previous + part)
    }
    replaceFolder(incomingPayloads, payloadFolderOf(file))
    renameSync(incoming, file)
    syncToDisk(dirname(file))
    return { ...report, file, previous }
  } finally {
    lease.release()
  }
}

/** Copies the payloads that a data file lists, as files that are on disk. One that is missing is left to the check. */
function copyPayloads(dataFile: string, from: string, to: string): void {
  const database = new DatabaseSync(dataFile, { readOnly: true })
  try {
    if (versionIn(database) < payloadsSince) return
    for (const { path } of payloadsIn(database)) {
      const source = join(from, path)
      if (!existsSync(source)) continue
      mkdirSync(dirname(join(to, path)), { recursive: true, mode: 0o700 })
      copyFileSync(source, join(to, path))
      syncToDisk(join(to, path))
      syncToDisk(dirname(join(to, path)))
    }
  } finally {
    database.close()
  }
}

function versionIn(database: DatabaseSync): number {
  return Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0)
}

/** What lies there belongs to no data file any more. */
function replaceFolder(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true })
  if (existsSync(from)) renameSync(from, to)
}
