/** What a reader without the right sees instead of a value: enough to recognise it, too little to use it. */

const DOT = '•'

/** `Max Beispiel` → `M•• B•••••••`. */
export function maskWords(value: string): string {
  return value.replace(/(\S)(\S*)/gu, (_, first: string, rest: string) => first + DOT.repeat([...rest].length))
}

/** `1990-05-17` → `1990-••-••`. */
function maskDate(value: string): string {
  return value.replace(/^(\d{4}).*$/, `$1-${DOT}${DOT}-${DOT}${DOT}`)
}

/** `DE89370400440532013000` → `DE•• •••• 3000`. */
function maskIban(value: string): string {
  const compact = value.replace(/\s/g, '')
  if (compact.length < 8) return DOT.repeat(8)
  return `${compact.slice(0, 2)}${DOT}${DOT} ${DOT.repeat(4)} ${compact.slice(-4)}`
}

/** Keeps the last three characters, as for document numbers. */
function maskCode(value: string): string {
  return value.length <= 3 ? DOT.repeat(3) : DOT.repeat(value.length - 3) + value.slice(-3)
}

/** `max@example.com` → `m••@e••••••.com`. */
function maskEmail(value: string): string {
  const at = value.lastIndexOf('@')
  if (at < 1) return DOT.repeat(6)
  const domain = value.slice(at + 1)
  const dot = domain.lastIndexOf('.')
  const ending = dot > 0 ? domain.slice(dot) : ''
  return `${value.slice(0, 1)}${DOT}${DOT}@${domain.slice(0, 1)}${DOT.repeat(4)}${ending}`
}

const OPEN_PATHS =
  /^(product|channel)$|^consents\.|^contact\.(addressType|preferredLanguage|phoneUsedForSignIn|residenceCountry|residence\.country|emailConfirmedAt|phoneConfirmedAt)$|^document\.(type|issuingState|verification\.(method|level|provider|at))$|^identity\.(mononym|dobPrecision|birthCountry|nationalities.*|residenceByInvestment|pepDeclaration\.status)$|^financial\.(employmentStatus|purpose.*|sourceOfFunds.*kind)$|^tax\.(usPerson|taxResidences\[\d+\]\.country)$/

/** True for values that every member of staff on the case may see: enumerations, countries and versions. */
export function isOpenPath(path: string): boolean {
  return OPEN_PATHS.test(path)
}

/** The masked form of the value at a path of the application. */
export function maskValue(path: string, value: string): string {
  if (isOpenPath(path)) return value
  if (/[dD]ate|issuedOn|receivedOn|endedOn|[sS]ince/.test(path)) return maskDate(value)
  if (/iban$/i.test(path)) return maskIban(value)
  if (/email$/i.test(path)) return maskEmail(value)
  if (/(number|mrz|tin|nationalId|phone|bic)/i.test(path)) return maskCode(value)
  if (/(Minor|amount|income|wealth|debt|turnover)/i.test(path)) return DOT.repeat(4)
  return maskWords(value)
}
