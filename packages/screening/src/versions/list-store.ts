/**
 * Lists on disk, one folder a list, one folder a snapshot:
 *
 *     <folder>/UN/index.json                 which snapshot is in force, and all there are
 *     <folder>/UN/<snapshotId>/raw/…         the bytes as fetched
 *     <folder>/UN/<snapshotId>/entities.jsonl.gz
 *     <folder>/UN/<snapshotId>/snapshot.json
 *
 * A snapshot is complete before its folder gets its name, and in force only once `index.json` is replaced.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Entity } from '../entity.ts'
import { readListedText } from '../lists/listed-text.ts'
import { ListError } from '../lists/list-error.ts'
import type { ListFile } from '../lists/list-input.ts'
import { readJsonLines } from '../lists/read-json-lines.ts'
import { isAlive, isErrorCode, replaceFile, takeLock } from './durable-file.ts'
import { type EntityTimes, readEntityTimes } from './entity-times.ts'
import type { ListIndex, ListSnapshot, ListStatus, VersionChange } from './snapshot.ts'

export interface ListStore {
  readonly folder: string
  /** Lists that have a version in force, by id. */
  status(): Promise<readonly ListStatus[]>
  /** Undefined when nothing was ever imported under that id. */
  index(listId: string): Promise<ListIndex | undefined>
  /** The version in force, or the one named. Throws `UNKNOWN_LIST` or `UNKNOWN_SNAPSHOT`. */
  snapshot(listId: string, snapshotId?: string): Promise<ListSnapshot>
  /** Entities of the version in force, or of the one named: the latter replays an old decision. */
  entities(listId: string, snapshotId?: string): AsyncIterable<Entity>
  /** The bytes as fetched, checked against their sha256 first. */
  rawFiles(listId: string, snapshotId?: string): Promise<readonly ListFile[]>
  /** The listed text of an entry as its publisher wrote it; undefined where the file has none to show. */
  listedText(entity: Pick<Entity, 'listId' | 'raw'>, snapshotId?: string): Promise<string | undefined>
  /** When its entries came and changed. Throws `UNKNOWN_LIST`. */
  entityTimes(listId: string): Promise<EntityTimes>
  /** Puts another snapshot in force. Nothing is deleted; the change is recorded. */
  rollback(listId: string, snapshotId: string, change: { at: string; by?: string; note?: string }): Promise<ListIndex>
  /** Records that the source was asked and had nothing newer. */
  touch(listId: string, checkedAt: string): Promise<void>
  /** Runs one change of a list at a time, over processes too; throws `STORE_LOCKED` when another is at it. */
  change<T>(listId: string, work: (folder: string) => Promise<T>): Promise<T>
  /** Replaces a list's index; only within `change`. */
  writeIndex(index: ListIndex): Promise<void>
}

export const listIdPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** Opens the folder, creates it when missing, and removes what an interrupted import left behind. */
export async function openListStore(folder: string): Promise<ListStore> {
  await mkdir(folder, { recursive: true })
  const store: ListStore = {
    folder,
    status: () => statusOf(folder),
    index: (listId) => readIndex(folder, listId),
    snapshot: (listId, snapshotId) => findSnapshot(folder, listId, snapshotId),
    entities: (listId, snapshotId) => readEntities(folder, listId, snapshotId),
    rawFiles: (listId, snapshotId) => readRawFiles(folder, listId, snapshotId),
    listedText: (entity, snapshotId) => listedText(store, entity, snapshotId),
    entityTimes: (listId) => entityTimes(folder, listId),
    rollback: (listId, snapshotId, change) => rollback(store, listId, snapshotId, change),
    touch: (listId, checkedAt) => touch(store, listId, checkedAt),
    change: (listId, work) => changeList(folder, listId, work),
    writeIndex: (index) => replaceFile(join(folder, index.listId, 'index.json'), `${JSON.stringify(index, null, 1)}\n`),
  }
  await removeLeftovers(folder)
  return store
}

