/** Imports growing editions of one list until it is killed: the victim of the crash test. */
import { memoryFile } from '../src/lists/list-input.ts'
import { importList } from '../src/versions/import-list.ts'
import { openListStore } from '../src/versions/list-store.ts'

const store = await openListStore(process.argv[2] ?? '')
const start = Date.now()
console.log('importing')
for (let round = 0; ; round++) {
  const lines = Array.from({ length: 400 + round }, (_, at) =>
    JSON.stringify({ id: `p${at}`, schema: 'Person', properties: { name: [`Person ${at} of ${start}`] } }),
  )
  await importList(store, {
    listId: 'TEST',
    format: 'ftm-json',
    files: [memoryFile('list.ftm.json', lines.join('\n'))],
    source: 'crash test',
    fetchedAt: new Date(start + round * 1000).toISOString(),
  })
}
