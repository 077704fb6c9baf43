/** Submits applications until it is killed, and says each case only after the store has answered. */
import { createKycStore, fileBlobs } from '../../src/store/index.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { submitted } from './case-driver.ts'
import { TEST_ROOT_KEY } from './open-test-store.ts'

const [path = ''] = process.argv.slice(2)
const store = await createKycStore({
  db: openSqlite(path),
  dialect: 'sqlite',
  rootKey: TEST_ROOT_KEY,
  blobs: fileBlobs(`${path}-blobs`),
})
process.stdout.write('ready\n')
for (;;) {
  const caseIds = await Promise.all([submitted(store), submitted(store), submitted(store)])
  process.stdout.write(`${caseIds.join('\n')}\n`)
}
