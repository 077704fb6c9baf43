/** Reads `GATEHOUSE_LISTS`: a folder, or `listId:format=source` entries, each with an optional `@hours`. */
import { resolve } from 'node:path'
import type { ListSource, ListsConfig } from './config.ts'
import { ConfigError } from './config-error.ts'

const entryPattern = /^(?<listId>[a-z0-9][a-z0-9_-]*):(?<format>[A-Za-z0-9_-]+)=(?<from>[^\s@]+)(@(?<hours>\d{1,4})h)?$/

/**
 * @example `ofac-sdn:ofac-sdn-xml=https://example.com/sdn.xml@24h house:csv=./house.csv`
 * @throws ConfigError when an entry cannot be read
 */
export function parseLists(text: string | undefined, cwd: string): ListsConfig {
  if (text === undefined) return { kind: 'none' }
  const entries = text.split(/\s+/)
  if (entries.length === 1 && !text.includes('=')) return { kind: 'folder', path: resolve(cwd, text) }
  return { kind: 'sources', sources: entries.map((entry) => parseEntry(entry, cwd)) }
}

function parseEntry(entry: string, cwd: string): ListSource {
  const groups = entryPattern.exec(entry)?.groups
  const { listId, format, from, hours } = groups ?? {}
  if (listId === undefined || format === undefined || from === undefined) {
    const message = `"${entry}" is not of the form listId:format=path-or-address@24h; a single folder works as well`
    throw new ConfigError([{ key: 'GATEHOUSE_LISTS', message }])
  }
  const isAddress = /^https?:\/\//.test(from)
  return {
    listId,
    format,
    from: isAddress ? from : resolve(cwd, from),
    everyHours: hours === undefined ? 24 : Number(hours),
  }
}
