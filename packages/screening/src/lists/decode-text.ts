/** Bytes of a list file to text: gzip undone, character set checked, web pages and empty files refused. */
import { isUtf8 } from 'node:buffer'
import { pipeline, Readable } from 'node:stream'
import { TextDecoder } from 'node:util'
import { createGunzip } from 'node:zlib'
import { ListError } from './list-error.ts'
import type { ListFile } from './list-input.ts'

/** The largest files known are collections of all lists and PEPs, a few gigabytes; more is an attack or a mistake. */
const maxTextBytes = 2 ** 34

interface DecodeOptions {
  readonly listId: string
  /** Wins over nothing: a byte order mark or an XML declaration in the file is believed first. */
  readonly charset?: string | undefined
}

/** The text of a file in chunks. A byte that does not fit the character set is an error that says where it is. */
export async function* decodeText(file: ListFile, options: DecodeOptions): AsyncGenerator<string> {
  const place = { list: options.listId, file: file.name }
  let decoder: TextDecoderAt | undefined
  let size = 0
  for await (const chunk of chunksOf(file, options)) {
    size += chunk.byteLength
    if (size > maxTextBytes) throw new ListError('TOO_LARGE', place, `more than ${maxTextBytes} bytes`)
    if (decoder === undefined) {
      decoder = decoderFor(charsetOf(chunk, options.charset), place)
      const start = decoder.decode(chunk, false).replace(/^\uFEFF/, '')
      refuseHtml(start, place)
      yield start
    } else {
      yield decoder.decode(chunk, false)
    }
  }
  if (decoder === undefined) throw new ListError('EMPTY', place, 'the file is empty')
  const rest = decoder.decode(new Uint8Array(0), true)
  if (rest !== '') yield rest
}

/** The decompressed bytes; the first chunk is long enough to recognise what the file is. */
async function* chunksOf(file: ListFile, options: DecodeOptions): AsyncGenerator<Uint8Array> {
  const raw = gathered(file.open())
  const first = await raw.next()
  if (first.done) return
  const whole = prepend(first.value, raw)
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) {
    yield* whole
    return
  }
  const gunzip = createGunzip()
  pipeline(Readable.from(whole), gunzip, () => undefined)
  try {
    yield* gathered(gunzip)
  } catch (cause) {
    const place = { list: options.listId, file: file.name }
    throw new ListError('TRUNCATED', place, 'the gzip stream is damaged or ends early', { cause })
  }
}

const sniffBytes = 1024

async function* gathered(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0)
  let isHead = true
  for await (const chunk of source) {
    if (!isHead) {
      yield chunk
      continue
    }
    head = head.byteLength === 0 ? chunk : Buffer.concat([head, chunk])
    if (head.byteLength >= sniffBytes) {
      isHead = false
      yield head
    }
  }
  if (isHead && head.byteLength > 0) yield head
}

async function* prepend(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  yield* rest
}

function charsetOf(head: Uint8Array, configured: string | undefined): string {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const start = Buffer.from(head.subarray(0, 200)).toString('latin1')
  const declared = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1]
  return (declared ?? configured ?? 'utf-8').toLowerCase()
}

function refuseHtml(start: string, place: { list: string; file: string }): void {
  if (!/^\s*(?:<!--[^]*?-->\s*)?(?:<!doctype\s+html|<html|<head|<body)/i.test(start)) return
  const title = /<title>\s*([^<]{1,80})/i.exec(start)?.[1]
  const said = title === undefined ? '' : ` titled "${title.trim()}"`
  throw new ListError('HTML_INSTEAD_OF_LIST', { ...place, line: 1 }, `a web page${said} came instead of the list`)
}

interface TextDecoderAt {
  decode(chunk: Uint8Array, isLast: boolean): string
}

function decoderFor(charset: string, place: { list: string; file: string }): TextDecoderAt {
  if (charset === 'utf-8' || charset === 'utf8' || charset === 'us-ascii') return utf8Decoder(place)
  let decoder: TextDecoder
  try {
    decoder = new TextDecoder(charset, { fatal: true })
  } catch (cause) {
    throw new ListError('WRONG_CHARSET', place, `character set "${charset}" is not known`, { cause })
  }
  return {
    decode(chunk, isLast) {
      try {
        return decoder.decode(chunk, { stream: !isLast })
      } catch (cause) {
        throw new ListError('WRONG_CHARSET', place, `the bytes are not ${charset}`, { cause })
      }
    },
  }
}

/** The built-in decoder does not say where it failed, and an examiner wants the line. */
function utf8Decoder(place: { list: string; file: string }): TextDecoderAt {
  let carry: Uint8Array = new Uint8Array(0)
  let offset = 0
  let line = 1
  return {
    decode(chunk, isLast) {
      const bytes = carry.byteLength === 0 ? chunk : Buffer.concat([carry, chunk])
      const end = isLast ? bytes.byteLength : wholeCharacters(bytes)
      const complete = bytes.subarray(0, end)
      if (!isUtf8(complete)) throw notUtf8(complete, offset, line, place)
      carry = bytes.subarray(end)
      offset += end
      line += countLines(complete)
      return Buffer.from(complete.buffer, complete.byteOffset, complete.byteLength).toString('utf8')
    },
  }
}

function notUtf8(bytes: Uint8Array, offset: number, line: number, place: { list: string; file: string }): ListError {
  const at = firstInvalidUtf8(bytes)
  const before = bytes.subarray(0, at)
  const byte = (bytes[at] ?? 0).toString(16).padStart(2, '0')
  const lineStart = before.lastIndexOf(0x0a) + 1
  const around = Buffer.from(bytes.subarray(Math.max(lineStart, at - 20), at + 20)).toString('latin1')
  return new ListError(
    'WRONG_CHARSET',
    {
      ...place,
      line: line + countLines(before),
      column: Buffer.from(before.subarray(lineStart)).toString('utf8').length + 1,
      offset: offset + at,
    },
    `byte 0x${byte} is not UTF-8 as the file claims to be, near "${around.replace(/\s+/g, ' ')}"`,
  )
}

/** Length of the part of `bytes` that does not end inside a character. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.byteLength); back++) {
    const byte = bytes[bytes.byteLength - back] ?? 0
    if (byte < 0x80) return bytes.byteLength
    if (byte >= 0xc0) return back < lengthOf(byte) ? bytes.byteLength - back : bytes.byteLength
  }
  return bytes.byteLength
}

function lengthOf(lead: number): number {
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
}

/** Index of the first byte that starts no valid character. */
function firstInvalidUtf8(bytes: Uint8Array): number {
  let at = 0
  while (at < bytes.byteLength) {
    const length = lengthOf(bytes[at] ?? 0)
    if (!isUtf8(bytes.subarray(at, at + length))) return at
    at += length
  }
  return at
}

function countLines(bytes: Uint8Array): number {
  let lines = 0
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) lines++
  return lines
}
