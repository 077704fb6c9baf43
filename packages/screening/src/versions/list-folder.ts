/**
 * A folder of list files, for a bank without a way to the publishers: put files in, and each is recognised by what it
 * is. `lists.json` in the folder says what no file says about itself.
 */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ListPurpose } from '../entity.ts'
import { decodeText } from '../lists/decode-text.ts'
import { isListFormat, type ListFormat } from '../lists/list-formats.ts'
import { ListError } from '../lists/list-error.ts'
import { diskFile } from '../lists/list-input.ts'
import { parseCsvMapping } from '../lists/parse-csv-mapping.ts'
import { isObject, textOf } from '../lists/read-json-lines.ts'
import { isErrorCode } from './durable-file.ts'
import { type ListSource, officialSource } from './list-source.ts'

export interface ListFolder {
  readonly sources: readonly ListSource[]
  /** Files that no list was seen in, and why. */
  readonly passedOver: readonly { readonly file: string; readonly reason: string }[]
}

interface Recognised {
  readonly listId: string
  readonly format: ListFormat
  readonly purpose: ListPurpose
}

/** The sources that the folder holds. Of two files of one list the newer counts; of one age, the later name. */
export async function readListFolder(folder: string): Promise<ListFolder> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort()
  const declared = await declaredSources(folder)
  const taken = new Set(declared.flatMap((source) => Object.values(source.files)))
  const passedOver: { file: string; reason: string }[] = []
  const found = new Map<string, { recognised: Recognised; files: Record<string, string>; modifiedMs: number }>()
  for (const name of names) {
    const path = join(folder, name)
    const status = await stat(path)
    if (!status.isFile() || name === 'lists.json' || taken.has(path)) continue
    const recognised = await recognise(path, name)
    if (typeof recognised === 'string') {
      passedOver.push({ file: name, reason: recognised })
      continue
    }
    const earlier = found.get(recognised.listId)
    const isOfSet = earlier?.recognised.format === recognised.format && recognised.format === 'ofac-csv'
    if (earlier !== undefined && isOfSet) earlier.files[plainName(name)] = path
    else if (earlier !== undefined && earlier.modifiedMs > status.mtimeMs) {
      passedOver.push({ file: name, reason: `an older edition of ${recognised.listId}` })
    } else {
      if (earlier !== undefined) {
        const file = Object.keys(earlier.files).join(', ')
        passedOver.push({ file, reason: `an older edition of ${recognised.listId}` })
      }
      found.set(recognised.listId, { recognised, files: { [plainName(name)]: path }, modifiedMs: status.mtimeMs })
    }
  }
  const sources = [...found.values()].map(({ recognised, files }) => sourceOf(recognised, files))
  return { sources: [...declared, ...sources], passedOver }
}

function sourceOf(recognised: Recognised, files: Readonly<Record<string, string>>): ListSource {
  const official = officialSource(recognised.listId)
  return {
    ...recognised,
    title: official?.title ?? recognised.listId,
    files,
    everyHours: 1,
    ...(official?.canaries === undefined ? {} : { canaries: official.canaries }),
  }
}

function plainName(name: string): string {
  return name.replace(/\.gz$/i, '')
}

/** What the file is, or why it was passed over. */
async function recognise(path: string, name: string): Promise<Recognised | string> {
  try {
    const known = recogniseSet(name) ?? (await recogniseContent(path, name))
    return known ?? 'not a list that is known; name its format in lists.json'
  } catch (error) {
    if (error instanceof ListError) return error.message
    throw error
  }
}

/** OFAC's CSV files say nothing about themselves, so their names must. */
function recogniseSet(name: string): Recognised | undefined {
  const plain = plainName(name).toLowerCase()
  const purpose = 'sanctions'
  if (/^(?:sdn|add|alt|sdn_comments)\.csv$/.test(plain)) return { listId: 'OFAC-SDN', format: 'ofac-csv', purpose }
  if (/^cons_(?:prim|add|alt|comments)\.csv$/.test(plain)) return { listId: 'OFAC-CONS', format: 'ofac-csv', purpose }
  return undefined
}

const roots: Readonly<Record<string, readonly [string, ListFormat]>> = {
  CONSOLIDATED_LIST: ['UN', 'un-xml'],
  export: ['EU', 'eu-xml'],
  Designations: ['UK', 'uk-xml'],
  'swiss-sanctions-list': ['CH', 'seco-xml'],
  'data-set': ['CA', 'ca-xml'],
  sanctionsData: ['OFAC-SDN', 'ofac-enhanced-xml'],
  Sanctions: ['OFAC-SDN', 'ofac-advanced-xml'],
}

const headers: readonly (readonly [RegExp, string, ListFormat])[] = [
  [/^\uFEFF?"?fileGenerationDate"?;/, 'EU', 'eu-csv'],
  [/(?:^|\n)[^\n]*\bUnique ID,OFSI Group ID\b/, 'UK', 'uk-csv'],
  [/(?:^|\n)[^\n]*\bName 6,Name 1,[^\n]*\bGroup ID\b/, 'UK', 'uk-conlist-csv'],
  [/(?:^|\n)"?Reference"?,"?Name of Individual or Entity"?/, 'AU', 'au-csv'],
]

