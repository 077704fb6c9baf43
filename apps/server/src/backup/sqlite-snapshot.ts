/** The state of a SQLite file at one instant, while its writers go on. */
import { backup, DatabaseSync } from 'node:sqlite'
import { BackupError } from './backup-error.ts'

export interface FileSnapshot {
  /** Writes the state to a new file that no log belongs to. */
  copyTo(file: string): Promise<void>
  /** The file may forget the state. */
  release(): void
}

export const lockMs = 10_000
/** Pages a step. Larger ones keep other work of this process waiting, smaller ones take longer in all. */
const pagesPerStep = 2_000
/** SQLite's result code for a lock that somebody else has. */
const busy = 5

export function openSnapshot(file: string): FileSnapshot {
  const reader = new DatabaseSync(file, { readOnly: true })
  // A read transaction sees the state of its first read until it ends.
  reader.exec(`PRAGMA busy_timeout = ${lockMs}; BEGIN`)
  reader.prepare('SELECT count(*) FROM sqlite_schema').get()
  return {
    async copyTo(target) {
      await backup(reader, target, { rate: pagesPerStep })
      const copy = new DatabaseSync(target)
      // A single file can be read from where nothing may be written.
      copy.exec('PRAGMA journal_mode = DELETE')
      copy.close()
    },
    release: () => reader.close(),
  }
}

/** Keeps every writer of the file waiting while `work` runs. @throws BackupError SERVER_BUSY */
export function whileNobodyWrites<T>(file: string, work: () => T): T {
  const lock = new DatabaseSync(file)
  try {
    lock.exec(`PRAGMA busy_timeout = ${lockMs}`)
    try {
      lock.exec('BEGIN IMMEDIATE')
    } catch (cause) {
      if (!(cause instanceof Error && 'errcode' in cause && cause.errcode === busy)) throw cause
      throw new BackupError('SERVER_BUSY', `${file} was locked for ${lockMs / 1000} seconds.`, { cause })
    }
    return work()
  } finally {
    lock.close()
  }
}