async function statusOf(folder: string): Promise<readonly ListStatus[]> {
  const lists = await readdir(folder, { withFileTypes: true })
  const ids = lists.filter((entry) => entry.isDirectory() && listIdPattern.test(entry.name)).map(({ name }) => name)
  const indexes = await Promise.all(ids.sort().map((listId) => readIndex(folder, listId)))
  return indexes.filter((index) => index !== undefined).map(toStatus)
}

function toStatus(index: ListIndex): ListStatus {
  const current = currentOf(index)
  return {
    listId: index.listId,
    title: current.title,
    purpose: current.purpose,
    purposes: current.purposes,
    snapshotId: current.snapshotId,
    entryCount: current.entryCount,
    fetchedAt: current.fetchedAt,
    ...(current.publishedAt === undefined ? {} : { publishedAt: current.publishedAt }),
    checkedAt: index.checkedAt,
    source: current.source,
    snapshots: index.snapshots.length,
  }
}

export function currentOf(index: ListIndex): ListSnapshot {
  const current = index.snapshots.find((snapshot) => snapshot.snapshotId === index.current)
  if (current === undefined) {
    throw new ListError(
      'STORE_CORRUPT',
      { list: index.listId },
      `version ${index.current} in force is not in the index`,
    )
  }
  return current
}

async function readIndex(folder: string, listId: string): Promise<ListIndex | undefined> {
  checkListId(listId)
  const path = join(folder, listId, 'index.json')
  try {
    // Written by this file alone, and replaced whole.
    return JSON.parse(await readFile(path, 'utf8')) as ListIndex
  } catch (cause) {
    if (isErrorCode(cause, 'ENOENT')) return undefined
    throw new ListError('STORE_CORRUPT', { list: listId, file: path }, 'the index cannot be read', { cause })
  }
}

/** List ids become folder names and the first part of entity ids: no colon, no path. */
export function checkListId(listId: string): void {
  if (listIdPattern.test(listId)) return
  const rule = 'letters, digits, dot, dash and underscore, at most 64'
  throw new ListError('UNKNOWN_LIST', { list: listId.slice(0, 80) }, `not a list id: use ${rule}`)
}

async function findSnapshot(folder: string, listId: string, snapshotId?: string): Promise<ListSnapshot> {
  const index = await readIndex(folder, listId)
  if (index === undefined) {
    const known = (await statusOf(folder)).map((list) => list.listId).join(', ')
    throw new ListError('UNKNOWN_LIST', { list: listId }, `never imported. Known lists: ${known || 'none'}`)
  }
  if (snapshotId === undefined) return currentOf(index)
  const found = index.snapshots.find((snapshot) => snapshot.snapshotId === snapshotId)
  if (found === undefined) {
    const known = index.snapshots.map((snapshot) => snapshot.snapshotId).join(', ')
    throw new ListError('UNKNOWN_SNAPSHOT', { list: listId }, `no version ${snapshotId}. Known versions: ${known}`)
  }
  return found
}

async function* readEntities(folder: string, listId: string, snapshotId?: string): AsyncGenerator<Entity> {
  const snapshot = await findSnapshot(folder, listId, snapshotId)
  const path = join(folder, listId, snapshot.snapshotId, entitiesFile)
  let count = 0
  for await (const entity of readEntityFile(path, listId)) {
    count++
    yield entity
  }
  if (count !== snapshot.entryCount) {
    const reason = `version ${snapshot.snapshotId} holds ${count} of ${snapshot.entryCount} entries`
    throw new ListError('STORE_CORRUPT', { list: listId, file: path }, reason)
  }
}

export const entitiesFile = 'entities.jsonl.gz'

export async function* readEntityFile(path: string, listId: string): AsyncGenerator<Entity> {
  const file = { name: entitiesFile, open: () => createReadStream(path) }
  // The file is ours: `importList` wrote it from parsed entities.
  for await (const { value } of readJsonLines(file, listId)) yield value as Entity
}

