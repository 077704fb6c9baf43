/** The alignment of two names in words an examiner reads: which piece stands for which, and what was changed. */
import type { TextSpan, TokenAlignment, TokenRelation } from '../scoring/hit.ts'
import { type AlignedPair, alignNames } from '../names/align.ts'
import type { NameDomain } from '../names/name-information.ts'
import { parseName } from '../names/parse-name.ts'
import type { NameToken, ParsedName } from '../names/parsed-name.ts'

/** Aligns two names again, with the spans that the index does not keep. */
export function describeAlignment(query: string, list: string, domain: NameDomain): TokenAlignment[] {
  const a = parseName(query, domain)
  const b = parseName(list, domain)
  const alignment = alignNames(a.tokens, b.tokens)
  const total = Math.max(a.bits, b.bits, 1)
  const pieces = alignment.pairs.map((pair) => toPiece(pair, a, b, total))
  const opposed = alignment.queryRest.length > 0 && alignment.listRest.length > 0
  for (const i of alignment.queryRest) pieces.push(unpaired(a, i, 'query', opposed, total))
  for (const i of alignment.listRest) pieces.push(unpaired(b, i, 'list', opposed, total))
  return pieces.sort(
    (x, y) => (x.querySpan?.start ?? Number.MAX_SAFE_INTEGER) - (y.querySpan?.start ?? Number.MAX_SAFE_INTEGER),
  )
}

function toPiece(pair: AlignedPair, query: ParsedName, list: ParsedName, total: number): TokenAlignment {
  const querySpan = spanOf(query, pair.queryFrom, pair.queryTo)
  const listSpan = spanOf(list, pair.listFrom, pair.listTo)
  return {
    relation: relationOf(pair, query, list),
    query: query.raw.slice(querySpan.start, querySpan.end),
    list: list.raw.slice(listSpan.start, listSpan.end),
    querySpan,
    listSpan,
    similarity: Math.round(pair.similarity * 1000) / 1000,
    weight: Math.round((pair.bits / total) * 1000) / 1000,
  }
}

function unpaired(
  name: ParsedName,
  at: number,
  side: 'query' | 'list',
  opposed: boolean,
  total: number,
): TokenAlignment {
  const span = spanOf(name, at, at + 1)
  const text = name.raw.slice(span.start, span.end)
  const token = name.tokens[at]
  const slight = token?.kind === 'particle' || token?.kind === 'title' || token?.kind === 'filler'
  return {
    relation: opposed && !slight ? 'contradicts' : side === 'query' ? 'only-in-query' : 'only-in-list',
    query: side === 'query' ? text : null,
    list: side === 'list' ? text : null,
    querySpan: side === 'query' ? span : null,
    listSpan: side === 'list' ? span : null,
    similarity: 0,
    weight: Math.round(((token?.bits ?? 0) / total) * 1000) / 1000,
  }
}

function spanOf(name: ParsedName, from: number, to: number): TextSpan {
  return { start: name.tokens[from]?.start ?? 0, end: name.tokens[to - 1]?.end ?? 0 }
}

function relationOf(pair: AlignedPair, query: ParsedName, list: ParsedName): TokenRelation {
  const a = query.tokens[pair.queryFrom]
  const b = list.tokens[pair.listFrom]
  if (a === undefined || b === undefined) return 'contradicts'
  if (pair.queryTo - pair.queryFrom > 1 || pair.listTo - pair.listFrom > 1) return 'joined'
  if (a.kind === 'form' || b.kind === 'form') return 'legal-form'
  if (a.kind === 'initial' || b.kind === 'initial') return a.text === b.text ? 'equal' : 'initial'
  if (a.script !== b.script) return 'transliteration'
  if (a.text === b.text) return 'equal'
  return relationOfWords(a, b)
}

function relationOfWords(a: NameToken, b: NameToken): TokenRelation {
  if (a.spellingGroups.some((id) => b.spellingGroups.includes(id))) return 'spelling'
  if (a.shortGroups.some((id) => b.shortGroups.includes(id))) return 'nickname'
  const sameSounds = a.sounds.length === b.sounds.length && a.sounds.every((sound, i) => sound === b.sounds[i])
  return sameSounds ? 'spelling' : 'typo'
}
