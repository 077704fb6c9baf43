/**
 * The store on one SQLite file through `node:sqlite`. Kysely holds one connection and queues on it, so transactions
 * never interleave; WAL with synchronous=FULL: a commit that was answered survives the power going out.
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Kysely, SqliteDialect } from 'kysely'
import type { Database } from './schema.ts'

/** `:memory:` or a file path. */
export function openSqlite(path: string): Kysely<Database> {
  const raw = new DatabaseSync(path)
  // secure_delete: a destroyed case key must not live on in free pages of the file.
  raw.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma foreign_keys = on;
    pragma secure_delete = on;
    pragma busy_timeout = 5000;
  `)
  return new Kysely<Database>({ dialect: new SqliteDialect({ database: asBetterSqlite(raw) }) })
}

/** A file that nobody changes meanwhile, such as a backup: nothing is written, not even beside it. */
export function openSqliteReadOnly(path: string): Kysely<Database> {
  const raw = new DatabaseSync(path, { readOnly: true })
  return new Kysely<Database>({ dialect: new SqliteDialect({ database: asBetterSqlite(raw) }) })
}

const STATEMENT_CACHE_SIZE = 500

/** Kysely speaks better-sqlite3's shape: `reader` says whether a statement gives rows. */
function asBetterSqlite(raw: DatabaseSync) {
  const cache = new Map<string, ReturnType<typeof asStatement>>()
  return {
    close: () => raw.close(),
    prepare(sql: string) {
      // A full or failing disk undoes the transaction by itself; undoing it again would hide why.
      if (sql === 'rollback' && !raw.isTransaction) return nothingToUndo
      const kept = cache.get(sql)
      if (kept) return kept
      // A deferred transaction that reads first and writes later can fail half way when another process writes;
      // taking the write lock at the start makes it wait instead.
      const statement = asStatement(raw.prepare(sql === 'begin' ? 'begin immediate' : sql))
      if (cache.size >= STATEMENT_CACHE_SIZE) cache.clear()
      cache.set(sql, statement)
      return statement
    },
  }
}

const nothingToUndo: ReturnType<typeof asStatement> = {
  reader: false,
  all: () => [],
  run: () => ({ changes: 0, lastInsertRowid: 0 }),
  iterate: () => [].values(),
}

function asStatement(statement: StatementSync) {
  // Kysely types parameters as unknown; the store binds text, integers, bytes and null only.
  const bind = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[]
  return {
    reader: statement.columns().length > 0,
    all: (parameters: readonly unknown[]): unknown[] => statement.all(...bind(parameters)),
    run: (parameters: readonly unknown[]) => statement.run(...bind(parameters)),
    iterate: (parameters: readonly unknown[]): IterableIterator<unknown> => statement.iterate(...bind(parameters)),
  }
}