async function recogniseContent(path: string, name: string): Promise<Recognised | undefined> {
  const purpose = purposeByName(name)
  const ownId = plainName(name)
    .replace(/\..*$/, '')
    .toUpperCase()
    .replace(/[^A-Z0-9_-]/g, '-')
  if (/\.xlsx$/i.test(name)) return { listId: 'AU', format: 'au-xlsx', purpose: 'sanctions' }
  if (/\.ods$/i.test(name)) return { listId: 'UK', format: 'uk-ods', purpose: 'sanctions' }
  const start = await firstText(path, name)
  const root = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)*<(?:\w+:)?([\w-]+)/.exec(start)?.[1]
  if (root === 'sdnList') {
    const isSdn = !/cons/i.test(name)
    return { listId: isSdn ? 'OFAC-SDN' : 'OFAC-CONS', format: 'ofac-xml', purpose: 'sanctions' }
  }
  const known = root === undefined ? undefined : roots[root]
  if (known !== undefined) return { listId: known[0], format: known[1], purpose: 'sanctions' }
  const table = headers.find(([pattern]) => pattern.test(start))
  if (table !== undefined) return { listId: table[1], format: table[2], purpose: 'sanctions' }
  if (/^\uFEFF?"?id"?,"?schema"?,"?name"?,"?aliases"?,/.test(start)) {
    return { listId: ownId, format: 'opensanctions-csv', purpose }
  }
  if (/^\uFEFF?key,schema,names,/.test(start))
    return { listId: 'BLACKLIST', format: 'blacklist-csv', purpose: 'blacklist' }
  if (/^\s*\{"op"\s*:/.test(start)) return undefined
  if (/^\s*\{.*"schema"\s*:/.test(start)) return { listId: ownId, format: 'ftm-json', purpose }
  if (/^\s*\{"DATA_SOURCE"\s*:/.test(start)) return { listId: ownId, format: 'senzing-json', purpose }
  if (/^\s*\{.*"legislature"\s*:/.test(start)) return { listId: ownId, format: 'everypolitician', purpose: 'pep' }
  if (/^- id:\n\s+bioguide:/.test(start))
    return { listId: 'US-CONGRESS', format: 'us-legislators-yaml', purpose: 'pep' }
  return undefined
}

function purposeByName(name: string): ListPurpose {
  if (/pep/i.test(name)) return 'pep'
  return /media|news/i.test(name) ? 'adverse-media' : 'sanctions'
}

/** Enough to recognise a file. */
async function firstText(path: string, name: string): Promise<string> {
  for await (const text of decodeText(diskFile(path, name), { listId: 'folder' })) return text.slice(0, 4096)
  return ''
}

/** `lists.json`: an array of `{listId, format, purpose, title, files: [names], mapping?, charset?, canaries?}`. */
async function declaredSources(folder: string): Promise<readonly ListSource[]> {
  const path = join(folder, 'lists.json')
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (isErrorCode(error, 'ENOENT')) return []
    throw error
  }
  let declared: unknown
  try {
    declared = JSON.parse(text)
  } catch (cause) {
    throw new ListError('MALFORMED', { list: 'folder', file: path }, 'lists.json is not JSON', { cause })
  }
  if (!Array.isArray(declared)) {
    throw new ListError('WRONG_FORMAT', { list: 'folder', file: path }, 'lists.json must hold an array')
  }
  return declared.map((entry: unknown) => declaredSource(entry, folder, path))
}

const purposes: readonly ListPurpose[] = ['sanctions', 'pep', 'adverse-media', 'blacklist']

function declaredSource(entry: unknown, folder: string, path: string): ListSource {
  const fields = isObject(entry) ? entry : {}
  const listId = textOf(fields['listId'])
  const format = textOf(fields['format'])
  const names = Array.isArray(fields['files']) ? fields['files'].map(textOf).filter((name) => name !== undefined) : []
  if (listId === undefined || format === undefined || !isListFormat(format) || names.length === 0) {
    const place = { list: listId ?? 'folder', file: path }
    throw new ListError('WRONG_FORMAT', place, 'an entry of lists.json needs listId, a known format and files')
  }
  const charset = textOf(fields['charset'])
  return {
    listId,
    format,
    purpose: purposes.find((purpose) => purpose === fields['purpose']) ?? 'sanctions',
    title: textOf(fields['title']) ?? listId,
    files: Object.fromEntries(names.map((name) => [plainName(name), join(folder, name)])),
    everyHours: 1,
    ...(fields['mapping'] === undefined ? {} : { mapping: parseCsvMapping(fields['mapping'], listId) }),
    ...(charset === undefined ? {} : { charset }),
  }
}
