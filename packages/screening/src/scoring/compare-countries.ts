/** Countries against countries, with the states that came after others and territories that belong to them. */
import type { Agreement, Comparison } from './hit.ts'

export interface CountryComparison {
  readonly comparison: Comparison
  readonly agreement: Agreement
  /** −1 to 1; 0 unknown. */
  readonly value: number
  readonly query: string | null
  readonly list: string | null
}

const successors: Readonly<Record<string, string>> = {
  suhh: 'ru ua by kz uz ge am az md kg tj tm lt lv ee',
  yucs: 'rs me hr si ba mk xk',
  csxx: 'rs me xk',
  cshh: 'cz sk',
  ddde: 'de',
  yd: 'ye',
  sd: 'ss',
  cn: 'hk mo tw',
  gb: 'gg je im gi bm vg ky',
  us: 'pr gu vi',
  fr: 'gp mq re gf yt nc pf',
  nl: 'aw cw sx',
  dk: 'gl fo',
  rs: 'xk',
  ru: 'xa',
  ua: 'xc',
  il: 'ps',
}

const kin = new Set<string>()
for (const [before, after] of Object.entries(successors)) {
  for (const code of after.split(' ')) {
    kin.add(`${before} ${code}`)
    kin.add(`${code} ${before}`)
  }
}

const unknownCountry: CountryComparison = {
  comparison: 'not-compared',
  agreement: 'unknown',
  value: 0,
  query: null,
  list: null,
}

/** Both lists lower-case alpha-2 or historic codes. */
export function compareCountries(query: readonly string[], list: readonly string[]): CountryComparison {
  const [q] = query
  const [l] = list
  if (q === undefined || l === undefined) return unknownCountry
  const shared = query.find((code) => list.includes(code))
  if (shared !== undefined)
    return { comparison: 'same-country', agreement: 'agrees', value: 1, query: shared, list: shared }
  for (const a of query) {
    const b = list.find((code) => kin.has(`${a} ${code}`))
    if (b !== undefined) return { comparison: 'successor-country', agreement: 'close', value: 0.5, query: a, list: b }
  }
  return {
    comparison: 'other-country',
    agreement: 'differs',
    value: -1,
    query: query.join(', '),
    list: list.join(', '),
  }
}
