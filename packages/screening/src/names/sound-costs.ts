/** What it costs to hear one sound for another, by how far apart the two writings are. */
import type { Script } from '../normalise/script.ts'
import { soundAlphabet } from '../normalise/sound.ts'

import { soundCostTable } from './sound-cost-table.ts'

/** How a pair of words is written: decides which differences are to be expected. */
export const soundPaths = [
  'same',
  'cyrillic',
  'greek',
  'arabic',
  'hebrew',
  'hangul',
  'kana',
  'han',
  'korean',
  'chinese',
  'other',
] as const

export type SoundPath = (typeof soundPaths)[number]

export interface SoundCosts {
  /** 32 × 32, symmetric, zero on the diagonal. */
  readonly swap: Float32Array
  /** 32: a sound with no counterpart. */
  readonly gap: Float32Array
}

/** Scripts by how exactly they write sounds, most exact first. */
const ranks: Readonly<Record<Script, number>> = {
  latin: 0,
  digit: 0,
  none: 0,
  cyrillic: 1,
  greek: 2,
  armenian: 3,
  georgian: 3,
  indic: 3,
  thai: 4,
  other: 4,
  arabic: 5,
  hebrew: 6,
  hangul: 7,
  kana: 8,
  han: 9,
}

const pathsByRank: readonly SoundPath[] = [
  'same',
  'cyrillic',
  'greek',
  'other',
  'other',
  'arabic',
  'hebrew',
  'hangul',
  'kana',
  'han',
  'korean',
  'chinese',
]

/** Ranks of Korean and Chinese names in their own scripts: read by rules of their own. */
const nativeRanks: Readonly<Partial<Record<Script, number>>> = { hangul: 10, han: 11 }

export const rankCount = pathsByRank.length

/** 0 for the scripts that write sounds most exactly, up to `rankCount`. */
export function scriptRank(script: Script, native: boolean): number {
  return (native ? nativeRanks[script] : undefined) ?? ranks[script]
}

export function isNativeRank(rank: number): boolean {
  return rank === nativeRanks.hangul || rank === nativeRanks.han
}

export function pathOfRank(rank: number): SoundPath {
  return pathsByRank[rank] ?? 'other'
}

/** Pairs of sounds and what the swap costs, on every path. */
const swaps = `ae.4 ai.5 ao.4 au.5 ei.3 eo.5 eu.55 io.6 iu.5 ou.3 aA.05 eA.2 iA.25 oA.25 uA.3 uW.05 oW.08 vW.1 aW.5 fW.4 iY.05 eY.1 aY.3 jY.1 JY.5
  AY.4 AW.5 WY.6 bp.4 bv.4 pf.4 vf.35 uv.45 ov.6 dt.45 gk.4 kx.35 gx.45 xh.2 gh.45 kh.5 kc.45 kC.45 kS.7 tT.1 sT.35 fT.6 zT.5 dD.1 zD.25 tD.4 DT.4 sS.35 sz.3 sc.3 sC.45 sZ.5
  SC.3 SZ.35 Sc.45 zZ.35 zS.5 zc.35 zC.55 zJ.35 ZJ.25 ZC.5 cC.35 cJ.5 CJ.35 jJ.3 ji.2 je.4 jZ.35 jx.5 jg.5 jh.45 jS.5 jC.5 jz.6 gJ.4 gZ.55 Sx.6 Cx.55 xs.6 lr.65 mn.55 nl.7 iJ.6 hA.3 vi.9 dJ.5 tC.55 tc.45 dz.6 hv.8`

const vowels = 'aeiouAWY'

/** Changes of the common costs for a path: swaps, and what sounds cost that stand alone. */
const pathRules: Readonly<
  Record<SoundPath, { readonly swaps: string; readonly vowelGap: number; readonly gaps: string }>
