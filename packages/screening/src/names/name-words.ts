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

/** Words of organisation names that a branch, a group or a trading arm adds: they say little, however seldom lists have them. */
export const genericWords = words(`
  branch filial filiale sucursal zweigniederlassung niederlassung office representative representation subsidiary division department unit
  group groupe gruppe grupo gruppa gruppo holding holdings kholding trading trade commercial international intl global worldwide enterprise enterprises
  service services servis solutions systems products partners partnership associates consulting management ventures worldwide`)

/** Surnames of one character, simplified and traditional: those of nearly all Chinese, and of Koreans in Han script. */
export const hanSurnames: ReadonlySet<string> = new Set([
  ...'王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭萧田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾鐘谭譚',
  ...'陆陸汪范範金石廖贾賈夏韦韋付傅方白邹鄒孟熊秦邱江尹薛闫閆阎閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯温溫康施文牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪',
  ...'庄莊聂聶章鲁魯岳翟殷申欧歐耿关關兰蘭焦俞左柳甘祝包宁寧尚符舒阮柯纪紀梅童凌毕畢单單季裴霍涂塗成苗谷盛曲翁冉骆駱蓝藍路游辛靳欧管柴蒙鲍鮑华華喻祁蒲房滕屈饶饒解牟艾尤',
  ...'阳陽时時穆农農司卓古吉缪繆简簡车車项項连連芦蘆麦麥褚娄婁窦竇戚岑景党黨宫宮费費卜冷晏席卫衛米柏宗瞿桂全佟应應臧闵閔苟邬鄔边邊卞姬师師和仇栾欒隋商刁沙荣榮巫寇桑郎甄',
  ...'丛叢仲虞敖巩鞏明佘池查麻苑迟遲邝鄺官封谈談鄢裘匡恽鞠惠奚习習慕朴權权表南卢玄陰池奉馬皮都',
])

/** The commonest Japanese surnames as they are read; the Mandarin reading of their characters says nothing. */
const japanese = `佐藤 sato 鈴木 suzuki 高橋 takahashi 高桥 takahashi 田中 tanaka 伊藤 ito 渡辺 watanabe 渡邊 watanabe 渡邉 watanabe 渡边 watanabe 山本 yamamoto 中村 nakamura 小林 kobayashi
  加藤 kato 吉田 yoshida 山田 yamada 佐々木 sasaki 佐佐木 sasaki 山口 yamaguchi 松本 matsumoto 井上 inoue 木村 kimura 斎藤 saito 斉藤 saito 齋藤 saito 齊藤 saito 清水 shimizu 山崎 yamazaki
  阿部 abe 安倍 abe 池田 ikeda 橋本 hashimoto 桥本 hashimoto 山下 yamashita 石川 ishikawa 中島 nakajima 前田 maeda 藤田 fujita 後藤 goto 小川 ogawa 岡田 okada 冈田 okada 村上 murakami 長谷川 hasegawa 近藤 kondo
  石井 ishii 坂本 sakamoto 遠藤 endo 远藤 endo 藤井 fujii 青木 aoki 福田 fukuda 三浦 miura 西村 nishimura 藤原 fujiwara 太田 ota 松田 matsuda 原田 harada 岡本 okamoto 中野 nakano 中川 nakagawa
  小野 ono 田村 tamura 竹内 takeuchi 金子 kaneko 和田 wada 中山 nakayama 石田 ishida 上田 ueda 森田 morita 柴田 shibata 酒井 sakai 工藤 kudo 横山 yokoyama 宮崎 miyazaki 宮本 miyamoto 内田 uchida
  高木 takagi 安藤 ando 谷口 taniguchi 大野 ono 丸山 maruyama 今井 imai 高田 takada 藤本 fujimoto 武田 takeda 村田 murata 上野 ueno 杉山 sugiyama 増田 masuda 菅原 sugawara 平野 hirano 大塚 otsuka
  小島 kojima 千葉 chiba 久保 kubo 松井 matsui 岩崎 iwasaki 桜井 sakurai 櫻井 sakurai 木下 kinoshita 野口 noguchi 松尾 matsuo 野村 nomura 菊地 kikuchi 菊池 kikuchi 佐野 sano 大西 onishi 杉本 sugimoto
  新井 arai 浜田 hamada 古川 furukawa 市川 ichikawa 水野 mizuno 小松 komatsu 島田 shimada 小山 koyama 高野 takano 山内 yamauchi 西田 nishida 石原 ishihara 菅野 kanno 川口 kawaguchi 中田 nakata
  小沢 ozawa 小澤 ozawa 小泉 koizumi 麻生 aso 鳩山 hatoyama 福島 fukushima 吉川 yoshikawa 飯田 iida 平田 hirata 五十嵐 igarashi 大島 oshima 辻 tsuji 森 mori 菅 suga 岸田 kishida 野田 noda 石破 ishiba 高市 takaichi`

/** Reading by surname in kanji. */
export const japaneseSurnames: ReadonlyMap<string, string> = new Map(
  [...japanese.matchAll(/(\S+) ([a-z]+)/g)].map(([, kanji = '', reading = '']) => [kanji, reading]),
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
