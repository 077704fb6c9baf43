/** `@csv`, `@base64` and the other formats, which also shape what a string interpolates. */
import { JqError, shown, toJson } from './value.ts'

export function formatValue(name: string, value: unknown): string {
  const format = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined
  if (format === undefined) throw new JqError(`${name} is not a valid format`)
  return format(value)
}

export function toText(value: unknown): string {
  return typeof value === 'string' ? value : toJson(value)
}

const FORMATS: Readonly<Record<string, (value: unknown) => string>> = {
  text: toText,
  json: toJson,
  csv: (value) => row(value, 'csv', ',', (text) => `"${text.replaceAll('"', '""')}"`),
  tsv: (value) =>
    row(value, 'tsv', '\t', (text) =>
      text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r'),
    ),
  html: (value) => toText(value).replaceAll(/[<>&'"]/g, (char) => HTML[char] ?? char),
  uri: (value) =>
    encodeURIComponent(toText(value).toWellFormed()).replaceAll(
      /[!'()*]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
    ),
  sh: (value) => (Array.isArray(value) ? value.map(shellWord).join(' ') : shellWord(value)),
  base64: (value) => Buffer.from(toText(value)).toString('base64'),
  base64d: (value) => Buffer.from(toText(value), 'base64').toString('utf8'),
  base32: (value) => toBase32(Buffer.from(toText(value))),
  base32d: (value) => fromBase32(toText(value)),
}

const HTML: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', "'": '&#39;', '"': '&quot;' }

function row(value: unknown, format: string, separator: string, quote: (text: string) => string): string {
  if (!Array.isArray(value)) throw new JqError(`${shown(value)} cannot be ${format}-formatted, only an array can be`)
  return value
    .map((cell) => {
      if (cell === null) return ''
      if (typeof cell === 'string') return quote(cell)
      if (typeof cell === 'number' || typeof cell === 'boolean') return toJson(cell)
      throw new JqError(`${shown(cell)} is not valid in a csv row`)
    })
    .join(separator)
}

function shellWord(value: unknown): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "'\\''")}'`
  if (typeof value === 'object' && value !== null) throw new JqError(`${shown(value)} can not be escaped for shell`)
  return toJson(value)
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function toBase32(bytes: Buffer): string {
  let bits = ''
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  const text = (bits.match(/.{1,5}/g) ?? []).map((group) => BASE32[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=')
}

function fromBase32(text: string): string {
  let bits = ''
  for (const char of text.replace(/=+$/, '')) {
    const index = BASE32.indexOf(char)
    if (index < 0) throw new JqError(`${shown(text)} is not valid base32 data`)
    bits += index.toString(2).padStart(5, '0')
  }
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))).toString('utf8')
}
