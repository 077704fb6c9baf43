/** Fetches lists from where the configuration says, and puts new versions in force. */
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ImportResult, ListFile, ListStore } from '@gatehouse/screening'
import { importList, isListFormat } from '@gatehouse/screening'
import { request } from 'undici'
import type { ListSource, ListsConfig } from '../config/config.ts'
import { listPurposes } from '../config/config.ts'

const folderHours = 1

/** The sources that a configuration names; a folder is read now. Files that do not say what they are stay untouched. */
export async function sourcesOf(config: ListsConfig): Promise<readonly ListSource[]> {
  switch (config.kind) {
    case 'none':
      return []
    case 'sources':
      return config.sources
    case 'folder':
      return (await readdir(config.path)).flatMap((name) => sourceFromFileName(config.path, name) ?? [])
  }
}

/** `OFAC-SDN.ofac-xml.xml` or `HOUSE.blacklist-csv.blacklist.csv`. */
function sourceFromFileName(folder: string, name: string): ListSource | undefined {
  const [listId, format, third] = name.split('.')
  if (listId === undefined || format === undefined || !isListFormat(format)) return undefined
  const purpose = listPurposes.find((word) => word === third) ?? 'sanctions'
  return { listId, format, purpose, from: join(folder, name), everyHours: folderHours }
}

/** @throws ListError when the new version cannot be trusted; the one in force stays */
export async function importFrom(store: ListStore, source: ListSource, at: Date, by: string): Promise<ImportResult> {
  const file = await openSource(source.from)
  return importList(store, {
    listId: source.listId,
    format: source.format,
    purpose: source.purpose,
    files: [file],
    source: source.from,
    fetchedAt: at.toISOString(),
    by,
  })
}

async function openSource(from: string): Promise<ListFile> {
  if (!/^https?:\/\//.test(from)) return { name: basename(from), open: () => createReadStream(from) }
  const name = basename(new URL(from).pathname) || 'list'
  return { name, open: () => download(from) }
}

async function* download(address: string): AsyncGenerator<Uint8Array> {
  const { statusCode, body } = await request(address, { headersTimeout: 60_000, bodyTimeout: 60_000 })
  if (statusCode !== 200) {
    await body.dump()
    throw new Error(`${address} answered ${statusCode}.`)
  }
  // undici's body yields Buffers.
  yield* body as AsyncIterable<Uint8Array>
}
