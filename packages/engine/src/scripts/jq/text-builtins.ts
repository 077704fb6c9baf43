/** Texts and regular expressions. */
import { type Builtin, type Evaluation, made, type Out, values } from './evaluation.ts'
import { formatValue, toText } from './formats.ts'
import { CHAR_BYTES, ENTRY_BYTES, type Meter } from './meter.ts'
import { splitText } from './operators.ts'
import { combinations, ofArguments, ofInput } from './plain-builtin.ts'
import { findMatches, type Match } from './regex.ts'
import { listOf } from './list-builtins.ts'
import { JqError, shown, toJson } from './value.ts'

export const textBuiltins: Readonly<Record<string, Builtin>> = {
  'tostring/0': ofInput((input, meter) => charged(toText(input), meter)),
  'tojson/0': ofInput((input, meter) => charged(toJson(input), meter)),
  'fromjson/0': ofInput((input, meter) => parseJson(input, meter)),
  'tonumber/0': ofInput(toNumber),
  'ascii_downcase/0': ofInput((input) =>
    textOf(input, 'ascii_downcase').replaceAll(/[A-Z]+/g, (part) => part.toLowerCase()),
  ),
  'ascii_upcase/0': ofInput((input) =>
    textOf(input, 'ascii_upcase').replaceAll(/[a-z]+/g, (part) => part.toUpperCase()),
  ),
  'explode/0': ofInput((input, meter) => {
    const text = textOf(input, 'explode')
    meter.make(text.length * ENTRY_BYTES)
    return Array.from(text, (char) => char.codePointAt(0))
  }),
  'implode/0': ofInput((input) => listOf(input, 'imploded').map(toCharacter).join('')),
  'utf8bytelength/0': ofInput((input) => {
    if (typeof input !== 'string') throw new JqError(`${shown(input)} only strings have UTF-8 byte length`)
    return Buffer.byteLength(input)
  }),
  'trim/0': ofInput((input) => trimmed(input).trim()),
  'ltrim/0': ofInput((input) => trimmed(input).trimStart()),
  'rtrim/0': ofInput((input) => trimmed(input).trimEnd()),
  'startswith/1': ofArguments((input, [part]) => bothTexts('startswith', input, part).startsWith(toText(part))),
  'endswith/1': ofArguments((input, [part]) => bothTexts('endswith', input, part).endsWith(toText(part))),
  'ltrimstr/1': ofArguments((input, [part]) =>
    typeof input === 'string' && typeof part === 'string' && input.startsWith(part) ? input.slice(part.length) : input,
  ),
  'rtrimstr/1': ofArguments((input, [part]) =>
    typeof input === 'string' && typeof part === 'string' && part !== '' && input.endsWith(part)
      ? input.slice(0, -part.length)
      : input,
  ),
  'split/1': ofArguments((input, [separator], meter) => {
    if (typeof input !== 'string' || typeof separator !== 'string')
      throw new JqError('split input and separator must be strings')
    meter.make(input.length * CHAR_BYTES)
    return splitText(input, separator)
  }),
  'split/2': ofArguments((input, [pattern, flags], meter) => {
    const text = textOf(input, 'matched')
    const matches = findMatches(text, pattern, `g${flags === null ? '' : String(flags)}`, meter)
    const ends = [...matches.map(({ start }) => start), text.length]
    return ends.map((end, index) => text.slice(matches[index - 1]?.end ?? 0, end))
  }),
  'join/1': ofArguments((input, [separator], meter) => join(listOf(input, 'joined'), separator, meter)),
  'test/1': ofArguments((input, [pattern], meter) => test(input, pattern, null, meter)),
  'test/2': ofArguments((input, [pattern, flags], meter) => test(input, pattern, flags, meter)),
  'match/1': matching((match) => match.shown),
  'match/2': matching((match) => match.shown),
  'capture/1': matching((match) => match.captures),
  'capture/2': matching((match) => match.captures),
  'scan/1': scanning(),
  'scan/2': scanning(),
  'sub/2': substituting(''),
  'sub/3': substituting(''),
  'gsub/2': substituting('g'),
  'gsub/3': substituting('g'),
  'format/1': ofArguments((input, [name]) => formatValue(String(name), input)),
}

function charged(text: string, meter: Meter): string {
  meter.make(text.length * CHAR_BYTES)
  return text
}

