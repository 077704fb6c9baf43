/** One member of a zip archive, for lists that are published as office documents. */
import { inflateRawSync } from 'node:zlib'
import { ListError } from './list-error.ts'
import type { ListFile } from './list-input.ts'

/** The largest office edition of a list is a few megabytes. */
const maxArchiveBytes = 64 * 2 ** 20
const maxMemberBytes = 512 * 2 ** 20

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50

/** The member's bytes as a file of its own; checked against the directory's size. */
export async function zipMember(archive: ListFile, member: string, listId: string): Promise<ListFile> {
  const place = { list: listId, file: archive.name }
  const bytes = await wholeFile(archive, place)
  const end = findEnd(bytes)
  if (end === undefined) throw new ListError('TRUNCATED', place, 'no zip directory: the file was cut or is no zip')
  let at = bytes.readUInt32LE(end + 16)
  const known: string[] = []
  for (let count = bytes.readUInt16LE(end + 10); count > 0 && at + 46 <= bytes.byteLength; count--) {
    if (bytes.readUInt32LE(at) !== directoryEntry) break
    const nameLength = bytes.readUInt16LE(at + 28)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    if (name === member) return { name: `${archive.name}/${member}`, open: once(readMember(bytes, at, place)) }
    known.push(name)
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  throw new ListError('WRONG_FORMAT', place, `the archive has no ${member}, only ${known.slice(0, 8).join(', ')}`)
}

async function wholeFile(archive: ListFile, place: { list: string; file: string }): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of archive.open()) {
    size += chunk.byteLength
    if (size > maxArchiveBytes) throw new ListError('TOO_LARGE', place, `more than ${maxArchiveBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The end record stands at the end, before a comment of at most 64 KB. */
function findEnd(bytes: Buffer): number | undefined {
  for (let at = bytes.byteLength - 22; at >= Math.max(0, bytes.byteLength - 22 - 0xffff); at--) {
    if (bytes.readUInt32LE(at) === endOfDirectory) return at
  }
  return undefined
}

function readMember(bytes: Buffer, entry: number, place: { list: string; file: string }): Buffer {
  const method = bytes.readUInt16LE(entry + 10)
  const packed = bytes.readUInt32LE(entry + 20)
  const size = bytes.readUInt32LE(entry + 24)
  const header = bytes.readUInt32LE(entry + 42)
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28)
  const content = bytes.subarray(start, start + packed)
  try {
    const member = method === 0 ? content : inflateRawSync(content, { maxOutputLength: maxMemberBytes })
    if (member.byteLength === size) return member
  } catch (cause) {
    throw new ListError('TRUNCATED', place, 'the zip archive is damaged', { cause })
  }
  throw new ListError('TRUNCATED', place, 'the zip archive is damaged: a member has another size than stated')
}

function once(bytes: Buffer): () => AsyncIterable<Uint8Array> {
  return async function* () {
    yield bytes
  }
}
