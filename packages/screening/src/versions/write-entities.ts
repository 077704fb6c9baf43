/** Reads a new version whole, checks it entry by entry, and writes the entities beside its bytes. */
import { createHash, type Hash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type Entity, type ListPurpose, purposesOf } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { ListError } from '../lists/list-error.ts'
import { isOwnFormat, parserFor } from '../lists/list-formats.ts'
import { diskFile, type Publication } from '../lists/list-input.ts'
import { watchCanaries } from './canaries.ts'
import type { ListImport } from './import-request.ts'
import { entitiesFile } from './list-store.ts'
import type { SnapshotFile } from './snapshot.ts'

interface Counted {
  entries: number
  readonly hash: Hash
  readonly warnings: string[]
  readonly purposes: Set<ListPurpose>
}

export interface ReadList {
  readonly warnings: readonly string[]
  readonly purposes: ReadonlySet<ListPurpose>
  readonly entryCount: number
  readonly contentHash: string
  readonly publication: Publication
}

/** Parses the kept bytes in `<incoming>/raw` into `<incoming>/entities.jsonl.gz`, checking as it goes. */
export async function writeEntities(
  request: ListImport,
  files: readonly SnapshotFile[],
  incoming: string,
): Promise<ReadList> {
  const path = join(incoming, entitiesFile)
  let publication: Publication = {}
  const counted: Counted = { entries: 0, hash: createHash('sha256'), warnings: [], purposes: new Set() }
  const parsed = parserFor(request.format)({
    listId: request.listId,
    files: files.map(({ name }) => diskFile(join(incoming, 'raw', name))),
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
