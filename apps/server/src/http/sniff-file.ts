/** What a file is, by its first bytes: what the browser says about it is not evidence. */
export type FileType = 'image/jpeg' | 'image/png' | 'application/pdf'

/** @returns undefined for everything that is not JPEG, PNG or PDF */
export function sniffFile(bytes: Uint8Array): FileType | undefined {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
  // %PDF- at the very start: a header further on is what polyglot files use.
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46, 0x2d])) return 'application/pdf'
  return undefined
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return bytes.length > prefix.length && prefix.every((value, index) => bytes[index] === value)
}
