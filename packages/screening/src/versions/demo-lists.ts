/**
 * The lists that a first start brings along: invented people, and three public designations as facts, so that there is
 * something to find. The ids `UN` and `OFAC-SDN` are those of the real lists, which simply replace these on import.
 */
import { createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ListPurpose } from '../entity.ts'
import type { ListFormat } from '../lists/list-formats.ts'
import { importList } from './import-list.ts'
import type { ImportResult } from './import-request.ts'
import type { ListStore } from './list-store.ts'

interface DemoList {
  readonly listId: string
  readonly file: string
  readonly format: ListFormat
  readonly purpose: ListPurpose
  readonly title: string
}

export const demoLists: readonly DemoList[] = [
  {
    listId: 'UN',
    file: 'un.ftm.json',
    format: 'ftm-json',
    purpose: 'sanctions',
    title: 'UN Security Council, demo extract',
  },
  {
    listId: 'OFAC-SDN',
    file: 'ofac-sdn.ftm.json',
    format: 'ftm-json',
    purpose: 'sanctions',
    title: 'OFAC SDN, demo extract',
  },
  {
    listId: 'DEMO-SANCTIONS',
    file: 'demo-sanctions.ftm.json',
    format: 'ftm-json',
    purpose: 'sanctions',
    title: 'Invented sanctions',
  },
  {
    listId: 'DEMO-PEP',
    file: 'demo-pep.ftm.json',
    format: 'ftm-json',
    purpose: 'pep',
    title: 'Invented PEPs and relatives',
  },
  {
    listId: 'DEMO-MEDIA',
    file: 'demo-media.ftm.json',
    format: 'ftm-json',
    purpose: 'adverse-media',
    title: 'Invented news',
  },
  {
    listId: 'BLACKLIST',
    file: 'blacklist.csv',
    format: 'blacklist-csv',
    purpose: 'blacklist',
    title: "The bank's own list, demo",
  },
]

/** Imports each demo list whose id has no version yet; a list that a bank has imported is never touched. */
export async function ensureDemoLists(
  store: ListStore,
  options: { readonly now: string },
): Promise<readonly ImportResult[]> {
  const results: ImportResult[] = []
  for (const { file, ...list } of demoLists) {
    if ((await store.index(list.listId)) !== undefined) continue
    const path = fileURLToPath(new URL(`../../demo/${file}`, import.meta.url))
    const files = [{ name: file, open: () => createReadStream(path) }]
    results.push(await importList(store, { ...list, files, source: `demo/${file}`, fetchedAt: options.now }))
  }
  return results
}
