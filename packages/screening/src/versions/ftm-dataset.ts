/**
 * Fetches a FollowTheMoney dataset by its index: nothing when the version is the one held, the deltas since when there
 * are any, the whole file otherwise.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { applyFtmDeltas, deltasSince } from '../lists/ftm-delta.ts'
import { ListError } from '../lists/list-error.ts'
import { diskFile, type ListFile } from '../lists/list-input.ts'
import { isObject, textOf } from '../lists/read-json-lines.ts'
import { type FetchRules, fetchListFile } from './fetch-list.ts'
import type { Gathered } from './gathered.ts'
import type { ListStore } from './list-store.ts'
import type { ListSource } from './list-source.ts'
import type { ListSnapshot } from './snapshot.ts'

const entitiesName = 'entities.ftm.json'

interface DatasetIndex {
  readonly version: string
  readonly entitiesUrl: string
  /** SHA-1 of the entities file, as the publisher states it. */
  readonly checksum: string | undefined
  readonly deltaUrl: string | undefined
}

/** Undefined when the version held is the newest. */
export async function gatherDataset(
  store: ListStore,
  source: ListSource,
  held: ListSnapshot | undefined,
  downloads: string,
  rules: FetchRules,
): Promise<Gathered | undefined> {
  const dataset = { listId: source.listId, downloads, rules }
  const index = parseIndex(await fetchJson(source.index ?? '', 'index.json', dataset), source)
  if (held?.publisherVersion === index.version) return undefined
  const file = (await changedFile(store, held, index, dataset)) ?? (await wholeFile(index, dataset))
  return { files: [file], validators: {}, publisherVersion: index.version }
}

interface Dataset {
  readonly listId: string
  readonly downloads: string
  readonly rules: FetchRules
}

async function fetchJson(url: string, name: string, dataset: Dataset): Promise<unknown> {
  const path = join(dataset.downloads, name)
  await fetchListFile(url, path, undefined, { ...dataset.rules, listId: dataset.listId })
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new ListError('MALFORMED', { list: dataset.listId, file: name }, `${url} is not JSON`, { cause })
  }
}

function parseIndex(value: unknown, source: ListSource): DatasetIndex {
  const fields = isObject(value) ? value : {}
  const version = textOf(fields['version'])
  const resources = Array.isArray(fields['resources']) ? fields['resources'].filter(isObject) : []
  const entities = resources.find((resource) => resource['name'] === entitiesName)
  const entitiesUrl = textOf(entities?.['url'])
  if (version === undefined || entitiesUrl === undefined) {
    const place = { list: source.listId, file: 'index.json' }
    throw new ListError('WRONG_FORMAT', place, `${source.index} names no version or no ${entitiesName}`)
  }
  return { version, entitiesUrl, checksum: textOf(entities?.['checksum']), deltaUrl: textOf(fields['delta_url']) }
}

/** The version held with the deltas since; undefined when they do not lead from the one to the other. */
async function changedFile(
  store: ListStore,
  held: ListSnapshot | undefined,
  index: DatasetIndex,
  dataset: Dataset,
): Promise<ListFile | undefined> {
  if (held?.publisherVersion === undefined || index.deltaUrl === undefined) return undefined
  try {
    const [base] = await store.rawFiles(dataset.listId, held.snapshotId)
    const urls = deltasSince(
      await fetchJson(index.deltaUrl, 'delta.json', dataset),
      held.publisherVersion,
      dataset.listId,
    )
    if (base === undefined || urls.length === 0 || !urls.at(-1)?.includes(index.version)) return undefined
    const deltas: ListFile[] = []
    for (const [at, url] of urls.entries()) {
      const path = join(dataset.downloads, `delta-${at}.json`)
      await fetchListFile(url, path, undefined, { ...dataset.rules, listId: dataset.listId })
      deltas.push(diskFile(path))
    }
    return await applyFtmDeltas(base, deltas, { listId: dataset.listId, name: entitiesName })
  } catch (error) {
    // A broken chain costs a larger download, not an update.
    if (error instanceof ListError) return undefined
    throw error
  }
}

async function wholeFile(index: DatasetIndex, dataset: Dataset): Promise<ListFile> {
  const path = join(dataset.downloads, entitiesName)
  await fetchListFile(index.entitiesUrl, path, undefined, { ...dataset.rules, listId: dataset.listId })
  const file = diskFile(path)
  if (index.checksum !== undefined) await verify(file, index.checksum, dataset.listId)
  return file
}

async function verify(file: ListFile, checksum: string, listId: string): Promise<void> {
  const hash = createHash('sha1')
  for await (const chunk of file.open()) hash.update(chunk)
  const found = hash.digest('hex')
  if (found === checksum.toLowerCase()) return
  const reason = `the file has SHA-1 ${found}, the index says ${checksum}`
  throw new ListError('FETCH_FAILED', { list: listId, file: file.name }, reason)
}
