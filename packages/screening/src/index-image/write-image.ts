/** Writes an index as one block of bytes. */
import { crc32 } from 'node:zlib'
import { BuiltIndex, type IndexParts } from '../candidates/built-index.ts'
import { allEntities } from '../candidates/entity-store.ts'
import type { ScreeningIndex } from '../candidates/screening-index.ts'
import { engineVersion } from '../scoring/policy.ts'
import { ImageError } from './image-error.ts'
import {
  align,
  type ImageHeader,
  imageMark,
  imageVersion,
  type NumberSection,
  type SectionPlace,
  schemaOrder,
  type TextSection,
} from './image-layout.ts'

/** An image of the index, in memory that threads can share. Throws `ImageError` for an index of another making. */
export function toIndexImage(index: ScreeningIndex): Uint8Array<SharedArrayBuffer> {
  if (!(index instanceof BuiltIndex))
    throw new ImageError('IMAGE_NOT_AVAILABLE', 'Only an index built here has an image.')
  const sections = sectionsOf(index.parts)
  const places: Partial<Record<NumberSection | TextSection, SectionPlace>> = {}
  let offset = 0
  for (const [name, bytes] of sections) {
    places[name] = { offset, length: bytes.byteLength }
    offset = align(offset + bytes.byteLength)
  }
  const body = new Uint8Array(offset)
  for (const [name, bytes] of sections) body.set(bytes, places[name]?.offset ?? 0)
  return assemble(index.version, places as ImageHeader['sections'], body) // Every section has got its place above.
}

function assemble(version: string, sections: ImageHeader['sections'], body: Uint8Array): Uint8Array<SharedArrayBuffer> {
  const header: ImageHeader = { imageVersion, engineVersion, version, sections, checksum: crc32(body) }
  const text = new TextEncoder().encode(JSON.stringify(header))
  const start = align(12 + text.length)
  const image = new Uint8Array(new SharedArrayBuffer(start + body.length))
  image.set(new TextEncoder().encode(imageMark))
  new DataView(image.buffer).setUint32(8, text.length, true)
  image.set(text, 12)
  image.set(body, start)
  return image
}

function sectionsOf(parts: IndexParts): (readonly [NumberSection | TextSection, Uint8Array])[] {
  const { names, documents } = parts
  const entities = allEntities(parts.entities)
  const encoder = new TextEncoder()
  const texts = entities.map((entity) => encoder.encode(JSON.stringify(entity)))
  const ids = entities.map((entity) => encoder.encode(entity.id))
  const { table } = names.dictionary
  return [
    ['entityOf', bytesOf(names.entityOf)],
    ['indexInEntity', bytesOf(names.indexInEntity)],
    ['tokenStarts', bytesOf(names.tokenStarts)],
    ['tokenIds', bytesOf(names.tokenIds)],
    ['bits', bytesOf(names.bits)],
    ['postingStarts', bytesOf(names.postingStarts)],
    ['postings', bytesOf(names.postings)],
    ['tokenBucketStarts', bytesOf(names.dictionary.index.starts)],
    ['tokenBucketItems', bytesOf(names.dictionary.index.items)],
    ['tokenBucketHashes', bytesOf(names.dictionary.index.hashes)],
    ['joinStarts', bytesOf(names.joins.starts)],
    ['joinItems', bytesOf(names.joins.items)],
    ['joinHashes', bytesOf(names.joins.hashes)],
    ['documentStarts', bytesOf(documents.starts)],
    ['documentItems', bytesOf(documents.items)],
    ['documentHashes', bytesOf(documents.hashes)],
    ['entityStarts', bytesOf(startsOf(texts))],
    ['schemas', Uint8Array.from(entities, (entity) => schemaOrder.indexOf(entity.schema))],
    ['tokenRows', bytesOf(table.rows)],
    ['tokenSounds', bytesOf(table.sounds)],
    ['tokenBits', bytesOf(table.bits)],
    ['tokenTextStarts', bytesOf(table.textStarts)],
    ['tokenTexts', bytesOf(table.texts)],
    ['tokenForms', bytesOf(table.forms)],
    ['originals', new TextEncoder().encode(JSON.stringify([...table.originals]))],
    ['idStarts', bytesOf(startsOf(ids))],
    ['ids', concat(ids)],
    ['entities', concat(texts)],
  ]
}

function bytesOf(array: Uint32Array | Int32Array | Uint16Array | Uint8Array | Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

/** Where each part begins when they lie one after the other, and where the last one ends. */
function startsOf(parts: readonly Uint8Array[]): Float64Array {
  const starts = new Float64Array(parts.length + 1)
  for (let i = 0; i < parts.length; i++) starts[i + 1] = (starts[i] as number) + (parts[i] as Uint8Array).length
  return starts
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
