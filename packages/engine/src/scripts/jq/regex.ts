/** Regular expressions: jq's flags and match objects over the platform's patterns. */
import type { JsonMap } from '../../model/json.ts'
import { ENTRY_BYTES, type Meter } from './meter.ts'
import { characters, JqError, setEntry, shown } from './value.ts'

export interface Match {
  /** In UTF-16 units, for cutting; `shown` counts code points. */
  readonly start: number
  readonly end: number
  readonly text: string
  /** Null for a group that took no part. */
  readonly groups: readonly (string | null)[]
  /** By group name. */
  readonly captures: JsonMap
  /** As `match` shows it. */
  readonly shown: JsonMap
}

/** @param pattern a text, or a list of text and flags. */
export function findMatches(text: string, pattern: unknown, flags: unknown, meter: Meter, onlyOne = false): Match[] {
  const [source, ownFlags] = Array.isArray(pattern) ? pattern : [pattern, null]
  if (typeof source !== 'string') throw new JqError(`${shown(source)} cannot be matched, as it is not a string`)
  const options = `${ownFlags ?? ''}${flags ?? ''}`
  const regex = compile(source, options)
  const isGlobal = options.includes('g') && !onlyOne
  const found: Match[] = []
  for (let result = regex.exec(text); result !== null; result = regex.exec(text)) {
    meter.step()
    meter.make((result.length + 2) * 6 * ENTRY_BYTES)
    if (!(options.includes('n') && result[0] === '')) found.push(toMatch(result, text))
    if (!isGlobal) break
    if (result[0] === '')
      regex.lastIndex +=
        text.codePointAt(regex.lastIndex) === undefined
          ? 1
          : String.fromCodePoint(text.codePointAt(regex.lastIndex) ?? 0).length
  }
  return found
}

function compile(source: string, options: string): RegExp {
  const unknown = [...options].find((flag) => !'gimnpslx'.includes(flag))
  if (unknown !== undefined) throw new JqError(`${options} is not a valid modifier string`)
  // jq's `s` and `x` are those of Oniguruma: a dot that takes line ends, and blanks that do not count.
  const flags = `dgu${options.includes('i') ? 'i' : ''}${/[sp]/.test(options) ? 's' : ''}`
  const text = options.includes('x') ? withoutBlanks(source) : source
  const [, inline, rest] = /^\(\?([ims]+)\)([^]*)$/.exec(text) ?? []
  try {
    return inline === undefined
      ? new RegExp(text, flags)
      : new RegExp(rest ?? '', [...new Set(flags + inline)].join(''))
  } catch {
    return compileLoosely(text, flags.replace('u', ''), source)
  }
}

/** Without the strict mode, which refuses escapes that other engines take for the character itself. */
function compileLoosely(text: string, flags: string, source: string): RegExp {
  try {
    return new RegExp(text, flags)
  } catch (error) {
    throw new JqError(`${source} (at offset 0) is not a valid regex: ${error instanceof Error ? error.message : ''}`)
  }
}

function withoutBlanks(source: string): string {
  return source.replaceAll(/\\[^]|\[(?:\\[^]|[^\]])*\]|\s+|#[^\n]*/g, (part) => (/^[\s#]/.test(part) ? '' : part))
}

function toMatch(result: RegExpExecArray, text: string): Match {
  const places = result.indices ?? []
  const offset = (unit: number) => characters(text.slice(0, unit))
  const names = Object.keys(result.groups ?? {})
  const groups = result.slice(1).map((group) => group ?? null)
  const captures: JsonMap = {}
  for (const name of names) setEntry(captures, name, result.groups?.[name] ?? null)
  const start = result.index
  const end = start + result[0].length
  return {
    start,
    end,
    text: result[0],
    groups,
    captures,
    shown: {
      offset: offset(start),
      length: characters(result[0]),
      string: result[0],
      captures: groups.map((group, index) => ({
        offset: group === null ? -1 : offset(places[index + 1]?.[0] ?? 0),
        length: group === null ? 0 : characters(group),
        string: group,
        name: nameOf(index + 1, result, names),
      })),
    },
  }
}

/** The name of a group by its number: the groups of names come in the order of their numbers. */
function nameOf(number: number, result: RegExpExecArray, names: readonly string[]): string | null {
  const named = result.indices?.groups ?? {}
  const place = result.indices?.[number]
  return names.find((name) => place !== undefined && named[name] === place) ?? null
}
