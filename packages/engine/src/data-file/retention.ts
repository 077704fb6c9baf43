// What retention would do to a data file, and doing it while no engine has the file open.

import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { RetentionRequest, RetentionResult } from '../api.ts'
import { EngineError } from '../errors.ts'
import { openPayloadFolder, payloadFolderOf } from '../payloads/payload-folder.ts'
import { defaultThresholds, Payloads } from '../payloads/payloads.ts'
import { applyRetention } from '../runtime/retention.ts'
import { emptyBatch } from '../store/rows.ts'
import { hasEndedBefore } from '../store/sqlite-retention.ts'
import { openSqliteStore } from '../store/sqlite-store.ts'
import { toStoreError } from '../store/sqlite-trouble.ts'

export interface RetentionPlan {
  readonly executions: number
  /** Executions that would go. */
  readonly removed: number
  readonly archived: number
  readonly bytes: number
  /** Of these, on no row any more: used for what comes next before the file grows. */
  readonly freeBytes: number
}

/** Counts what is due, changing nothing; an engine may be at work on the file. UNAVAILABLE when it cannot be read. */
export function planRetention(file: string, { archiveEndedBefore = 0, removeEndedBefore = 0 }: RetentionRequest) {
  mustExist(file)
  try {
    const database = new DatabaseSync(file, { readOnly: true })
    try {
      database.exec('PRAGMA busy_timeout = 5000; BEGIN')
      const number = (sql: string, ...values: number[]) =>
        Number(Object.values(database.prepare(sql).get(...values) ?? {})[0] ?? 0)
      const pageBytes = number('PRAGMA page_size')
      const plan: RetentionPlan = {
        executions: number('SELECT count(*) FROM execution'),
        removed: number(`SELECT count(*) FROM execution e WHERE ${hasEndedBefore('?1')}`, removeEndedBefore),
        archived: number(
          `SELECT count(*) FROM execution e
           WHERE e.archived = 0 AND ${hasEndedBefore('?1')} AND NOT (${hasEndedBefore('?2')})`,
          archiveEndedBefore,
          removeEndedBefore,
        ),
        bytes: number('PRAGMA page_count') * pageBytes,
        freeBytes: number('PRAGMA freelist_count') * pageBytes,
      }
      return plan
    } finally {
      database.close()
    }
  } catch (cause) {
    throw toStoreError(cause, file)
  }
}

/** LEASE_HELD while an engine has the file: it is the one to do it then. */
export async function retainDataFile(file: string, request: RetentionRequest): Promise<RetentionResult> {
  mustExist(file)
  const store = openSqliteStore(file)
  try {
    return await applyRetention(
      {
        store,
        payloads: new Payloads({
          folder: openPayloadFolder(payloadFolderOf(file)),
          thresholds: defaultThresholds,
          store,
          newId: randomUUID,
        }),
        mustBeOpen() {},
        add(change) {
          const batch = emptyBatch()
          change(batch)
          return store.commit(batch)
        },
        flush: async () => {},
        letGo: () => true,
        watchSnapshots() {},
        hasUsedSnapshot: () => false,
      },
      request,
    )
  } finally {
    store.close()
  }
}

function mustExist(file: string): void {
  if (!existsSync(file)) throw new EngineError('INVALID', `There is no data file ${file}.`, { file })
}
