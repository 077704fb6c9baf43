// The SQLite driver behind three methods, so that another one can take its place.

import { DatabaseSync } from 'node:sqlite'

export type SqlValue = string | number | null
export type SqlRow = Record<string, SqlValue>

export interface Statement {
  run(...values: readonly SqlValue[]): unknown
  get(...values: readonly SqlValue[]): SqlRow | undefined
  all(...values: readonly SqlValue[]): SqlRow[]
  /** As `all`, one row at a time. Nothing may be written meanwhile. */
  iterate(...values: readonly SqlValue[]): Iterable<SqlRow>
}

export interface Database {
  prepare(sql: string): Statement
  /** Runs statements that answer nothing. */
  exec(sql: string): void
  close(): void
}

/** Opens a file, or `:memory:`. What a commit has acknowledged survives a power cut. */
export function openDatabase(file: string): Database {
  const database = new DatabaseSync(file)
  // Only a file that is made now takes it on; see `releasePages`.
  database.exec('PRAGMA auto_vacuum = INCREMENTAL')
  database.exec('PRAGMA journal_mode = WAL')
  database.exec('PRAGMA synchronous = FULL')
  database.exec('PRAGMA busy_timeout = 5000')
  // Checkpoints are cheaper when they are fewer; the log is cut back once it is done.
  database.exec('PRAGMA wal_autocheckpoint = 4000')
  database.exec('PRAGMA journal_size_limit = 67108864')
  return {
    // The driver's own statements: a wrapper would copy the values of each call. They answer numbers, strings and nulls for
    // these tables, never blobs or big integers.
    prepare: (sql) => database.prepare(sql) as unknown as Statement,
    exec: (sql) => database.exec(sql),
    close: () => database.close(),
  }
}
