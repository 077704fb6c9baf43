// One process owns a data file. The lease is a lock that the operating system holds for the process and gives free
// when the process ends, however it ends: there is no stale lease to clean up, and no process id to mistake.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { EngineError } from '../errors.ts'
import { resultOf, toStoreError } from './sqlite-trouble.ts'

// SQLite's result code for a lock that somebody else has.
const busy = 5

export interface Lease {
  /** Once is enough; again does nothing. */
  release(): void
}

/**
 * Takes the lease on a data file, whose folder is there; the file need not be.
 * LEASE_HELD when another process, or another engine in this one, has it; UNAVAILABLE when the folder cannot be written.
 */
export function takeLease(file: string): Lease {
  try {
    return lockFor(file)
  } catch (cause) {
    throw toStoreError(cause, file)
  }
}

function lockFor(file: string): Lease {
  const lockFile = `${file}.lease`
  const ownerFile = `${file}.owner`
  const lock = new DatabaseSync(lockFile)
  try {
    lock.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    if (resultOf(cause) !== busy) throw cause
    const owner = readOwner(ownerFile)
    throw new EngineError(
      'LEASE_HELD',
      `The data file ${file} is in use by ${owner}. Stop that process first, or set GATEHOUSE_DATA to another folder.`,
      { file },
      { cause },
    )
  }
  try {
    writeFileSync(ownerFile, JSON.stringify({ pid: process.pid, since: new Date().toISOString() }))
  } catch (cause) {
    lock.close()
    throw cause
  }
  let held = true
  return {
    release() {
      if (!held) return
      held = false
      rmSync(ownerFile, { force: true })
      lock.exec('ROLLBACK')
      lock.close()
    },
  }
}

function readOwner(file: string): string {
  try {
    const { pid, since } = JSON.parse(readFileSync(file, 'utf8'))
    return `process ${pid} since ${since}`
  } catch {
    return 'another process'
  }
}
