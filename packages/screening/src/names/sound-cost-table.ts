/** What one sound costs for another, in hundredths, by how the two words are written. */
// Written by scripts/learn-sound-costs.ts from names that one person bears in several scripts. Pairs left out cost 100.
import type { SoundPath } from './sound-costs.ts'

export const soundCostTable: Readonly<Partial<Record<SoundPath, { readonly swaps: string; readonly gaps: string }>>> = {
  same: {
    swaps:
      'ae37 ai79 ao46 au57 aA5 aW50 aY30 ac52 ei44 eo67 eu82 eA20 eW50 eY10 eC62 iu70 iA25 iW50 iY5 iv80 is92 iZ66 iJ61 ij32 ou32 oA25 oW8 oY50 ok85 uA30 uW5 uY50 uv42 AW50 AY40 Ah30 WY60 Wf40 Wv10 YJ50 Yj10 bp82 bd95 bv91 br96 pf65 pT86 dt62 dk84 dz64 dJ44 dT79 dD7 tz96 tc38 tC96 tT26 tD91 gk42 gx96 gh54 gZ43 gJ23 gj51 gD88 kx38 kZ77 kc58 kC56 kJ74 kj94 xh35 xZ83 xC35 xj88 hC81 fj91 fT61 vn63 sS51 sz41 sZ94 sc41 sn87 sT57 SZ67 SC44 SJ75 Sm89 zZ43 zc71 zJ83 zj85 zl47 zT57 zD53 ZC65 ZJ69 Zj44 ZD94 cC58 cJ84 cj92 CJ61 Cj56 Jj23 JT89 JD88 mn86 TD31',
    gaps: 'a71 e48 i59 o57 u73 A20 W30 Y30 b100 p56 d100 t72 g61 k78 x82 h70 f77 v91 s57 S100 z75 Z100 c92 C100 J100 j64 l84 r94 m100 n72 T72 D100',
  },
}
