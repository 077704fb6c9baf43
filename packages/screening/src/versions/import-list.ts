/** Takes a new version of a list in: keeps its bytes, reads them whole, checks them, and only then puts it in force. */
import { createHash, type Hash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type Entity, type ListPurpose, purposesOf } from '../entity.ts'
import { canonicalJson, finishEntity } from '../entity-hash.ts'
import type { CsvMapping } from '../lists/csv-mapping.ts'
import { isOwnFormat, type ListFormat, parserFor, parserVersion } from '../lists/list-formats.ts'
import { ListError } from '../lists/list-error.ts'
import type { ListFile, Publication } from '../lists/list-input.ts'
import { type ListCanaries, watchCanaries } from './canaries.ts'
import { diffVersions, type ListDelta } from './delta.ts'
import { renameDurably, writeDurably } from './durable-file.ts'
import { checkListId, currentOf, entitiesFile, type ListStore, readEntityFile } from './list-store.ts'
import type { HttpValidators, ListIndex, ListSnapshot, SnapshotFile } from './snapshot.ts'

export interface ListImport {
  readonly listId: string
  readonly format: ListFormat
  readonly files: readonly ListFile[]
  /** Where the bytes came from, for the record. */
  readonly source: string
  /** ISO time of the fetch; the clock is the caller's. */
  readonly fetchedAt: string
  readonly title?: string
  /** `sanctions` when left out. */
  readonly purpose?: ListPurpose
  readonly mapping?: CsvMapping
  readonly charset?: string
  readonly canaries?: ListCanaries
  /** Refuse a version that lost more than this share of its entries; 20 when left out, 100 switches it off. */
  readonly maxShrinkPercent?: number
  readonly validators?: Readonly<Record<string, HttpValidators>>
  /** The publisher's own name of the version, where there is one. */
  readonly publisherVersion?: string
  readonly by?: string
  /** A last check of the whole new version, such as real queries against an index of it. Throw to refuse. */
  readonly verify?: (snapshot: ListSnapshot, entities: () => AsyncIterable<Entity>) => Promise<void>
}

export interface ImportResult {
  /** `unchanged` when the same bytes were read in the same way before and are in force. */
  readonly outcome: 'imported' | 'unchanged'
  readonly snapshot: ListSnapshot
  /** Against the version that was in force; empty when unchanged. */
  readonly delta: ListDelta
}

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
  const files = await keepBytes(request, join(incoming, 'raw'))
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
  await writeDurably(join(incoming, 'snapshot.json'), `${JSON.stringify(snapshot, null, 1)}\n`)
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

/** Copies the bytes as they come and hashes them on the way; parsing then reads our copy. */
async function keepBytes(request: ListImport, folder: string): Promise<readonly SnapshotFile[]> {
  const names = new Set<string>()
  const kept: SnapshotFile[] = []
  for (const file of request.files) {
    const name = basename(file.name)
    if (names.has(name)) throw new ListError('WRONG_FORMAT', { list: request.listId, file: name }, 'given twice')
    names.add(name)
    const hash = createHash('sha256')
    let bytes = 0
    const target = await open(join(folder, name), 'w')
    try {
      for await (const chunk of file.open()) {
        hash.update(chunk)
        bytes += chunk.byteLength
        await target.write(chunk)
      }
      await target.sync()
    } finally {
      await target.close()
    }
    kept.push({ name, bytes, sha256: hash.digest('hex') })
  }
  if (kept.length === 0) throw new ListError('MISSING_FILE', { list: request.listId }, 'no file was given')
  return kept
}

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

interface Counted {
  entries: number
  readonly hash: Hash
  readonly warnings: string[]
  readonly purposes: Set<ListPurpose>
}

interface ReadList {
  readonly warnings: readonly string[]
  readonly purposes: ReadonlySet<ListPurpose>
  readonly entryCount: number
  readonly contentHash: string
  readonly publication: Publication
}

async function writeEntities(request: ListImport, files: readonly SnapshotFile[], incoming: string): Promise<ReadList> {
  const path = join(incoming, entitiesFile)
  let publication: Publication = {}
  const counted: Counted = { entries: 0, hash: createHash('sha256'), warnings: [], purposes: new Set() }
  const parsed = parserFor(request.format)({
    listId: request.listId,
    files: files.map(({ name }) => ({ name, open: () => createReadStream(join(incoming, 'raw', name)) })),
    ...(request.mapping === undefined ? {} : { mapping: request.mapping }),
    ...(request.charset === undefined ? {} : { charset: request.charset }),
    onPublication: (stated) => {
      publication = stated
    },
    onWarning: (warning) => warn(counted, warning),
  })
  const lines = checkedLines(parsed, request, counted)
  await pipeline(Readable.from(lines), createGzip({ level: 3 }), createWriteStream(path, { flush: true }))
  if (counted.entries === 0) throw new ListError('EMPTY', { list: request.listId }, 'the list has no entries')
  const declared = publication.declaredCount
  if (declared !== undefined && declared !== counted.entries) {
    const reason = `the file declares ${declared} records and holds ${counted.entries}`
    throw new ListError('COUNT_MISMATCH', { list: request.listId }, reason)
  }
  return {
    entryCount: counted.entries,
    contentHash: `sha256:${counted.hash.digest('hex')}`,
    publication,
    warnings: counted.warnings,
    purposes: counted.purposes,
  }
}

async function* checkedLines(
  entities: AsyncIterable<Entity>,
  request: ListImport,
  counted: Counted,
): AsyncGenerator<string> {
  const seen = new Map<string, { readonly line: number; count: number }>()
  const canaries = watchCanaries(request.listId, request.canaries ?? {})
  for await (const parsed of entities) {
    const entity = withOwnKey(parsed, seen, request, counted)
    canaries.see(entity)
    counted.entries++
    for (const purpose of purposesOf(entity.topics)) counted.purposes.add(purpose)
    counted.hash.update(`${entity.entryId}\n${entity.contentHash}\n`)
    yield `${JSON.stringify(entity)}\n`
  }
  canaries.check()
}

/**
 * A publisher's slip with one key must not cost a bank the whole list: the second entry of a key is kept under
 * `key~2`, and the snapshot says so. In a bank's own file it is an error to correct.
 */
function withOwnKey(
  entity: Entity,
  seen: Map<string, { readonly line: number; count: number }>,
  request: ListImport,
  counted: Counted,
): Entity {
  const earlier = seen.get(entity.entryId)
  if (earlier === undefined) {
    seen.set(entity.entryId, { line: entity.raw.line, count: 1 })
    return entity
  }
  earlier.count++
  const reason = `entry ${entity.entryId} was already on line ${earlier.line}`
  if (isOwnFormat(request.format)) {
    const { file, line } = entity.raw
    const place = { list: request.listId, line, ...(file === undefined ? {} : { file }) }
    throw new ListError('DUPLICATE_ENTRY', place, reason)
  }
  const entryId = `${entity.entryId}~${earlier.count}`
  warn(counted, `line ${entity.raw.line}: ${reason}; kept as ${entryId}`)
  return finishEntity({ ...entity, entryId })
}

const maxWarnings = 100

function warn(counted: Counted, warning: string): void {
  if (counted.warnings.length < maxWarnings) counted.warnings.push(warning)
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
