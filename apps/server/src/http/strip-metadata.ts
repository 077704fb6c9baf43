/** Takes what a photo tells beyond the picture (place, device, time, comments) out of JPEG and PNG files. */
import type { FileType } from './sniff-file.ts'

/** Files that cannot be walked are handed back as they are: the reader of the document decides whether it is damaged. */
export function stripMetadata(bytes: Uint8Array, type: FileType): Uint8Array {
  if (type === 'image/jpeg') return stripJpeg(bytes)
  return type === 'image/png' ? stripPng(bytes) : bytes
}

/** Kept of the application segments: JFIF (0), ICC colour (2), Adobe (14). EXIF, XMP, IPTC and comments go. */
const keptApplicationSegments: ReadonlySet<number> = new Set([0xe0, 0xe2, 0xee])

function stripJpeg(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept: Uint8Array[] = [bytes.subarray(0, 2)]
  let at = 2
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return bytes
    const marker = bytes[at + 1] ?? 0
    // Start of scan: the picture itself follows, up to the end.
    if (marker === 0xda) return concat([...kept, bytes.subarray(at)])
    const end = at + 2 + view.getUint16(at + 2)
    if (end > bytes.length) return bytes
    const isMetadata = marker === 0xfe || (marker >= 0xe0 && marker <= 0xef && !keptApplicationSegments.has(marker))
    if (!isMetadata) kept.push(bytes.subarray(at, end))
    at = end
  }
  return bytes
}

const metadataChunks: ReadonlySet<string> = new Set(['tEXt', 'zTXt', 'iTXt', 'eXIf', 'tIME'])

function stripPng(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept: Uint8Array[] = [bytes.subarray(0, 8)]
  let at = 8
  while (at + 12 <= bytes.length) {
    const end = at + 12 + view.getUint32(at)
    if (end > bytes.length) return bytes
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (!metadataChunks.has(name)) kept.push(bytes.subarray(at, end))
    // Whatever follows the end of the picture is no part of it.
    if (name === 'IEND') return concat(kept)
    at = end
  }
  return bytes
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
