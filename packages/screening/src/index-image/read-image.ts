/** Makes an index from its image without copying: arrays are used where they lie, entries are read when needed. */
import { crc32 } from 'node:zlib'
import type { BucketIndex } from '../candidates/bucket-index.ts'
import { BuiltIndex } from '../candidates/built-index.ts'
import type { IndexOptions } from '../candidates/create-screening-index.ts'
import type { EntityStore } from '../candidates/entity-store.ts'
import type { NameStore } from '../candidates/name-store.ts'
import type { ScreeningIndex } from '../candidates/screening-index.ts'
import { TokenDictionary } from '../candidates/token-dictionary.ts'
import type { Entity } from '../entity.ts'
import { findGroups, type TokenTable } from '../names/token-table.ts'
import { defaultMatcherConfig, engineVersion } from '../scoring/matcher-config.ts'
import { fromEntityRecord, hashBytes } from './entity-record.ts'
import { ImageError } from './image-error.ts'
import { align, type ImageHeader, imageMark, imageVersion, schemaOrder } from './image-layout.ts'

/** Throws `ImageError` when the bytes are no image, are damaged, or were written by another version of the engine. */
export function fromIndexImage(image: Uint8Array, options: IndexOptions = {}): ScreeningIndex {
  const bytes = aligned(image)
  const header = readHeader(bytes)
  if (crc32(bytes.subarray(bodyStart(bytes))) !== header.checksum)
    throw new ImageError('IMAGE_DAMAGED', 'The index image is damaged.')
  return openImage(bytes, header, options)
}

/** The same for an image that another thread of this process has made: summing up a long one would keep its event loop waiting. */
export function takeIndexImage(image: Uint8Array, options: IndexOptions = {}): ScreeningIndex {
  const bytes = aligned(image)
  return openImage(bytes, readHeader(bytes), options)
}

function openImage(bytes: Uint8Array, header: ImageHeader, options: IndexOptions): ScreeningIndex {
  const { evidenceOnly = false, ...changes } = options
  const start = bodyStart(bytes)
  const view = new Sections(bytes, start, header)
  const entities = openEntities(view)
  const parts = {
    version: header.version,
    entities,
    names: openNames(view),
    documents: openBuckets(view, 'document'),
    ...(isShared(bytes) ? { image: bytes } : {}),
  }
  return new BuiltIndex(parts, { ...defaultMatcherConfig, ...changes }, evidenceOnly)
}

function isShared(bytes: Uint8Array): bytes is Uint8Array<SharedArrayBuffer> {
  return bytes.buffer instanceof SharedArrayBuffer
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

const decoder = new TextDecoder()

/** Text decoders refuse shared memory; a copy of the piece at hand is small. */
function text(bytes: Uint8Array): string {
  return decoder.decode(bytes.slice())
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

  i32(name: keyof ImageHeader['sections']): Int32Array {
    const bytes = this.bytes(name)
    return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
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

function openNames(view: Sections): NameStore {
  const index = openBuckets(view, 'tokenBucket')
  return {
    dictionary: new TokenDictionary(openTable(view), index),
    entityOf: view.u32('entityOf'),
    indexInEntity: view.u16('indexInEntity'),
    tokenStarts: view.u32('tokenStarts'),
    tokenIds: view.u32('tokenIds'),
    bits: view.f32('bits'),
    postingStarts: view.u32('postingStarts'),
    postings: view.u32('postings'),
    joins: openBuckets(view, 'join'),
  }
}

function openTable(view: Sections): TokenTable {
  const bits = view.f64('tokenBits')
  const table = {
    count: bits.length,
    rows: view.i32('tokenRows'),
    sounds: view.bytes('tokenSounds'),
    bits,
    textStarts: view.u32('tokenTextStarts'),
    texts: view.bytes('tokenTexts'),
    forms: view.bytes('tokenForms'),
    // Written by `toIndexImage`; the checksum has been compared.
    originals: new Map(view.json('originals') as [number, string][]),
  }
  return { ...table, groups: findGroups(table) }
}

function openBuckets(view: Sections, name: 'tokenBucket' | 'join' | 'document'): BucketIndex {
  const starts = view.u32(`${name}Starts`)
  return {
    mask: starts.length - 2,
    starts,
    items: view.u32(`${name}Items`),
    hashes: view.u32(`${name}Hashes`),
    present: view.u32(`${name}Present`),
  }
}

/** Entries read last, so that those met again and again are not read each time. */
const keptEntities = 4096

function openEntities(view: Sections): EntityStore {
  const starts = view.f64('entityStarts')
  const bytes = view.bytes('entities')
  const hashes = view.bytes('entityHashes')
  const idStarts = view.f64('idStarts')
  const ids = view.bytes('ids')
  const schemas = view.bytes('schemas')
  const count = schemas.length
  const kept = new Map<number, Entity>()
  const idAt = (position: number): string => text(ids.subarray(idStarts[position], idStarts[position + 1]))
  return {
    count,
    at: (position) => {
      const known = kept.get(position)
      if (known !== undefined) return known
      const from = starts[position]
      const to = starts[position + 1]
      if (from === undefined || to === undefined) throw new RangeError(`No entity at position ${position}`)
      const own = hashes.subarray(position * hashBytes, (position + 1) * hashBytes)
      const entity = fromEntityRecord(text(bytes.subarray(from, to)), own)
      if (kept.size >= keptEntities) kept.clear()
      kept.set(position, entity)
      return entity
    },
    schemaAt: (position) => schemaOrder[schemas[position] ?? 0] ?? 'Person',
    idAt,
    find: (id) => findSorted(id, count, idAt),
  }
}

/** Entities lie in the order of their ids. */
function findSorted(id: string, count: number, idAt: (position: number) => string): number | undefined {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (idAt(middle) < id) low = middle + 1
    else high = middle
  }
  return low < count && idAt(low) === id ? low : undefined
}
