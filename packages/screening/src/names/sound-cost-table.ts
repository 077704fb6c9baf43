/** What one sound costs for another, in hundredths, by how the two words are written. */
// Written by scripts/learn-sound-costs.ts from names that one person bears in several scripts. Pairs left out cost 100.
import type { SoundPath } from './sound-costs.ts'

export const soundCostTable: Readonly<Partial<Record<SoundPath, { readonly swaps: string; readonly gaps: string }>>> = {
  same: {
    swaps:
      'ae37 ai78 ao44 au57 aA5 aW50 aY30 ac53 ei43 eo68 eu82 eA20 eW50 eY10 eC64 iu70 iA25 iW50 iY5 iv81 is93 iz96 iZ58 iJ62 ij32 ou32 oA25 oW8 oY50 ok86 uA30 uW5 uY50 uv41 AW50 AY40 Ah30 WY60 Wf40 Wv10 YJ50 Yj10 bp83 bd96 bv91 pf62 pT87 dt63 dk85 dz64 dJ44 dT75 dD7 tc37 tC95 tT26 tD91 gk41 gh52 gZ42 gJ22 gj52 gD77 kx36 kZ76 kc56 kC56 kJ75 kj93 xh35 xZ84 xC34 xj90 hC75 fj93 fT62 vn64 sS49 sz40 sZ94 sc41 sn88 sT57 SZ66 SC43 SJ77 Sm91 zZ43 zc69 zJ84 zl48 zT57 zD54 ZC66 ZJ72 Zj41 ZD95 cC55 cJ87 cj85 CJ62 Cj56 Jj25 JT91 JD89 mn86 TD30',
    gaps: 'a72 e49 i59 o58 u72 A20 W30 Y30 b100 p57 d100 t73 g63 k77 x82 h67 f78 v90 s57 S100 z70 Z95 c92 C100 J100 j65 l84 r94 m100 n73 T73 D100',
  },
}
