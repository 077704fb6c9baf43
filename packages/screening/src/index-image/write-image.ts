/** Writes an index as one block of bytes. */
import { crc32 } from 'node:zlib'
import type { BucketIndex } from '../candidates/bucket-index.ts'
import { BuiltIndex, type IndexParts } from '../candidates/built-index.ts'
import type { ScreeningIndex } from '../candidates/screening-index.ts'
import { engineVersion } from '../scoring/matcher-config.ts'
import { hashBytes, hashesOf, toEntityRecord } from './entity-record.ts'
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
import { TextWriter } from './text-writer.ts'

/** An image of the index, in memory that threads can share. Throws `ImageError` for an index of another making. */
export function toIndexImage(index: ScreeningIndex): Uint8Array<SharedArrayBuffer> {
  if (!(index instanceof BuiltIndex))
    throw new ImageError('IMAGE_NOT_AVAILABLE', 'Only an index built here has an image.')
  // An index that was opened from an image is the same image.
  if (index.parts.image !== undefined) return index.parts.image
  const sections = sectionsOf(index.parts)
  const places: Partial<Record<NumberSection | TextSection, SectionPlace>> = {}
  let offset = 0
  for (const [name, bytes] of sections) {
    places[name] = { offset, length: bytes.byteLength }
    offset = align(offset + bytes.byteLength)
  }
  return assemble(index.version, places as ImageHeader['sections'], sections, offset) // Every section has got its place above.
}

function assemble(
  version: string,
  places: ImageHeader['sections'],
  sections: ReturnType<typeof sectionsOf>,
  length: number,
): Uint8Array<SharedArrayBuffer> {
  const header = (checksum: number): Uint8Array =>
    new TextEncoder().encode(JSON.stringify({ imageVersion, engineVersion, version, sections: places, checksum }))
  // The checksum is written last; its digits may be fewer, and spaces behind JSON mean nothing.
  const room = header(mostChecksum).length
  const start = align(12 + room)
  const image = new Uint8Array(new SharedArrayBuffer(start + length))
  for (const [name, bytes] of sections) image.set(bytes, start + places[name].offset)
  image.set(new TextEncoder().encode(imageMark))
  new DataView(image.buffer).setUint32(8, room, true)
  image.fill(space, 12, 12 + room)
  image.set(header(crc32(image.subarray(start))), 12)
  return image
}

const mostChecksum = 2 ** 32 - 1
const space = 0x20

function sectionsOf(parts: IndexParts): (readonly [NumberSection | TextSection, Uint8Array])[] {
  const { names, documents } = parts
  const { table } = names.dictionary
  const count = parts.entities.count
  const records = new TextWriter(count)
  const ids = new TextWriter(count)
  const hashes = new Uint8Array(count * hashBytes)
  const schemas = new Uint8Array(count)
  for (let position = 0; position < count; position++) {
    const entity = parts.entities.at(position)
    records.add(toEntityRecord(entity))
    ids.add(entity.id)
    hashes.set(hashesOf(entity), position * hashBytes)
    schemas[position] = schemaOrder.indexOf(entity.schema)
  }
  return [
    ['entityOf', bytesOf(names.entityOf)],
    ['indexInEntity', bytesOf(names.indexInEntity)],
    ['tokenStarts', bytesOf(names.tokenStarts)],
    ['tokenIds', bytesOf(names.tokenIds)],
    ['bits', bytesOf(names.bits)],
    ['postingStarts', bytesOf(names.postingStarts)],
    ['postings', bytesOf(names.postings)],
    ...bucketSections('tokenBucket', names.dictionary.index),
    ...bucketSections('join', names.joins),
    ...bucketSections('document', documents),
    ['entityStarts', bytesOf(records.starts)],
    ['entityHashes', hashes],
    ['schemas', schemas],
    ['tokenRows', bytesOf(table.rows)],
    ['tokenSounds', bytesOf(table.sounds)],
    ['tokenBits', bytesOf(table.bits)],
    ['tokenTextStarts', bytesOf(table.textStarts)],
    ['tokenTexts', bytesOf(table.texts)],
    ['tokenForms', bytesOf(table.forms)],
    ['originals', new TextEncoder().encode(JSON.stringify([...table.originals]))],
    ['idStarts', bytesOf(ids.starts)],
    ['ids', ids.bytes()],
    ['entities', records.bytes()],
  ]
}

function bucketSections(
  name: 'tokenBucket' | 'join' | 'document',
  { starts, items, hashes, present }: BucketIndex,
): (readonly [NumberSection, Uint8Array])[] {
  return [
    [`${name}Starts`, bytesOf(starts)],
    [`${name}Items`, bytesOf(items)],
    [`${name}Hashes`, bytesOf(hashes)],
    [`${name}Present`, bytesOf(present)],
  ]
}

function bytesOf(array: Uint32Array | Int32Array | Uint16Array | Uint8Array | Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}