async function readRawFiles(folder: string, listId: string, snapshotId?: string): Promise<readonly ListFile[]> {
  const snapshot = await findSnapshot(folder, listId, snapshotId)
  const raw = join(folder, listId, snapshot.snapshotId, 'raw')
  for (const file of snapshot.files) {
    const sha256 = await fileSha256(join(raw, file.name))
    if (sha256 !== file.sha256) {
      const reason = `version ${snapshot.snapshotId} no longer has the recorded sha256`
      throw new ListError('STORE_CORRUPT', { list: listId, file: file.name }, reason)
    }
  }
  return snapshot.files.map(({ name }) => ({ name, open: () => createReadStream(join(raw, name)) }))
}

async function listedText(
  store: ListStore,
  { listId, raw }: Pick<Entity, 'listId' | 'raw'>,
  snapshotId?: string,
): Promise<string | undefined> {
  const { charset } = await store.snapshot(listId, snapshotId)
  const files = await store.rawFiles(listId, snapshotId)
  const file = raw.file === undefined ? files[0] : files.find(({ name }) => name === raw.file)
  return file === undefined ? undefined : await readListedText(file, raw, { listId, charset })
}

async function fileSha256(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

async function entityTimes(folder: string, listId: string): Promise<EntityTimes> {
  const index = await readIndex(folder, listId)
  if (index === undefined) throw new ListError('UNKNOWN_LIST', { list: listId }, 'never imported')
  return await readEntityTimes(folder, index)
}

async function rollback(
  store: ListStore,
  listId: string,
  snapshotId: string,
  change: { readonly at: string; readonly by?: string; readonly note?: string },
): Promise<ListIndex> {
  await store.snapshot(listId, snapshotId)
  return await store.change(listId, async () => {
    const index = await store.index(listId)
    if (index === undefined) throw new ListError('UNKNOWN_LIST', { list: listId }, 'never imported')
    const recorded: VersionChange = { ...change, from: index.current, to: snapshotId, reason: 'rollback' }
    const next = { ...index, current: snapshotId, changes: [...index.changes, recorded] }
    await store.writeIndex(next)
    return next
  })
}

async function touch(store: ListStore, listId: string, checkedAt: string): Promise<void> {
  await store.change(listId, async () => {
    const index = await store.index(listId)
    if (index !== undefined) await store.writeIndex({ ...index, checkedAt })
  })
}

async function changeList<T>(folder: string, listId: string, work: (folder: string) => Promise<T>): Promise<T> {
  checkListId(listId)
  const release = await takeLock(join(folder, listId, '.lock'))
  if (release === undefined) {
    throw new ListError('STORE_LOCKED', { list: listId }, 'another import of this list is running; try again after it')
  }
  try {
    return await work(join(folder, listId))
  } finally {
    await release()
  }
}

/** What a killed process leaves: downloads, unfinished imports, and complete versions that no index names yet. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    const path = join(folder, entry.name)
    const downloader = /^\.downloads-(\d+)-/.exec(entry.name)?.[1]
    if (downloader !== undefined && !isAlive(Number(downloader))) await rm(path, { recursive: true, force: true })
    if (!listIdPattern.test(entry.name)) continue
    // Under the lock no living import is between writing a version and naming it.
    const release = await takeLock(join(path, '.lock'))
    if (release === undefined) continue
    try {
      await removeUnnamed(folder, entry.name)
    } finally {
      await release()
    }
  }
}

async function removeUnnamed(folder: string, listId: string): Promise<void> {
  const index = await readIndex(folder, listId).catch(() => undefined)
  const named = new Set(index?.snapshots.map(({ snapshotId }) => snapshotId))
  for (const name of await readdir(join(folder, listId))) {
    const isUnfinished = name.startsWith('.incoming-')
    const isUnnamed = index !== undefined && /^\d{8}T\d{6}Z-[0-9a-f]{12}$/.test(name) && !named.has(name)
    if (isUnfinished || isUnnamed) await rm(join(folder, listId, name), { recursive: true, force: true })
  }
}
