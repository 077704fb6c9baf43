/** Makes an index from its image without copying: arrays are used where they lie, entries are read when needed. */
import { crc32 } from 'node:zlib'
import type { BucketIndex } from '../candidates/bucket-index.ts'
import { BuiltIndex } from '../candidates/built-index.ts'
import type { IndexOptions } from '../candidates/create-screening-index.ts'
import type { EntityStore } from '../candidates/entity-store.ts'
import type { NameStore } from '../candidates/name-store.ts'
import type { ScreeningIndex } from '../candidates/screening-index.ts'
import { domainBit } from '../candidates/token-columns.ts'
import { TokenDictionary } from '../candidates/token-dictionary.ts'
import type { Entity } from '../entity.ts'
import { domainOfSchema } from '../scoring/name-domain.ts'
import { defaultMatcherConfig, engineVersion } from '../scoring/policy.ts'
import { ImageError } from './image-error.ts'
import { align, type ImageHeader, imageMark, imageVersion, schemaOrder } from './image-layout.ts'
import { fromTokenRecord, type TokenRecord } from './token-record.ts'

/** Throws `ImageError` when the bytes are no image, are damaged, or were written by another version of the engine. */
export function fromIndexImage(image: Uint8Array, options: IndexOptions = {}): ScreeningIndex {
  const { evidenceOnly = false, ...changes } = options
  const bytes = aligned(image)
  const header = readHeader(bytes)
  const start = bodyStart(bytes)
  if (crc32(bytes.subarray(start)) !== header.checksum)
    throw new ImageError('IMAGE_DAMAGED', 'The index image is damaged.')
  const view = new Sections(bytes, start, header)
  const entities = openEntities(view)
  const parts = {
    version: header.version,
    entities,
    names: openNames(view, entities),
    documents: openBuckets(view.u32('documentStarts'), view.u32('documentItems'), view.u32('documentHashes')),
  }
  return new BuiltIndex(parts, { ...defaultMatcherConfig, ...changes }, evidenceOnly)
}

/** Typed arrays need their section at a multiple of eight; a slice of a larger buffer may lie otherwise. */
function aligned(image: Uint8Array): Uint8Array {
  return image.byteOffset % 8 === 0 ? image : new Uint8Array(image)
}

function readHeader(image: Uint8Array): ImageHeader {
  const mark = text(image.subarray(0, 8))
  if (image.length < 12 || mark !== imageMark) throw new ImageError('IMAGE_DAMAGED', 'The bytes are no index image.')
  let header: ImageHeader
  try {
    // Written by `toIndexImage`; the versions below tell whether it is ours.
    header = JSON.parse(text(image.subarray(12, 12 + headerLength(image)))) as ImageHeader
  } catch {
    throw new ImageError('IMAGE_DAMAGED', 'The header of the index image is damaged.')
  }
  if (header.imageVersion !== imageVersion || header.engineVersion !== engineVersion) {
    const found = `image ${header.imageVersion}, engine ${header.engineVersion}`
    throw new ImageError('IMAGE_OUTDATED', `The index image is of ${found}; this is ${imageVersion}, ${engineVersion}.`)
  }
  return header
}

function headerLength(image: Uint8Array): number {
  return new DataView(image.buffer, image.byteOffset).getUint32(8, true)
}

function bodyStart(image: Uint8Array): number {
  return align(12 + headerLength(image))
}

/** Text decoders refuse shared memory; a copy of the piece at hand is small. */
function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.slice())
}

class Sections {
  readonly #image: Uint8Array
  readonly #start: number
  readonly #header: ImageHeader

  constructor(image: Uint8Array, start: number, header: ImageHeader) {
    this.#image = image
    this.#start = start
    this.#header = header
  }

  bytes(name: keyof ImageHeader['sections']): Uint8Array {
    const { offset, length } = this.#header.sections[name]
    return this.#image.subarray(this.#start + offset, this.#start + offset + length)
  }

  u32(name: keyof ImageHeader['sections']): Uint32Array {
    const bytes = this.bytes(name)
    return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
  }

  f32(name: keyof ImageHeader['sections']): Float32Array {
    const bytes = this.bytes(name)
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
  }

  f64(name: keyof ImageHeader['sections']): Float64Array {
    const bytes = this.bytes(name)
    return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8)
  }

  u16(name: keyof ImageHeader['sections']): Uint16Array {
    const bytes = this.bytes(name)
    return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2)
  }

  json(name: keyof ImageHeader['sections']): unknown {
    return JSON.parse(text(this.bytes(name)))
  }
}

function openNames(view: Sections, entities: EntityStore): NameStore {
  // Sections `tokens` and `ids` hold what `toIndexImage` wrote; the checksum has been compared.
  const tokens = (view.json('tokens') as TokenRecord[]).map(fromTokenRecord)
  const index = openBuckets(view.u32('tokenBucketStarts'), view.u32('tokenBucketItems'), view.u32('tokenBucketHashes'))
  const entityOf = view.u32('entityOf')
  const tokenStarts = view.u32('tokenStarts')
  const tokenIds = view.u32('tokenIds')
  const domains = new Uint8Array(tokens.length)
  for (let name = 0; name < entityOf.length; name++) {
    const bit = domainBit[domainOfSchema(entities.schemaAt(entityOf[name] ?? 0))]
    const end = tokenStarts[name + 1] ?? 0
    for (let at = tokenStarts[name] ?? 0; at < end; at++) {
      const id = tokenIds[at] ?? 0
      domains[id] = (domains[id] ?? 0) | bit
    }
  }
  return {
    dictionary: new TokenDictionary(tokens, index, domains),
    entityOf,
    indexInEntity: view.u16('indexInEntity'),
    tokenStarts,
    tokenIds,
    bits: view.f32('bits'),
    postingStarts: view.u32('postingStarts'),
    postings: view.u32('postings'),
    joins: openBuckets(view.u32('joinStarts'), view.u32('joinItems'), view.u32('joinHashes')),
  }
}

function openBuckets(starts: Uint32Array, items: Uint32Array, hashes: Uint32Array): BucketIndex {
  return { mask: starts.length - 2, starts, items, hashes }
}

/** Entries read last, so that those met again and again are not read each time. */
const keptEntities = 4096

function openEntities(view: Sections): EntityStore {
  const ids = view.json('ids') as string[]
  const starts = view.f64('entityStarts')
  const bytes = view.bytes('entities')
  const schemas = view.bytes('schemas')
  const kept = new Map<number, Entity>()
  let positions: ReadonlyMap<string, number> | undefined
  return {
    count: ids.length,
    at: (position) => {
      const known = kept.get(position)
      if (known !== undefined) return known
      const from = starts[position]
      const to = starts[position + 1]
      if (from === undefined || to === undefined) throw new RangeError(`No entity at position ${position}`)
      const entity = JSON.parse(text(bytes.subarray(from, to))) as Entity
      if (kept.size >= keptEntities) kept.clear()
      kept.set(position, entity)
      return entity
    },
    schemaAt: (position) => schemaOrder[schemas[position] ?? 0] ?? 'Person',
    idAt: (position) => ids[position] ?? '',
    find: (id) => {
      positions ??= new Map(ids.map((known, position) => [known, position]))
      return positions.get(id)
    },
  }
}
