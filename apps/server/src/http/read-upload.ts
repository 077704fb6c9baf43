import type { FastifyRequest } from 'fastify'
import { ServerError } from '../errors.ts'
import { countPixels } from './count-pixels.ts'
import type { FileType } from './sniff-file.ts'
import { sniffFile } from './sniff-file.ts'
import { stripMetadata } from './strip-metadata.ts'

export const maxFileBytes = 10 * 1024 * 1024

/** A few bytes can unfold to gigabytes of picture in the browser of whoever looks at it. */
const maxPixels = 100_000_000

export interface Upload {
  readonly fileName: string
  readonly mediaType: FileType
  readonly bytes: Uint8Array
  /** Text fields that came with the file. */
  readonly fields: Readonly<Record<string, string>>
}

/** One file of a multipart body. @throws ServerError FILE_MISSING, FILE_TYPE; FILE_TOO_LARGE comes from the parser */
export async function readUpload(request: FastifyRequest): Promise<Upload> {
  if (!request.isMultipart()) throw new ServerError('UNSUPPORTED_MEDIA_TYPE', 'A file comes as multipart/form-data.')
  const fields: Record<string, string> = {}
  let file: { name: string; bytes: Buffer } | undefined
  for await (const part of request.parts()) {
    if (part.type === 'file') file = { name: part.filename, bytes: await part.toBuffer() }
    else if (typeof part.value === 'string') fields[part.fieldname] = part.value.slice(0, 200)
  }
  if (file === undefined || file.bytes.length === 0)
    throw new ServerError('FILE_MISSING', 'The form holds no file, or an empty one.')
  const bytes = new Uint8Array(file.bytes)
  const mediaType = sniffFile(bytes)
  if (mediaType === undefined) throw new ServerError('FILE_TYPE', 'The file is not a JPEG, PNG or PDF.')
  const pixels = countPixels(bytes, mediaType)
  if (pixels !== undefined && pixels > maxPixels) {
    throw new ServerError('FILE_TOO_LARGE', 'The picture has more than 100 million pixels.')
  }
  return { fileName: cleanFileName(file.name), mediaType, bytes: stripMetadata(bytes, mediaType), fields }
}

/** Only the last part of a path, without control characters; never empty. */
export function cleanFileName(name: string): string {
  const base =
    name
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/[\p{Cc}\p{Cf}"<>|:*?]+/gu, '')
      .trim() ?? ''
  // A cut may leave half a character, which no header can carry.
  return base === '' ? 'document' : base.slice(0, 120).toWellFormed()
}
