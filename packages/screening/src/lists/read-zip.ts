/** Members of a zip archive, for lists that are published as office documents. */
import { inflateRawSync } from 'node:zlib'
import { ListError } from './list-error.ts'
import { type ListFile, memoryFile } from './list-input.ts'

/** The largest office edition of a list is a few megabytes. */
const maxArchiveBytes = 64 * 2 ** 20
const maxMemberBytes = 512 * 2 ** 20

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50

export interface ZipArchive {
  /** The member unpacked, as a file of its own. Throws `WRONG_FORMAT` naming what there is instead. */
  readonly member: (name: string) => ListFile
  readonly has: (name: string) => boolean
}

export async function openZip(archive: ListFile, listId: string): Promise<ZipArchive> {
  const place = { list: listId, file: archive.name }
  const bytes = await wholeFile(archive, place)
  const entries = guarded(() => readDirectory(bytes), place)
  return {
    has: (name) => entries.has(name),
    member(name) {
      const entry = entries.get(name)
      if (entry === undefined) {
        const known = [...entries.keys()].slice(0, 8).join(', ')
        throw new ListError('WRONG_FORMAT', place, `the archive has no ${name}, only ${known}`)
      }
      return memoryFile(
        `${archive.name}/${name}`,
        guarded(() => readMember(bytes, entry), place),
      )
    },
  }
}

/** Offsets in a damaged archive point anywhere; whatever that leads to means the same. */
function guarded<T>(read: () => T, place: { list: string; file: string }): T {
  try {
    return read()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ListError('TRUNCATED', place, `the zip archive was cut or is damaged: ${reason}`, { cause })
  }
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

/** Where each member's directory entry is. The end record stands at the end, before a comment of at most 64 KB. */
function readDirectory(bytes: Buffer): Map<string, number> {
  let end = bytes.byteLength - 22
  while (end >= 0 && bytes.readUInt32LE(end) !== endOfDirectory) end--
  if (end < 0) throw new Error('no zip directory')
  const entries = new Map<string, number>()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== directoryEntry) throw new Error('a directory entry is not where it should be')
    const nameLength = bytes.readUInt16LE(at + 28)
    entries.set(bytes.toString('utf8', at + 46, at + 46 + nameLength), at)
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

function readMember(bytes: Buffer, entry: number): Buffer {
  const isStored = bytes.readUInt16LE(entry + 10) === 0
  const packed = bytes.readUInt32LE(entry + 20)
  const size = bytes.readUInt32LE(entry + 24)
  const header = bytes.readUInt32LE(entry + 42)
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28)
  const content = bytes.subarray(start, start + packed)
  const member = isStored ? content : inflateRawSync(content, { maxOutputLength: maxMemberBytes })
  if (member.byteLength !== size) throw new Error(`a member has ${member.byteLength} of ${size} bytes`)
  return member
}
