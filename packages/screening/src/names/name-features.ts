/**
 * What an alignment says, as numbers that weights are put on.
 *
 * Every feature has a direction: more of it never speaks the other way. With weights of the right sign the sum is
 * therefore monotone, whatever the weights are.
 */
import type { AlignedPair, Alignment } from './align.ts'
import type { NameDomain } from './name-information.ts'
import type { NameToken } from './parsed-name.ts'
import { soundPath } from './sound-costs.ts'
import { relationStrength } from './token-similarity.ts'

/** How a pair of words came to agree; each kind has its own curve from similarity to evidence. */
export const evidenceKinds = [
  'person',
  'organisation',
  'cyrillic',
  'greek',
  'arabic',
  'hebrew',
  'hangul',
  'kana',
  'han',
  'other',
] as const

/** Similarities between which evidence grows linearly; below the first a pair is no pair. */
export const similarityKnots = [0.6, 0.7, 0.8, 0.88, 0.95, 1] as const

const knots = similarityKnots.length - 1

/** Steps of absolute and relative amounts; each step is a feature that goes from 0 to 1. */
const agreedSteps = [0, 5, 10, 16, 24, 40] as const
const contradictedSteps = [0, 2, 5, 9, 16] as const
const omittedSteps = [0, 0.2, 0.4, 0.6, 1] as const
const worstSteps = [0, 0.06, 0.14, 0.25, 0.4] as const
/** Bits of particles and titles that may be left over without the names being incomplete. */
const slightRest = 2.1

const layout = buildLayout()

/** Name of each feature, `+` before what speaks for one name and `-` before what speaks against. */
export const featureNames: readonly string[] = layout.names
export const featureCount = featureNames.length

/** Fills `out` with the features of one alignment. Allocates nothing. */
export function nameFeatures(
  query: readonly NameToken[],
  list: readonly NameToken[],
  alignment: Alignment,
  domain: NameDomain,
  out: Float64Array,
): void {
  out.fill(0)
  const queryRest = restOf(query, alignment.queryRest)
  const listRest = restOf(list, alignment.listRest)
  const contradicted = Math.min(queryRest.bits, listRest.bits)
  let confronted = contradicted
  for (const pair of alignment.pairs) confronted += pair.bits
  if (confronted === 0) return
  let agreed = 0
  let worst = 0
  for (const pair of alignment.pairs) {
    addPair(pair, query, list, domain, pair.bits / confronted, out)
    agreed += pair.bits * Math.max(0, (pair.similarity - 0.6) / 0.4)
    if (pair.bits >= 4 && !isByRule(pair.similarity)) worst = Math.max(worst, 1 - pair.similarity)
  }
  const org = domain === 'organisation'
  addSteps(out, layout.agreed, agreedSteps, agreed)
  addSteps(out, org ? layout.contradictedOrg : layout.contradicted, contradictedSteps, contradicted)
  addSteps(out, layout.queryOmitted, omittedSteps, shareOf(queryRest.bits - contradicted, confronted))
  addSteps(out, layout.listOmitted, omittedSteps, shareOf(listRest.bits - contradicted, confronted))
  addSteps(out, layout.worst, worstSteps, worst)
  if (Math.max(queryRest.bits, listRest.bits) <= slightRest && !queryRest.number && !listRest.number) {
    const far = alignment.pairs.some((pair) => isFar(query[pair.queryFrom], list[pair.listFrom]))
    out[far ? layout.completeFar : layout.complete] = Math.max(0, 1 - worst / 0.12)
    out[far ? layout.nearlyCompleteFar : layout.nearlyComplete] = Math.max(0, 1 - worst / 0.3)
  }
  if (queryRest.number && listRest.number) out[layout.numbersDiffer] = 1
  else if (queryRest.number || listRest.number) out[layout.numberMissing] = 1
  if (queryRest.form && listRest.form) out[layout.formsDiffer] = 1
  if (patronymicsDiffer(query, list)) out[layout.patronymicGender] = 1
}