function textOf(value: unknown, verb: string): string {
  if (typeof value === 'string') return value
  if (verb === 'matched') throw new JqError(`${shown(value)} cannot be matched, as it is not a string`)
  throw new JqError(`${verb} input must be a string`)
}

function trimmed(value: unknown): string {
  if (typeof value !== 'string') throw new JqError(`${shown(value)} cannot be trimmed`)
  return value
}

function bothTexts(name: string, input: unknown, part: unknown): string {
  if (typeof input !== 'string' || typeof part !== 'string') throw new JqError(`${name}() requires string inputs`)
  return input
}

function parseJson(value: unknown, meter: Meter): unknown {
  if (typeof value !== 'string') throw new JqError(`${shown(value)} cannot be parsed as JSON`)
  meter.make(value.length * ENTRY_BYTES)
  if (/^\s*nan\s*$/.test(value)) return null
  try {
    return JSON.parse(value)
  } catch {
    throw new JqError(`${shown(value)} (while parsing '${value.slice(0, 100)}')`)
  }
}

function toNumber(value: unknown): number {
  if (typeof value === 'number') return value
  if (typeof value === 'string' && /^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(value.trim())) return Number(value)
  throw new JqError(`${shown(value)} cannot be parsed as a number`)
}

function toCharacter(code: unknown): string {
  if (typeof code !== 'number' || !(code >= 0 && code <= 0x10ffff))
    throw new JqError('Unicode codepoint must be numeric')
  return String.fromCodePoint(Math.trunc(code))
}

function join(list: readonly unknown[], separator: unknown, meter: Meter): string {
  if (typeof separator !== 'string' && list.length > 0)
    throw new JqError(`${shown(separator)} and ${shown('')} cannot be added`)
  const parts = list.map((item) => {
    if (item === null) return ''
    if (typeof item === 'object') throw new JqError(`${shown('')} and ${shown(item)} cannot be added`)
    return toText(item)
  })
  meter.make(
    (parts.reduce((total, part) => total + part.length, 0) + parts.length * String(separator).length) * CHAR_BYTES,
  )
  return parts.join(String(separator))
}

function test(input: unknown, pattern: unknown, flags: unknown, meter: Meter): boolean {
  return findMatches(textOf(input, 'matched'), pattern, flags, meter, true).length > 0
}

function matching(show: (match: Match) => unknown): Builtin {
  return function* (args, input, env, evaluation) {
    for (const [pattern, flags = null] of combinations(args, input, env, evaluation)) {
      for (const match of findMatches(textOf(input.value, 'matched'), pattern, flags, evaluation.meter))
        yield made(show(match), input)
    }
  }
}

/** Every match, or the list of its groups where the pattern has some. */
function scanning(): Builtin {
  return function* (args, input, env, evaluation) {
    for (const [pattern, flags = null] of combinations(args, input, env, evaluation)) {
      const all = `g${flags === null ? '' : String(flags)}`
      for (const match of findMatches(textOf(input.value, 'matched'), pattern, all, evaluation.meter)) {
        yield made(match.groups.length === 0 ? match.text : match.groups, input)
      }
    }
  }
}

/** The replacement is a program that sees the named groups; each of its values makes one result. */
function substituting(always: 'g' | ''): Builtin {
  return function* ([patternNode, replacement, flagsNode], input, env, evaluation) {
    const text = textOf(input.value, 'matched')
    const args = [patternNode, flagsNode].filter((node) => node !== undefined)
    for (const [pattern, flags = null] of combinations(args, input, env, evaluation)) {
      const matches = findMatches(text, pattern, `${always}${flags === null ? '' : String(flags)}`, evaluation.meter)
      const replace = (match: Match) =>
        values(replacement, { value: match.captures, path: undefined } satisfies Out, env, evaluation)
      for (const result of replaceAll(text, matches, 0, 0, replace, evaluation)) yield made(result, input)
    }
  }
}

function* replaceAll(
  text: string,
  matches: readonly Match[],
  index: number,
  from: number,
  replace: (match: Match) => Iterable<unknown>,
  evaluation: Evaluation,
): Generator<string> {
  const match = matches[index]
  if (match === undefined) {
    yield text.slice(from)
    return
  }
  for (const value of replace(match)) {
    if (typeof value !== 'string') throw new JqError(`${shown(match.captures)} cannot be added to a string`)
    for (const rest of replaceAll(text, matches, index + 1, match.end, replace, evaluation)) {
      yield charged(text.slice(from, match.start) + value + rest, evaluation.meter)
    }
  }
}
