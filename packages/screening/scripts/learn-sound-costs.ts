/**
 * Learns what one sound costs for another between scripts and writes `src/names/sound-cost-table.ts`.
 *
 * Usage: node packages/screening/scripts/learn-sound-costs.ts SHARED_DATA_FOLDER [--check]
 * Names of one person in two writings are aligned word by word with the costs at hand; the cheapest way to turn one
 * word into the other is counted sound by sound; costs are the log-odds of those counts against chance, drawn to the
 * hand-written ones where little was seen. Three rounds. Same input, same table.
 */
import { alignNames } from '../src/names/align.ts'
import { parseName } from '../src/names/parse-name.ts'
import type { ParsedName } from '../src/names/parsed-name.ts'
import {
  costsFor,
  handCosts,
  type SoundCosts,
  type SoundPath,
  pathOfRank,
  scriptRank,
  soundPaths,
  useCosts,
} from '../src/names/sound-costs.ts'
import { soundAlphabet } from '../src/normalise/sound.ts'
import { dataFolder, putLearned } from './learned-file.ts'
import { type NameSet, ofacNames, politicianNames } from './name-corpus.ts'

const rounds = 3
const size = soundAlphabet.length
/** Names of one entity beyond this number add little and would drown the others. */
const namesOfOne = 8

/** Nats of evidence that make the difference between the same sound and an unrelated one. */
const span = 5.5
const gapSpan = 4.5
/** Sightings of a sound at which its learned costs weigh as much as the hand-written ones. */
const prior = 60

/**
 * Paths whose learned costs tell names apart better than the hand-written ones (measured on development pairs). On
 * the others so little is seen of each sound that the spelling rules of the languages know better.
 */
const learnedPaths = new Set<SoundPath>(['same', 'hangul', 'han', 'korean', 'chinese'])

interface Counts {
  readonly swap: Float64Array
  /** Sounds without a counterpart, by sound. */
  readonly gap: Float64Array
  pairs: number
}

for (const path of soundPaths) useCosts(path, handCosts(path))
const pairs = namePairs([...politicianNames(dataFolder), ...ofacNames(dataFolder)])
console.log(`${pairs.length} pairs of names`)
for (let round = 0; round < rounds; round++) {
  const counts = new Map<SoundPath, Counts>(soundPaths.map((path) => [path, emptyCounts()]))
  for (const [a, b] of pairs) countPair(a, b, counts)
  for (const path of learnedPaths) useCosts(path, toCosts(counts.get(path) ?? emptyCounts(), handCosts(path)))
  console.log(`round ${round + 1}:`, soundPaths.map((path) => `${path} ${counts.get(path)?.pairs ?? 0}`).join(', '))
}
writeTable()

function emptyCounts(): Counts {
  return { swap: new Float64Array(size * size), gap: new Float64Array(size), pairs: 0 }
}

function namePairs(sets: readonly NameSet[]): (readonly [ParsedName, ParsedName])[] {
  const out: (readonly [ParsedName, ParsedName])[] = []
  for (const set of sets) {
    const names = distinctScripts(set).map((name) => parseName(name, set.domain))
    for (let i = 0; i < names.length; i++) {
      for (let j = i + 1; j < names.length; j++) {
        const a = names[i]
        const b = names[j]
        if (a !== undefined && b !== undefined && a.key !== b.key) out.push([a, b])
      }
    }
  }
  return out
}

/** Different spellings first, at most so many. */
function distinctScripts(set: NameSet): readonly string[] {
  return [...new Set(set.names)].slice(0, namesOfOne)
}

function countPair(a: ParsedName, b: ParsedName, counts: ReadonlyMap<SoundPath, Counts>): void {
  for (const pair of alignNames(a.tokens, b.tokens).pairs) {
    if (pair.queryTo - pair.queryFrom !== 1 || pair.listTo - pair.listFrom !== 1) continue
    const x = a.tokens[pair.queryFrom]
    const y = b.tokens[pair.listFrom]
    if (x === undefined || y === undefined || x.kind !== 'word' || y.kind !== 'word' || x.sounds.length < 3) continue
    const path = pathOfRank(Math.max(scriptRank(x.script, x.native), scriptRank(y.script, y.native)))
    // Equal words of one script teach nothing but would swamp the counts.
    if (path === 'same' && x.text === y.text) continue
    const found = counts.get(path)
    if (found !== undefined) countSounds(x.sounds, y.sounds, costsFor(path), found)
  }
}

