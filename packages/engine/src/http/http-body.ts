/** Reads the body of an HTTP task's answer the way Conductor shows it. */
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'

const decoders = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
}

/** Undoes the content encoding. Rejects with code ERR_BUFFER_TOO_LARGE when the result would exceed `maxBytes`. */
export async function decompress(bytes: Buffer, contentEncoding: string, maxBytes: number): Promise<Buffer> {
  let current = bytes
  for (const coding of contentEncoding.toLowerCase().split(',').toReversed()) {
    const name = coding.trim()
    // An unknown coding is left as it is: the text then shows what came.
    if (!Object.hasOwn(decoders, name)) continue
    // Checked by the line above.
    current = await decoders[name as keyof typeof decoders](current, { maxOutputLength: maxBytes })
  }
  return current
}

/** The text in the charset that the content type names, UTF-8 otherwise. */
export function decodeText(bytes: Buffer, contentType: string): string {
  const charset = /charset\s*=\s*"?([^";\s]+)/i.exec(contentType)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return bytes.toString('utf8')
  }
}

/** Objects, lists and numbers as such; other JSON as its text; anything else as it came; nothing as null. */
export function parseBody(text: string): unknown {
  if (text === '') return null
  try {
    const value: unknown = JSON.parse(text)
    return (typeof value === 'object' && value !== null) || typeof value === 'number' ? value : String(value)
  } catch {
    return text
  }
}
