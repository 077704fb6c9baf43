/**
 * Reads the words that name lists, in `GATEHOUSE_LISTS` and on the command line: ids of publishers' lists, folders of
 * list files, and lists spelt out as `listId:format[:purpose]=path-or-address@24h`.
 */
import { basename, resolve } from 'node:path'
import type { ListFormat, ListPurpose, ListSource } from '@gatehouse/screening'
import { isListFormat, listFormats, officialSource, officialSources, openSanctionsSource } from '@gatehouse/screening'
import type { ListsConfig } from './config.ts'
import { listPurposes } from './config.ts'
import { ConfigError } from './config-error.ts'

/** Ids under which a list's own address is known; `OS-…` stands for any dataset of OpenSanctions. */
export const knownListIds: readonly string[] = [...officialSources.map(({ listId }) => listId), 'OS-<dataset>']

const listIdPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const idPattern = /^(?<listId>[A-Z0-9][A-Z0-9_-]*)(:(?<purpose>[a-z-]+))?(@(?<hours>\d{1,4})h)?$/
const entryPattern =
  /^(?<listId>[A-Za-z0-9][A-Za-z0-9._-]{0,63}):(?<format>[a-z0-9.-]+)(:(?<purpose>[a-z-]+))?=(?<from>\S+?)(@(?<hours>\d{1,4})h)?$/

/**
 * @example `UN OFAC-SDN@2h OS-PEPS:pep ./own-lists HOUSE:blacklist-csv:blacklist=./house.csv`
 * @throws ConfigError when a word cannot be read
 */
export function parseLists(text: string | undefined, cwd: string): ListsConfig {
  const words = (text ?? '').split(/\s+/).flatMap(splitIds)
  const sources: ListSource[] = []
  const folders: string[] = []
  for (const word of words.filter((each) => each !== '')) {
    if (word.includes('=')) sources.push(parseEntry(word, cwd))
    else if (idPattern.test(word)) sources.push(parseId(word))
    else folders.push(resolve(cwd, word))
  }
  const ids = sources.map(({ listId }) => listId)
  const twice = ids.find((listId, position) => ids.indexOf(listId) < position)
  if (twice !== undefined) throw refuse(`"${twice}" is named twice`)
  return { sources, folders }
}

/** Ids may also be separated by commas; in paths and addresses a comma separates the files of one list. */
function splitIds(word: string): readonly string[] {
  return /[=/]/.test(word) ? [word] : word.split(',')
}

function parseId(word: string): ListSource {
  const { listId = '', purpose, hours } = idPattern.exec(word)?.groups ?? {}
  const official = officialSource(listId)
  const dataset = /^OS-(.+)$/.exec(listId)?.[1]?.toLowerCase()
  if (official === undefined && dataset === undefined) {
    throw refuse(`"${listId}" is no list with a known address; there are ${knownListIds.join(', ')}`)
  }
  if (official !== undefined && purpose !== undefined) {
    throw refuse(`"${word}": what ${listId} is for is known; leave ":${purpose}" out`)
  }
  const source = official ?? openSanctionsSource(dataset ?? '', parsePurpose(purpose))
  return hours === undefined ? source : { ...source, everyHours: Number(hours) }
}

function parseEntry(entry: string, cwd: string): ListSource {
  const { listId, format, purpose, from, hours } = entryPattern.exec(entry)?.groups ?? {}
  if (listId === undefined || format === undefined || from === undefined) {
    const ids = `ids (${knownListIds.join(', ')})`
    throw refuse(`"${entry}" is not of the form listId:format=path-or-address@24h; ${ids} and folders work as well`)
  }
  if (!isListFormat(format)) throw refuse(`"${format}" is no list format; there are ${listFormats.join(', ')}`)
  return listSource({
    listId,
    format,
    purpose: parsePurpose(purpose),
    from: from.split(',').map((place) => (isAddress(place) ? place : resolve(cwd, place))),
    everyHours: hours === undefined ? 24 : Number(hours),
  })
}

/**
 * A list from given files or addresses. Under a publisher's id it is held to that publisher's canaries.
 * @throws ConfigError when two files have the same name
 */
export function listSource(given: {
  readonly listId: string
  readonly format: ListFormat
  readonly purpose: ListPurpose
  /** Absolute paths or http(s) addresses. */
  readonly from: readonly string[]
  readonly everyHours: number
}): ListSource {
  const { from, ...list } = given
  if (!listIdPattern.test(given.listId)) throw refuse(`"${given.listId.slice(0, 80)}" is no list id`)
  const official = officialSource(given.listId)
  const known = {
    title: official?.title ?? given.listId,
    ...(official?.canaries === undefined ? {} : { canaries: official.canaries }),
  }
  const [first] = from
  if (first !== undefined && given.format === 'ftm-json' && isAddress(first) && first.endsWith('/index.json')) {
    return { ...list, ...known, files: {}, index: first }
  }
  const files = Object.fromEntries(from.map((place) => [nameOf(place), place]))
  if (Object.keys(files).length < from.length) throw refuse(`two files of ${given.listId} have the same name`)
  return { ...list, ...known, files }
}

function nameOf(place: string): string {
  const name = isAddress(place) ? basename(new URL(place).pathname) : basename(place)
  return name === '' ? 'list' : name
}

function parsePurpose(word: string | undefined): ListPurpose {
  if (word === undefined) return 'sanctions'
  const known = listPurposes.find((purpose) => purpose === word)
  if (known === undefined) throw refuse(`"${word}" is no purpose; there are ${listPurposes.join(', ')}`)
  return known
}

function isAddress(from: string): boolean {
  return /^https?:\/\//.test(from)
}

function refuse(message: string): ConfigError {
  return new ConfigError([{ key: 'GATEHOUSE_LISTS', message }])
}