function buildLayout() {
  const names: string[] = []
  const add = (name: string): number => names.push(name) - 1
  const steps = (name: string, points: readonly number[]): number => {
    const first = names.length
    for (let i = 1; i < points.length; i++) add(`${name} ${points[i - 1]}–${points[i]}`)
    return first
  }
  const curves = names.length
  for (const kind of evidenceKinds) steps(`+${kind} similarity`, similarityKnots)
  return {
    names,
    curves,
    initial: add('+initial'),
    shortForm: add('+short form'),
    agreed: steps('+agreed bits', agreedSteps),
    contradicted: steps('-contradicted bits, person', contradictedSteps),
    contradictedOrg: steps('-contradicted bits, organisation', contradictedSteps),
    queryOmitted: steps('-share only in query', omittedSteps),
    listOmitted: steps('-share only in list', omittedSteps),
    worst: steps('-least alike word', worstSteps),
    complete: add('+nothing left over, all alike'),
    nearlyComplete: add('+nothing left over'),
    completeFar: add('+nothing left over, all alike, between far scripts'),
    nearlyCompleteFar: add('+nothing left over, between far scripts'),
    numbersDiffer: add('-numbers differ'),
    numberMissing: add('-number on one side'),
    formsDiffer: add('-legal forms differ'),
    patronymicGender: add('-patronymics of a man and a woman'),
  }
}

function addPair(
  pair: AlignedPair,
  query: readonly NameToken[],
  list: readonly NameToken[],
  domain: NameDomain,
  share: number,
  out: Float64Array,
): void {
  const { similarity } = pair
  if (similarity === relationStrength.initial) return increase(out, layout.initial, share)
  if (similarity === relationStrength.shortForm) return increase(out, layout.shortForm, share)
  const a = query[pair.queryFrom]
  const b = list[pair.listFrom]
  if (a === undefined || b === undefined) return
  const first = layout.curves + kindOf(a, b, domain) * knots
  for (let k = 0; k < knots; k++) {
    const from = similarityKnots[k] as number
    const to = similarityKnots[k + 1] as number
    if (similarity <= from) return
    increase(out, first + k, similarity >= to ? share : (share * (similarity - from)) / (to - from))
  }
}

/** Strengths set by rule, not heard. */
function isByRule(similarity: number): boolean {
  return similarity === relationStrength.initial || similarity === relationStrength.shortForm
}

function kindOf(a: NameToken, b: NameToken, domain: NameDomain): number {
  const path = soundPath(a.script, b.script)
  if (path === 'same') return domain === 'person' ? 0 : 1
  return evidenceKinds.indexOf(path)
}

/** Scripts whose readings are so ambiguous that a whole name may agree by chance. */
const farPaths: ReadonlySet<string> = new Set(['arabic', 'hebrew', 'hangul', 'kana', 'han'])

function isFar(a: NameToken | undefined, b: NameToken | undefined): boolean {
  return a !== undefined && b !== undefined && farPaths.has(soundPath(a.script, b.script))
}

function increase(out: Float64Array, at: number, by: number): void {
  out[at] = (out[at] as number) + by
}

function addSteps(out: Float64Array, first: number, points: readonly number[], value: number): void {
  for (let i = 1; i < points.length; i++) {
    const from = points[i - 1] as number
    const to = points[i] as number
    if (value <= from) return
    out[first + i - 1] = value >= to ? 1 : (value - from) / (to - from)
  }
}

function shareOf(omitted: number, confronted: number): number {
  return omitted <= 0 ? 0 : omitted / (omitted + confronted)
}

interface Rest {
  readonly bits: number
  readonly number: boolean
  readonly form: boolean
}

function restOf(tokens: readonly NameToken[], rest: readonly number[]): Rest {
  let bits = 0
  let number = false
  let form = false
  for (const i of rest) {
    const token = tokens[i]
    if (token === undefined) continue
    bits += token.bits
    if (token.kind === 'number') number = true
    if (token.kind === 'form') form = true
  }
  return { bits, number, form }
}

const manly = /(?:ovich|evich|ovych|evych|avich|ovitch|evitch|ovic|evic|ovitj|evitj|ovics|yich|ovych)$/
const womanly = /(?:ovna|evna|ivna|auna|euna|owna|jewna|ichna|yvna)$/

function patronymicsDiffer(query: readonly NameToken[], list: readonly NameToken[]): boolean {
  const a = patronymicGender(query)
  return a !== 0 && a === -patronymicGender(list)
}

function patronymicGender(tokens: readonly NameToken[]): number {
  for (const { text } of tokens) {
    if (text.length < 6) continue
    const end = text.charCodeAt(text.length - 1)
    // Only words that end in h, c, j, s or a can be patronymics: spares most names the expressions.
    if (end === 97 && womanly.test(text)) return -1
    if ((end === 104 || end === 99 || end === 106 || end === 115) && manly.test(text)) return 1
  }
  return 0
}
