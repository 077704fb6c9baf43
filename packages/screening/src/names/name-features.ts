/**
 * What an alignment says, as numbers that weights are put on.
 *
 * Every feature has a direction: more of it never speaks the other way. With weights of the right sign the sum is
 * therefore monotone, whatever the weights are.
 */
import type { Aligner, NameWords } from './align.ts'
import type { NameDomain } from './name-information.ts'
import { pathOfRank, rankCount, soundPaths } from './sound-costs.ts'
import { relationStrength } from './token-similarity.ts'
import { formKind, kindIn, metaAt, numberKind, patronymicIn, rankIn, rowWidth } from './token-table.ts'

const [, ...acrossScripts] = soundPaths

/** How a pair of words came to agree; each kind has its own curve from similarity to evidence. */
export const evidenceKinds = ['person', 'organisation', ...acrossScripts] as const

/** Similarities between which evidence grows linearly; below the first a pair is no pair. */
export const similarityKnots = [0.6, 0.7, 0.8, 0.88, 0.95, 1] as const

const knots = similarityKnots.length - 1

/** Steps of absolute and relative amounts; each step is a feature that goes from 0 to 1. */
const agreedSteps = [0, 5, 10, 16, 24, 40] as const
const contradictedSteps = [0, 2, 5, 9, 16] as const
const omittedSteps = [0, 0.2, 0.4, 0.6, 1] as const
/** Words, each counting in full from so many bits on. */
const leftOutSteps = [0, 0.5, 1, 2, 3] as const
const fullWordBits = 8
const worstSteps = [0, 0.06, 0.14, 0.25, 0.4] as const
/** Bits of particles and titles that may be left over without the names being incomplete. */
const slightRest = 2.1

/** Bits of a title; particles tell less. */
const tellingBits = 1

const layout = buildLayout()

/** Name of each feature, `+` before what speaks for one name and `-` before what speaks against. */
export const featureNames: readonly string[] = layout.names
export const featureCount = featureNames.length

/** Fills `out` with the features of the names that `aligner` has just aligned. Allocates nothing. */
export function nameFeatures(
  query: NameWords,
  list: NameWords,
  aligner: Aligner,
  domain: NameDomain,
  out: Float64Array,
): void {
  out.fill(0)
  const { pairs, picked } = aligner
  const queryRest = addRest(query, aligner.queryUsed, restOfQuery)
  const listRest = addRest(list, aligner.listUsed, restOfList)
  const contradicted = Math.min(queryRest.bits, listRest.bits)
  let confronted = contradicted
  for (let k = 0; k < picked.length; k++) confronted += pairs.bits(picked[k] as number)
  if (confronted === 0) return
  let agreed = 0
  let worst = 0
  let telling = 0
  let far = false
  for (let k = 0; k < picked.length; k++) {
    const at = picked[k] as number
    const bits = pairs.bits(at)
    const similarity = pairs.similarity(at)
    const rank = Math.max(rankOf(query, pairs.queryFrom(at)), rankOf(list, pairs.listFrom(at)))
    far ||= farRanks[rank] === true
    addPair(similarity, rank, domain, bits / confronted, out)
    if (bits >= tellingBits) telling += pairs.queryTo(at) - pairs.queryFrom(at) + pairs.listTo(at) - pairs.listFrom(at)
    agreed += bits * Math.max(0, (similarity - 0.6) / 0.4)
    if (bits >= 4 && !isByRule(similarity)) worst = Math.max(worst, 1 - similarity)
  }
  const org = domain === 'organisation'
  addSteps(out, layout.agreed, agreedSteps, agreed)
  addSteps(out, org ? layout.contradictedOrg : layout.contradicted, contradictedSteps, contradicted)
  const omitted = org ? layout.omittedOrg : layout.omitted
  addSteps(out, omitted.queryShare, omittedSteps, shareOf(queryRest.bits - contradicted, confronted))
  addSteps(out, omitted.listShare, omittedSteps, shareOf(listRest.bits - contradicted, confronted))
  addSteps(out, omitted.queryWords, leftOutSteps, queryRest.words - listRest.words)
  addSteps(out, omitted.listWords, leftOutSteps, listRest.words - queryRest.words)
  addSteps(out, layout.worst, worstSteps, worst)
  const number = queryRest.number || listRest.number
  // One word of a person's name lies within the names of many.
  if (Math.min(queryRest.bits, listRest.bits) <= slightRest && !number && (org || telling > 2)) {
    setAlike(out, far ? layout.coveredFar : org ? layout.coveredOrg : layout.covered, worst)
  }
  if (Math.max(queryRest.bits, listRest.bits) <= slightRest && !number) {
    setAlike(out, far ? layout.completeFar : org ? layout.completeOrg : layout.complete, worst)
  }
  if (queryRest.number && listRest.number) out[layout.numbersDiffer] = 1
  else if (number) out[layout.numberMissing] = 1
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
  const omittedOf = (kind: string) => ({
    queryShare: steps(`-share only in query, ${kind}`, omittedSteps),
    listShare: steps(`-share only in list, ${kind}`, omittedSteps),
    queryWords: steps(`-words only in query, ${kind}`, leftOutSteps),
    listWords: steps(`-words only in list, ${kind}`, leftOutSteps),
  })
  const alikeOf = (name: string) => ({ alike: add(`+${name}, all alike`), near: add(`+${name}`) })
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
    omitted: omittedOf('person'),
    omittedOrg: omittedOf('organisation'),
    worst: steps('-least alike word', worstSteps),
    complete: alikeOf('nothing left over, person'),
    completeOrg: alikeOf('nothing left over, organisation'),
    completeFar: alikeOf('nothing left over, far scripts'),
    covered: alikeOf('one name within the other, person'),
    coveredOrg: alikeOf('one name within the other, organisation'),
    coveredFar: alikeOf('one name within the other, far scripts'),
    numbersDiffer: add('-numbers differ'),
    numberMissing: add('-number on one side'),
    formsDiffer: add('-legal forms differ'),
    patronymicGender: add('-patronymics of a man and a woman'),
  }
}