> = {
  same: { swaps: '', vowelGap: 0.45, gaps: 'h.3 A.2 W.3 Y.3 j.5' },
  cyrillic: { swaps: 'xh.1 gh.25', vowelGap: 0.4, gaps: 'h.3 j.35' },
  greek: { swaps: 'xh.1 gh.25', vowelGap: 0.4, gaps: 'h.3 j.35' },
  other: { swaps: 'bp.25 dt.25 gk.25 JC.25 ae.25 lr.4', vowelGap: 0.3, gaps: 'h.25 j.3' },
  arabic: {
    swaps:
      'pb.2 pf.2 bv.2 xk.2 xh.15 gk.25 sS.25 Ts.2 Dz.15 dD.1 gx.35 gJ.3 vf.25 ou.05 ei.05 ae.1 ai.1 ao.1 gh.4 Jg.3 jJ.1 JC.3 vW.1',
    vowelGap: 0.1,
    gaps: 'A.1 W.25 Y.25 h.25 j.3',
  },
  hebrew: {
    swaps:
      'pb.2 pf.2 bv.2 xk.2 xh.15 gk.25 sS.25 Ts.2 Dz.15 dD.1 gx.35 gJ.3 vf.25 ou.05 ei.05 ae.1 ai.1 ao.1 gh.4 Jg.3 jJ.1 JC.3 vW.1',
    vowelGap: 0.1,
    gaps: 'A.1 W.25 Y.25 h.25 j.3',
  },
  hangul: {
    swaps:
      'bp.15 pf.15 bv.15 vf.3 lr.1 gk.1 dt.15 JC.25 Jz.2 jJ.2 ZJ.15 zS.4 ae.3 oe.3 ou.25 eu.2 ui.3 sS.2 sz.3 sT.2 Cc.3 mn.5 nr.5 nl.5 kx.2 jC.35',
    vowelGap: 0.22,
    gaps: 'h.3 n.8 g.7',
  },
  kana: {
    swaps:
      'bv.1 lr.1 bp.4 pf.4 fh.15 uv.2 ae.3 ao.3 sS.2 sT.15 zJ.2 jJ.2 ZJ.1 zD.2 tC.2 dJ.3 ei.35 ou.25 ui.3 cT.3 kx.2 au.35 xh.2',
    vowelGap: 0.2,
    gaps: 'r.45 h.3 n.7 l.45 x.4',
  },
  han: {
    swaps:
      'lr.15 bp.2 bv.25 pf.3 vf.3 uv.2 ov.3 fh.25 dt.2 gk.2 kx.2 gx.3 xh.15 sS.25 sT.25 sz.25 sc.25 SC.25 CJ.2 Jz.25 jJ.25 ZJ.2 zS.3 cT.25 tT.15 dD.15 dJ.25 tC.3 CK.3 gJ.25 kC.3 ae.2 ai.25 ao.25 au.25 ei.2 eo.25 eu.25 io.35 iu.35 ou.15 mn.4 nl.45 nr.6 iJ.4 hv.4',
    vowelGap: 0.17,
    gaps: 'n.4 r.3 l.35 h.3 g.4 v.35 t.5 d.5 k.5 s.5 f.6',
  },
  korean: {
    swaps: 'bp.15 dt.15 gk.1 lr.15 sS.1 JC.2 jJ.2 zJ.3 ou.2 ae.6 ao.7 eo.4 eu.4 ei.5 ui.5',
    vowelGap: 0.5,
    gaps: 'h.4 e.2 i.4 r.5',
  },
  chinese: {
    swaps: 'bp.3 dt.3 gk.3 SJ.6 CJ.3 cJ.4 sS.3 xS.4 hS.4 rj.3 zc.3 zJ.4 kJ.4 ai.6 ao.6 au.6 ei.4 eo.3 ou.25 eu.4',
    vowelGap: 0.5,
    gaps: 'h.4 g.5 i.4 k.6',
  },
}

const tables = new Map<SoundPath, SoundCosts>()
let tablesByRank: (SoundCosts | undefined)[] = []

/** Replaces the costs of a path, while learning. */
export function useCosts(path: SoundPath, costs: SoundCosts): void {
  tables.set(path, costs)
  tablesByRank = []
}

/** Costs between two scripts, by the higher of their ranks. */
export function costsOfRank(rank: number): SoundCosts {
  return (tablesByRank[rank] ??= costsFor(pathOfRank(rank)))
}

export function costsFor(path: SoundPath): SoundCosts {
  const known = tables.get(path)
  if (known !== undefined) return known
  const built = learnedCosts(path) ?? handCosts(path)
  tables.set(path, built)
  return built
}

function learnedCosts(path: SoundPath): SoundCosts | undefined {
  const learned = soundCostTable[path]
  if (learned === undefined) return undefined
  const swap = new Float32Array(32 * 32).fill(1)
  for (let i = 0; i < 32; i++) swap[i * 32 + i] = 0
  for (const [, a = '', b = '', cost] of learned.swaps.matchAll(/([A-Za-z])([A-Za-z])(\d+)/g)) {
    setSwap(swap, a, b, Number(cost) / 100)
  }
  const gap = new Float32Array(32).fill(1)
  for (const [, sound = '', cost] of learned.gaps.matchAll(/([A-Za-z])(\d+)/g)) {
    gap[soundAlphabet.indexOf(sound)] = Number(cost) / 100
  }
  return { swap, gap }
}

/** The costs written by hand, from the spelling rules of the languages: what learning starts from. */
export function handCosts(path: SoundPath): SoundCosts {
  const rules = pathRules[path]
  const swap = new Float32Array(32 * 32).fill(1)
  for (let i = 0; i < 32; i++) swap[i * 32 + i] = 0
  for (const a of vowels) for (const b of vowels) if (a !== b) setSwap(swap, a, b, 0.5)
  applySwaps(swap, swaps)
  applySwaps(swap, rules.swaps)
  const gap = new Float32Array(32).fill(1)
  for (const vowel of vowels) gap[soundAlphabet.indexOf(vowel)] = rules.vowelGap
  for (const [, sound = '', cost] of rules.gaps.matchAll(/(\S)(\.\d+)/g))
    gap[soundAlphabet.indexOf(sound)] = Number(cost)
  return { swap, gap }
}

function applySwaps(swap: Float32Array, text: string): void {
  for (const [, a = '', b = '', cost] of text.matchAll(/(\S)(\S)(\.\d+)/g)) setSwap(swap, a, b, Number(cost))
}

function setSwap(swap: Float32Array, a: string, b: string, cost: number): void {
  const i = soundAlphabet.indexOf(a)
  const j = soundAlphabet.indexOf(b)
  if (i < 0 || j < 0) return
  swap[i * 32 + j] = cost
  swap[j * 32 + i] = cost
}
