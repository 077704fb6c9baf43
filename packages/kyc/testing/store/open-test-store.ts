/** A store on a fresh real database with a clock that the test moves. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import {
  type CommitEvent,
  createKycStore,
  type Dialect,
  fileBlobs,
  type KycStore,
  localRootKey,
} from '../../src/store/index.ts'
import type { Database } from '../../src/store/schema.ts'
import { openSqlite } from '../../src/store/sqlite.ts'

export interface TestDatabase {
  readonly name: string
  readonly dialect: Dialect
  /** The database under this key: the same key opens the same data again. */
  open(key: string): Promise<Kysely<Database>>
  /** Every byte that the database keeps of it. */
  dump(key: string): Promise<Buffer>
}

export interface TestStore {
  readonly store: KycStore
  readonly db: Kysely<Database>
  readonly commits: CommitEvent[]
  readonly clock: { now: number }
  /** As if the process had been killed and started again. */
  restart(): Promise<TestStore>
  stop(): Promise<void>
}

export const TEST_ROOT_KEY = localRootKey(Buffer.alloc(32, 7))
const TEST_NOW = Date.parse('2026-11-23T09:00:00.000Z')

let opened = 0

export async function openTestStore(
  database: TestDatabase,
  key = `store_${process.pid}_${++opened}`,
): Promise<TestStore> {
  const folder = join(tmpdir(), `gatehouse-blobs-${key}`)
  const clock = { now: TEST_NOW }
  const start = async (): Promise<TestStore> => {
    const db = await database.open(key)
    const commits: CommitEvent[] = []
    const store = await createKycStore({
      db,
      dialect: database.dialect,
      rootKey: TEST_ROOT_KEY,
      blobs: fileBlobs(folder),
      clock: () => clock.now,
      appVersion: 'test',
      onCommit: (event) => commits.push(event),
    })
    return {
      store,
      db,
      commits,
      clock,
      async restart() {
        await store.close()
        return start()
      },
      async stop() {
        await store.close()
        await rm(folder, { recursive: true, force: true })
      },
    }
  }
  return start()
}

/** SQLite files in a folder of their own. */
export async function sqliteTestDatabase(): Promise<TestDatabase & { remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-kyc-'))
  const fileOf = (key: string) => join(folder, `${key}.db`)
  return {
    name: 'SQLite',
    dialect: 'sqlite',
    open: async (key) => openSqlite(fileOf(key)),
    async dump(key) {
      const wal = await readFile(`${fileOf(key)}-wal`).catch(() => Buffer.alloc(0))
      return Buffer.concat([await readFile(fileOf(key)), wal])
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
