/** How large a picture unfolds, by what its header declares. */
import type { FileType } from './sniff-file.ts'

/** @returns undefined for a document, and for a picture whose header cannot be found */
export function countPixels(bytes: Uint8Array, type: FileType): number | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (type === 'image/png') return bytes.length < 24 ? undefined : view.getUint32(16) * view.getUint32(20)
  return type === 'image/jpeg' ? ofJpeg(view) : undefined
}

/** The start of a frame (0xC0 to 0xCF without DHT, JPG and DAC) holds height and width. */
function ofJpeg(view: DataView): number | undefined {
  let at = 2
  while (at + 9 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return view.getUint16(at + 5) * view.getUint16(at + 7)
    at += 2 + view.getUint16(at + 2)
  }
  return undefined
}
