// The store's contract, on memory and on a file.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe } from 'vitest'
import { openSqliteStore } from '../src/store/sqlite-store.ts'
import type { Store } from '../src/store/store.ts'
import { storeContract } from './store-contract.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-store-'))
const opened: Store[] = []
afterEach(() => {
  for (const store of opened.splice(0)) store.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function keep(store: Store): Store {
  opened.push(store)
  return store
}

describe('a store in memory', () => {
  storeContract(() => keep(openSqliteStore(':memory:')))
})

let files = 0
describe('a store in a file', () => {
  storeContract(() => keep(openSqliteStore(join(folder, `${++files}`, 'engine.db'))))
})
