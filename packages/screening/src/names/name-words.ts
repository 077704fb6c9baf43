/** Small closed word lists that carry little of a name: titles, particles, stand-ins for "no name". All romanised. */

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}

/** Honorifics, ranks, religious titles. In Afghan and Gulf names they are at times the name: weak, never dropped. */
export const titles = words(`
  mr mrs ms miss mme dr prof professor sheikh shaykh shaikh shayk cheikh sheik haji hajji hajj hadji haj alhaj alhaji mullah mulla molla maulavi mawlawi maulvi
  mawlavi moulvi qari hafiz sayyid sayed seyed seyyed syed sayyed sidi general gen colonel col major maj brigadier brig
  captain capt lieutenant lt sergeant sgt commander admiral adm marshal sir lord hon honourable honorable rev reverend
  eng engr engineer ing shri smt sri ustad ustaz imam ayatollah hojjatoleslam hojjat president dato datuk tengku senator
  deputy minister prince princess king queen herr frau monsieur madame don dona sr sra jr junior senior phd doctor
  lic daw comrade doktor shahid martyr asheikh alshaykh alsheikh aldktwr alsyd alshykh dktwr gospodin`)

/** Joining words of personal names: optional and spelled in many ways. */
export const particles = words(`
  al el ul ad as ar an at az ash ud ur us il bin ibn ben bint bent ould wld oglu ogly oghlu ogli uulu qizi kyzy gizi
  de del della di da das dos du la le las los van von der den ter zu zum zur y e i und and of the do d l te bn abn`)

/** What forms write when a part of a name is missing. */
export const placeholders = words('fnu lnu nmn fnm unknown none nil na xxx noname')

/** Words of organisation names that name nobody. */
export const fillers = words(
  'the of and de la le el al des du der die das und et y e i for in do da dos a to v na po dlya pri no nr',
)

/** Compound surnames of Han names, simplified and traditional. */
export const compoundHan = words(
  '欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 夏侯 东方 東方 端木 司徒',
)

/** Compound surnames of Korean names. */
export const compoundHangul = words('남궁 황보 제갈 사공 선우 독고 서문')

/** How Koreans themselves spell their surnames, where the romanisation tables say otherwise. */
export const hangulSurnames: Readonly<Record<string, string>> = {
  김: 'kim',
  이: 'lee',
  리: 'ri',
  박: 'park',
  최: 'choi',
  정: 'jung',
  강: 'kang',
  조: 'cho',
  윤: 'yoon',
  장: 'jang',
  임: 'lim',
  림: 'rim',
  오: 'oh',
  신: 'shin',
  서: 'seo',
  권: 'kwon',
  황: 'hwang',
  안: 'ahn',
  송: 'song',
  류: 'ryu',
  유: 'yoo',
  홍: 'hong',
  전: 'jeon',
  고: 'ko',
  문: 'moon',
  손: 'son',
  양: 'yang',
  배: 'bae',
  백: 'baek',
  허: 'hur',
  남: 'nam',
  심: 'shim',
  노: 'noh',
  하: 'ha',
  곽: 'kwak',
  성: 'sung',
  차: 'cha',
  주: 'joo',
  우: 'woo',
  구: 'koo',
  민: 'min',
  진: 'jin',
  지: 'ji',
  엄: 'um',
  변: 'byun',
  량: 'ryang',
  렴: 'ryom',
  현: 'hyun',
  방: 'bang',
  길: 'gil',
  연: 'yeon',
  한: 'han',
  나: 'na',
  라: 'ra',
}