/** Both fall as the least alike word of weight does. */
function setAlike(out: Float64Array, at: { readonly alike: number; readonly near: number }, worst: number): void {
  out[at.alike] = Math.max(0, 1 - worst / 0.12)
  out[at.near] = Math.max(0, 1 - worst / 0.3)
}

function addPair(similarity: number, rank: number, domain: NameDomain, share: number, out: Float64Array): void {
  if (similarity === relationStrength.initial) return increase(out, layout.initial, share)
  if (similarity === relationStrength.shortForm) return increase(out, layout.shortForm, share)
  const kind = rank === 0 && domain === 'organisation' ? 1 : (kindOfRank[rank] as number)
  const first = layout.curves + kind * knots
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

const ranks = Array.from({ length: rankCount }, (_, rank) => pathOfRank(rank))

/** Position in `evidenceKinds` by the higher rank of the two scripts, for persons. */
const kindOfRank = ranks.map((path) => (path === 'same' ? 0 : evidenceKinds.indexOf(path)))

/** Scripts whose readings are so ambiguous that a whole name may agree by chance. */
const farPaths: ReadonlySet<string> = new Set(['arabic', 'hebrew', 'hangul', 'kana', 'han', 'korean', 'chinese'])
const farRanks = ranks.map((path) => farPaths.has(path))

function metaOf(words: NameWords, at: number): number {
  return words.table.rows[(words.ids[words.from + at] as number) * rowWidth + metaAt] as number
}

function rankOf(words: NameWords, at: number): number {
  return rankIn(metaOf(words, at))
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

/** What has found no counterpart on one side. */
interface Rest {
  bits: number
  words: number
  number: boolean
  form: boolean
}

const restOfQuery: Rest = { bits: 0, words: 0, number: false, form: false }
const restOfList: Rest = { bits: 0, words: 0, number: false, form: false }

function addRest(words: NameWords, used: Uint8Array, rest: Rest): Rest {
  rest.bits = 0
  rest.words = 0
  rest.number = false
  rest.form = false
  for (let i = 0; i < words.count; i++) {
    if (used[i] === 1) continue
    const bits = words.table.bits[words.ids[words.from + i] as number] as number
    rest.bits += bits
    rest.words += Math.min(1, bits / fullWordBits)
    const kind = kindIn(metaOf(words, i))
    if (kind === numberKind) rest.number = true
    if (kind === formKind) rest.form = true
  }
  return rest
}

function patronymicsDiffer(query: NameWords, list: NameWords): boolean {
  const a = patronymicGender(query)
  return a !== 0 && a + patronymicGender(list) === manAndWoman
}

const manAndWoman = 3

/** That of the first patronymic: 1 for a man, 2 for a woman, 0 for none. */
function patronymicGender(words: NameWords): number {
  for (let i = 0; i < words.count; i++) {
    const gender = patronymicIn(metaOf(words, i))
    if (gender !== 0) return gender
  }
  return 0
}
