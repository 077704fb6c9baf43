/** Takes a new version of a list in: keeps its bytes, reads them whole, checks them, and only then puts it in force. */
import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { canonicalJson } from '../entity-hash.ts'
import { ListError } from '../lists/list-error.ts'
import { parserVersion } from '../lists/list-formats.ts'
import { diffVersions, type ListDelta } from './delta.ts'
import { renameDurably } from './durable-file.ts'
import { deltaFile } from './entity-times.ts'
import { keepBytes } from './keep-bytes.ts'
import type { ImportResult, ListImport } from './import-request.ts'
import { checkListId, currentOf, entitiesFile, type ListStore, readEntityFile } from './list-store.ts'
import type { ListIndex, ListSnapshot, SnapshotFile } from './snapshot.ts'
import { type ReadList, writeEntities } from './write-entities.ts'

const defaultMaxShrinkPercent = 20

/**
 * Imports one version. Throws `ListError` and leaves the version in force as it was when the new one cannot be
 * trusted; a process that dies on the way leaves only a folder that the next start removes.
 */
export async function importList(store: ListStore, request: ListImport): Promise<ImportResult> {
  checkListId(request.listId)
  return await store.change(request.listId, async (listFolder) => {
    const incoming = join(listFolder, `.incoming-${process.pid}-${Date.parse(request.fetchedAt)}`)
    await rm(incoming, { recursive: true, force: true })
    await mkdir(join(incoming, 'raw'), { recursive: true })
    try {
      return await importInto(store, request, listFolder, incoming)
    } finally {
      await rm(incoming, { recursive: true, force: true })
    }
  })
}

async function importInto(
  store: ListStore,
  request: ListImport,
  listFolder: string,
  incoming: string,
): Promise<ImportResult> {
  const files = await keepBytes(request.listId, request.files, join(incoming, 'raw'))
  const sha256 = identityOf(request, files)
  const index = await store.index(request.listId)
  const current = index === undefined ? undefined : currentOf(index)
  if (index !== undefined && current !== undefined) {
    const known = index.snapshots.find((snapshot) => snapshot.sha256 === sha256)
    if (known !== undefined) return await useKnown(store, request, index, current, known)
  }
  const read = await writeEntities(request, files, incoming)
  refuseShrunk(request, read.entryCount, current)
  const snapshot = snapshotOf(request, files, sha256, read)
  const entities = () => readEntityFile(join(incoming, entitiesFile), request.listId)
  await request.verify?.(snapshot, entities)
  const before =
    current === undefined
      ? undefined
      : { snapshotId: current.snapshotId, entities: store.entities(request.listId, current.snapshotId) }
  const delta = await diffVersions(request.listId, before, { snapshotId: snapshot.snapshotId, entities: entities() })
  await writeFile(join(incoming, 'snapshot.json'), `${JSON.stringify(snapshot, null, 1)}\n`, { flush: true })
  // The first version would name every entry.
  if (delta.from !== null) await writeFile(join(incoming, deltaFile), `${JSON.stringify(delta)}\n`, { flush: true })
  // A folder that no index names is what a process left that died between the two steps below.
  await rm(join(listFolder, snapshot.snapshotId), { recursive: true, force: true })
  await renameDurably(incoming, join(listFolder, snapshot.snapshotId))
  await store.writeIndex(nextIndex(index, snapshot, request))
  return { outcome: 'imported', snapshot, delta }
}

/**
 * The bytes were imported before. In force: nothing to do. Rolled back by a person: they stay rolled back, whatever
 * the publisher still offers. Otherwise the publisher went back to an earlier edition, and so do we.
 */
async function useKnown(
  store: ListStore,
  request: ListImport,
  index: ListIndex,
  current: ListSnapshot,
  known: ListSnapshot,
): Promise<ImportResult> {
  const { listId } = request
  const isRolledBack = index.changes.at(-1)?.reason === 'rollback'
  if (known.snapshotId === current.snapshotId || isRolledBack) {
    await store.writeIndex({ ...index, checkedAt: request.fetchedAt })
    const delta = { listId, from: current.snapshotId, to: current.snapshotId, ...emptyDelta }
    return { outcome: 'unchanged', snapshot: current, delta }
  }
  refuseShrunk(request, known.entryCount, current)
  const delta = await deltaBetween(store, listId, current.snapshotId, known.snapshotId)
  await store.writeIndex(nextIndex(index, known, request))
  return { outcome: 'imported', snapshot: known, delta }
}

/** What changed from one stored version to another, in either direction of time. */
export async function deltaBetween(store: ListStore, listId: string, from: string, to: string): Promise<ListDelta> {
  const before = { snapshotId: from, entities: store.entities(listId, from) }
  return await diffVersions(listId, before, { snapshotId: to, entities: store.entities(listId, to) })
}

const emptyDelta = { added: [], changed: [], displayOnly: [], removed: [], merged: [] }

function identityOf(request: ListImport, files: readonly SnapshotFile[]): string {
  const identity = {
    files: files.map(({ name, sha256 }) => ({ name, sha256 })),
    format: request.format,
    mapping: request.mapping,
    charset: request.charset,
    purpose: request.purpose ?? 'sanctions',
    parserVersion,
  }
  return createHash('sha256').update(canonicalJson(identity)).digest('hex')
}

function refuseShrunk(request: ListImport, entryCount: number, current: ListSnapshot | undefined): void {
  const limit = request.maxShrinkPercent ?? defaultMaxShrinkPercent
  if (current === undefined || entryCount >= current.entryCount * (1 - limit / 100)) return
  const reason = `${entryCount} entries, where version ${current.snapshotId} has ${current.entryCount}`
  const way = `more than ${limit} % fewer. If the publisher really removed them, import once with a higher limit`
  throw new ListError('SHRUNK', { list: request.listId }, `${reason}: ${way}`)
}

function snapshotOf(request: ListImport, files: readonly SnapshotFile[], sha256: string, read: ReadList): ListSnapshot {
  const time = new Date(request.fetchedAt).toISOString().replace(/[-:]|\.\d+/g, '')
  const { publishedAt } = read.publication
  const purpose = request.purpose ?? 'sanctions'
  return {
    listId: request.listId,
    snapshotId: `${time}-${sha256.slice(0, 12)}`,
    sha256,
    fetchedAt: request.fetchedAt,
    ...(publishedAt === undefined ? {} : { publishedAt }),
    ...(request.publisherVersion === undefined ? {} : { publisherVersion: request.publisherVersion }),
    entryCount: read.entryCount,
    contentHash: read.contentHash,
    warnings: read.warnings,
    source: request.source,
    format: request.format,
    parserVersion,
    purpose,
    purposes: [...new Set([purpose, ...read.purposes])],
    title: request.title ?? request.listId,
    ...(request.mapping === undefined ? {} : { mapping: request.mapping }),
    ...(request.charset === undefined ? {} : { charset: request.charset }),
    files,
    ...(request.validators === undefined ? {} : { validators: request.validators }),
  }
}

function nextIndex(index: ListIndex | undefined, snapshot: ListSnapshot, request: ListImport): ListIndex {
  const change = {
    at: request.fetchedAt,
    from: index?.current ?? null,
    to: snapshot.snapshotId,
    reason: 'import' as const,
    ...(request.by === undefined ? {} : { by: request.by }),
  }
  const others = (index?.snapshots ?? []).filter(({ snapshotId }) => snapshotId !== snapshot.snapshotId)
  return {
    listId: request.listId,
    current: snapshot.snapshotId,
    snapshots: [...others, snapshot],
    changes: [...(index?.changes ?? []), change],
    checkedAt: request.fetchedAt,
  }
}
