/** Reads `GATEHOUSE_LISTS`: a folder, or `listId:format[:purpose]=source` entries, each with an optional `@24h`. */
import { resolve } from 'node:path'
import { isListFormat, listFormats } from '@gatehouse/screening'
import type { ListSource, ListsConfig } from './config.ts'
import { listPurposes } from './config.ts'
import { ConfigError } from './config-error.ts'

const entryPattern =
  /^(?<listId>[A-Za-z0-9][A-Za-z0-9._-]{0,63}):(?<format>[a-z-]+)(:(?<purpose>[a-z-]+))?=(?<from>[^\s@]+)(@(?<hours>\d{1,4})h)?$/

/**
 * @example `OFAC-SDN:ofac-xml=https://example.com/sdn.xml@24h HOUSE:blacklist-csv:blacklist=./house.csv`
 * @throws ConfigError when an entry cannot be read
 */
export function parseLists(text: string | undefined, cwd: string): ListsConfig {
  if (text === undefined) return { kind: 'none' }
  const entries = text.split(/\s+/)
  if (entries.length === 1 && !text.includes('=')) return { kind: 'folder', path: resolve(cwd, text) }
  return { kind: 'sources', sources: entries.map((entry) => parseEntry(entry, cwd)) }
}

function parseEntry(entry: string, cwd: string): ListSource {
  const { listId, format, purpose = 'sanctions', from, hours } = entryPattern.exec(entry)?.groups ?? {}
  if (listId === undefined || format === undefined || from === undefined) {
    throw refuse(`"${entry}" is not of the form listId:format=path-or-address@24h; a single folder works as well`)
  }
  if (!isListFormat(format)) throw refuse(`"${format}" is no list format; there are ${listFormats.join(', ')}`)
  const known = listPurposes.find((word) => word === purpose)
  if (known === undefined) throw refuse(`"${purpose}" is no purpose; there are ${listPurposes.join(', ')}`)
  const isAddress = /^https?:\/\//.test(from)
  const everyHours = hours === undefined ? 24 : Number(hours)
  return { listId, format, purpose: known, from: isAddress ? from : resolve(cwd, from), everyHours }
}

function refuse(message: string): ConfigError {
  return new ConfigError([{ key: 'GATEHOUSE_LISTS', message }])
}
