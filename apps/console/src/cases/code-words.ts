/** Words for the codes that a person reads on a case. A code that this console does not know keeps its own name. */
import type { TFunction } from 'i18next'
import { codes } from '../i18n/en/codes.ts'

type T = TFunction<'codes'>
type Kind = keyof typeof codes.value
const has = <O extends object>(table: O, key: string): key is keyof O & string => Object.hasOwn(table, key)

export const comparisonWord = (code: string, t: T): string =>
  has(codes.comparison, code) ? t(`comparison.${code}`) : code
export const resultWord = (code: string, t: T): string => (has(codes.result, code) ? t(`result.${code}`) : code)
/** Of a check with several answers, such as `PEP_CLEAR+MEDIA_CLEAR`, each with what it is about. */
export const resultsWord = (result: string, t: T): string =>
  result
    .split('+')
    .map((part) => {
      const [, about, answer] = /^(PEP|MEDIA)_(.+)$/.exec(part) ?? []
      if (about === undefined || answer === undefined) return resultWord(part, t)
      return `${about === 'PEP' ? t('about.pep') : t('about.media')}: ${resultWord(answer, t)}`
    })
    .join(', ')
export const floorWord = (id: string, t: T): string => (has(codes.floor, id) ? t(`floor.${id}`) : id)
export const cddWord = (level: string, t: T): string => (has(codes.cdd, level) ? t(`cdd.${level}`) : level)
export const endingWord = (code: string, t: T): string => (has(codes.ending, code) ? t(`ending.${code}`) : code)

/** What a code of a finding says beyond the sentences of the domain; undefined when it says nothing more. */
export const findingCodeWord = (code: string, t: T): string | undefined =>
  has(codes.finding, code) ? t(`finding.${code}`) : undefined

/** `case.opened` → what happened. Undefined for an action without a word of its own. */
export function eventWord(action: string, t: T): string | undefined {
  const key = action.replaceAll('.', '_')
  return has(codes.event, key) ? t(`event.${key}`) : undefined
}

const kindOfPath: readonly (readonly [RegExp, Kind])[] = [
  [/^identity\.dobPrecision$/, 'precision'],
  [/^identity\.sexOnDocument$/, 'sex'],
  [/^identity\.otherNames\[\d+\]\.kind$/, 'nameKind'],
  [/^identity\.nationalities\[\d+\]$/, 'nationality'],
  [/^identity\.pepDeclaration\.status$/, 'pep'],
  [/^contact\.addressType$/, 'address'],
  [/^contact\.preferredLanguage$/, 'language'],
  [/^document\.type$/, 'document'],
  [/^document\.verification\.method$/, 'method'],
  [/^document\.verification\.level$/, 'assurance'],
  [/^financial\.employmentStatus$/, 'employment'],
  [/^financial\.sourceOf(Funds|Wealth)(\[\d+\])?\.kind$/, 'funds'],
  [/^financial\.purpose\.kind$/, 'purpose'],
  [/^financial\.occupation\.activity$/, 'activity'],
  [/\.noTinReason$/, 'noTin'],
  [/^product$/, 'product'],
  [/^channel$/, 'channel'],
]

/** The word for a declared value whose field knows only a few; undefined for any other field or value. */
export function factValueWord(path: string, value: string, t: T): string | undefined {
  const kind = kindOfPath.find(([pattern]) => pattern.test(path))?.[1]
  return kind === undefined ? undefined : valueWord(kind, value, t)
}

function valueWord(kind: Kind, value: string, t: T): string | undefined {
  const words: Readonly<Record<string, string>> = codes.value[kind]
  if (!Object.hasOwn(words, value)) return undefined
  // The key was found in the catalogue just now; its type is a union of some hundred keys.
  return t(`value.${kind}.${value}` as 'value.sex.F')
}

/** `residence:DE` or `pep:CURRENT` → what drove a factor, in words. */
export function driverWord(driver: string, t: T, language: string): string {
  const [link = '', value] = driver.split(':')
  const name = has(codes.driver, link) ? t(`driver.${link}`) : link
  if (value === undefined) return name
  return `${name}: ${driverValue(link, value, t) ?? countryName(value, language) ?? value}`
}

function driverValue(link: string, value: string, t: T): string | undefined {
  switch (link) {
    case 'sourceOfFunds':
      return valueWord('funds', value, t)
    case 'adverseMedia':
      return valueWord('media', value, t)
    case 'occupation':
    case 'product':
    case 'channel':
    case 'pep':
    case 'wealth':
      return valueWord(link, value, t)
    default:
      return undefined
  }
}

/** Name of a country by its ISO 3166 code in either case; undefined when it is none. */
export function countryName(code: string, language: string): string | undefined {
  if (!/^[a-z]{2}$/i.test(code)) return undefined
  const upper = code.toUpperCase()
  const name = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }).of(upper)
  return name === undefined || name === upper ? undefined : name
}
