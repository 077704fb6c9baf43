// What a data file names outside of itself, and which executions it has: for whoever copies it together with other data.

import { DatabaseSync } from 'node:sqlite'
import { toStoreError } from '../store/sqlite-trouble.ts'
import type { ListedPayload } from './check.ts'
import { payloadsIn } from './check.ts'
import { payloadsSince } from './invariants.ts'

/** Payloads that lie beside the file, by path below `payloadFolderOf(file)`. UNAVAILABLE when it cannot be read. */
export function payloadsOf(file: string): readonly ListedPayload[] {
  return reading(file, (database) => {
    const version = Number(database.prepare('PRAGMA user_version').get()?.user_version ?? 0)
    return version < payloadsSince ? [] : payloadsIn(database)
  })
}

/** Those of the executions that the file does not know. UNAVAILABLE when it cannot be read. */
export function unknownExecutions(file: string, ids: readonly string[]): readonly string[] {
  return reading(file, (database) => {
    const find = database.prepare('SELECT 1 FROM execution WHERE id = ?')
    return ids.filter((id) => find.get(id) === undefined)
  })
}

function reading<T>(file: string, read: (database: DatabaseSync) => T): T {
  try {
    const database = new DatabaseSync(file, { readOnly: true })
    try {
      return read(database)
    } finally {
      database.close()
    }
  } catch (cause) {
    throw toStoreError(cause, file)
  }
}
