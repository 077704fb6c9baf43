/** Reads what stands behind `as`: variables, destructured arrays and objects, and alternatives joined by `?//`. */
import { type Reader, readVariable } from './reader.ts'
import type { Pattern, PatternEntry } from './syntax.ts'

export function readPatterns(reader: Reader): Pattern[] {
  const patterns = [readPattern(reader)]
  while (reader.take('?//')) patterns.push(readPattern(reader))
  return patterns
}

function readPattern(reader: Reader): Pattern {
  if (reader.take('[')) {
    const items: Pattern[] = []
    do items.push(readPattern(reader))
    while (reader.take(','))
    reader.expect(']')
    return { kind: 'array', items }
  }
  if (reader.take('{')) {
    const entries: PatternEntry[] = []
    do entries.push(readPatternEntry(reader))
    while (reader.take(','))
    reader.expect('}')
    return { kind: 'object', entries }
  }
  return { kind: 'variable', name: readVariable(reader) }
}

function readPatternEntry(reader: Reader): PatternEntry {
  const token = reader.peek()
  if (token.kind === 'variable') {
    reader.advance()
    const named = { variable: token.text, key: { kind: 'literal', value: token.text } } as const
    return reader.take(':') ? { ...named, value: readPattern(reader) } : named
  }
  const key = reader.readKey()
  reader.expect(':')
  return { key, value: readPattern(reader) }
}

/** Every variable that a pattern binds. */
export function variablesOf(pattern: Pattern): string[] {
  switch (pattern.kind) {
    case 'variable':
      return [pattern.name]
    case 'array':
      return pattern.items.flatMap(variablesOf)
    case 'object':
      return pattern.entries.flatMap(({ variable, value }) => [
        ...(variable === undefined ? [] : [variable]),
        ...(value === undefined ? [] : variablesOf(value)),
      ])
  }
}