/** Counts the operations of the cheapest edit. */
function countSounds(a: Uint8Array, b: Uint8Array, costs: SoundCosts, counts: Counts): void {
  const n = a.length
  const m = b.length
  const table = Array.from({ length: n + 1 }, () => new Float64Array(m + 1))
  const at = (i: number, j: number): number => table[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j <= m; j++) {
      if (i === 0 && j === 0) continue
      const swap = i > 0 && j > 0 ? at(i - 1, j - 1) + swapOf(costs, a[i - 1], b[j - 1]) : Number.POSITIVE_INFINITY
      const gapA = i > 0 ? at(i - 1, j) + (costs.gap[a[i - 1] ?? 0] ?? 1) : Number.POSITIVE_INFINITY
      const gapB = j > 0 ? at(i, j - 1) + (costs.gap[b[j - 1] ?? 0] ?? 1) : Number.POSITIVE_INFINITY
      const row = table[i]
      if (row !== undefined) row[j] = Math.min(swap, gapA, gapB)
    }
  }
  counts.pairs++
  let i = n
  let j = m
  while (i > 0 || j > 0) {
    const here = at(i, j)
    if (i > 0 && j > 0 && here === at(i - 1, j - 1) + swapOf(costs, a[i - 1], b[j - 1])) {
      add(counts.swap, (a[--i] ?? 0) * size + (b[--j] ?? 0))
    } else if (i > 0 && here === at(i - 1, j) + (costs.gap[a[i - 1] ?? 0] ?? 1)) add(counts.gap, a[--i] ?? 0)
    else add(counts.gap, b[--j] ?? 0)
  }
}

function swapOf(costs: SoundCosts, x: number | undefined, y: number | undefined): number {
  return costs.swap[(x ?? 0) * 32 + (y ?? 0)] ?? 1
}

function add(counts: Float64Array, at: number): void {
  counts[at] = (counts[at] ?? 0) + 1
}

function toCosts(counts: Counts, hand: SoundCosts): SoundCosts {
  const symmetric = new Float64Array(size * size)
  const total = new Float64Array(size)
  let all = 0
  for (let x = 0; x < size; x++) {
    for (let y = 0; y < size; y++) {
      const n = (counts.swap[x * size + y] ?? 0) + (counts.swap[y * size + x] ?? 0)
      symmetric[x * size + y] = n
      total[x] = (total[x] ?? 0) + n
      all += n
    }
  }
  const swap = new Float32Array(size * size)
  const gap = new Float32Array(size)
  for (let x = 0; x < size; x++) {
    const seenX = (total[x] ?? 0) + (counts.gap[x] ?? 0)
    gap[x] = blend(gapCost(counts.gap[x] ?? 0, seenX), hand.gap[x] ?? 1, seenX)
    for (let y = 0; y < size; y++) {
      if (x === y) continue
      const n = symmetric[x * size + y] ?? 0
      const expected = ((total[x] ?? 0) * (total[y] ?? 0)) / Math.max(1, all)
      const odds = Math.log((n + 0.5) / (expected + 0.5))
      const best = Math.min(selfOdds(x, symmetric, total, all), selfOdds(y, symmetric, total, all))
      const learned = Math.min(1, Math.max(0.03, (best - odds) / span))
      const seen = Math.min(total[x] ?? 0, total[y] ?? 0)
      swap[x * size + y] = blend(learned, hand.swap[x * size + y] ?? 1, seen)
    }
  }
  return { swap, gap }
}

function selfOdds(x: number, symmetric: Float64Array, total: Float64Array, all: number): number {
  const n = symmetric[x * size + x] ?? 0
  const expected = ((total[x] ?? 0) * (total[x] ?? 0)) / Math.max(1, all)
  return Math.max(1.5, Math.log((n + 0.5) / (expected + 0.5)))
}

function gapCost(gaps: number, seen: number): number {
  const share = (gaps + 0.5) / (seen + 1)
  return Math.min(1, Math.max(0.05, -Math.log(share) / gapSpan))
}

function blend(learned: number, hand: number, seen: number): number {
  return (learned * seen + hand * prior) / (seen + prior)
}

function writeTable(): void {
  const rows = [...learnedPaths].map(
    (path) => `  ${path}: {\n    swaps:\n      ${quote(swapsOf(path))},\n    gaps: ${quote(gapsOf(path))},\n  },`,
  )
  const body = `/** What one sound costs for another, in hundredths, by how the two words are written. */
// Written by scripts/learn-sound-costs.ts from names that one person bears in several scripts. Pairs left out cost 100.
import type { SoundPath } from './sound-costs.ts'

export const soundCostTable: Readonly<Partial<Record<SoundPath, { readonly swaps: string; readonly gaps: string }>>> = {
${rows.join('\n')}
}
`
  putLearned('names/sound-cost-table.ts', body)
}

function swapsOf(path: SoundPath): string {
  const { swap } = costsFor(path)
  const out: string[] = []
  for (let x = 0; x < size; x++) {
    for (let y = x + 1; y < size; y++) {
      const cost = Math.round((swap[x * 32 + y] ?? 1) * 100)
      if (cost < 97) out.push(`${soundAlphabet.charAt(x)}${soundAlphabet.charAt(y)}${cost}`)
    }
  }
  return out.join(' ')
}

function gapsOf(path: SoundPath): string {
  const { gap } = costsFor(path)
  return [...soundAlphabet].map((sound, x) => `${sound}${Math.round((gap[x] ?? 1) * 100)}`).join(' ')
}

function quote(text: string): string {
  return `'${text}'`
}
