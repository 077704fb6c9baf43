/** Greek to ASCII and sounds, after ELOT 743 with the digraphs that stand for b, d, g. */
import type { Romanised } from './romanised.ts'

const pairs: Readonly<Record<string, readonly [string, string]>> = {
  ου: ['ou', 'u'],
  αυ: ['av', 'av'],
  ευ: ['ev', 'ev'],
  ηυ: ['iv', 'iv'],
  μπ: ['b', 'b'],
  ντ: ['nt', 'd'],
  γκ: ['gk', 'g'],
  γγ: ['ng', 'ng'],
  τσ: ['ts', 'c'],
  τζ: ['tz', 'J'],
  ει: ['ei', 'i'],
  οι: ['oi', 'i'],
  αι: ['ai', 'e'],
}

const single: Readonly<Record<string, readonly [string, string]>> = {
  α: ['a', 'a'],
  β: ['v', 'v'],
  γ: ['g', 'g'],
  δ: ['d', 'd'],
  ε: ['e', 'e'],
  ζ: ['z', 'z'],
  η: ['i', 'i'],
  θ: ['th', 'T'],
  ι: ['i', 'i'],
  κ: ['k', 'k'],
  λ: ['l', 'l'],
  μ: ['m', 'm'],
  ν: ['n', 'n'],
  ξ: ['x', 'ks'],
  ο: ['o', 'o'],
  π: ['p', 'p'],
  ρ: ['r', 'r'],
  σ: ['s', 's'],
  ς: ['s', 's'],
  τ: ['t', 't'],
  υ: ['y', 'i'],
  φ: ['f', 'f'],
  χ: ['ch', 'x'],
  ψ: ['ps', 'ps'],
  ω: ['o', 'o'],
}

export function romaniseGreek(word: string): Romanised {
  const lower = word
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
  let text = ''
  let sound = ''
  for (let i = 0; i < lower.length; i++) {
    const pair = pairs[lower.slice(i, i + 2)]
    // A diaeresis (lost above) would part the vowels; names seldom need it.
    const found = pair ?? single[lower.charAt(i)]
    if (pair !== undefined) i++
    text += found?.[0] ?? ''
    sound += found?.[1] ?? ''
  }
  return { text, sound }
}
