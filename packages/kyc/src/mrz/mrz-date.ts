/** Two-digit years of a machine-readable zone, with the century that the rule gives them. */
import { isIsoDate } from '../iso-date.ts'

/** `YYMMDD` of a birth as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`; the latest year that is not in the future. */
export function mrzBirthDate(yymmdd: string, today: string): string | null {
  const match = /^(\d{2})(\d{2}|<<)(\d{2}|<<)$/.exec(yymmdd)
  if (!match) return null
  const [, year = '', month = '', day = ''] = match
  const candidates = [`20${year}`, `19${year}`].map((century) => joinParts(century, month, day))
  const past = candidates.find((candidate) => candidate <= today.slice(0, candidate.length))
  return past && (past.length < 10 || isIsoDate(past)) ? past : null
}

/** `YYMMDD` of an expiry as `YYYY-MM-DD`, within 2000 to 2099; null when it is no date. */
export function mrzExpiryDate(yymmdd: string): string | null {
  if (!/^\d{6}$/.test(yymmdd)) return null
  const date = `20${yymmdd.slice(0, 2)}-${yymmdd.slice(2, 4)}-${yymmdd.slice(4, 6)}`
  return isIsoDate(date) ? date : null
}

function joinParts(year: string, month: string, day: string): string {
  if (month === '<<') return year
  return day === '<<' ? `${year}-${month}` : `${year}-${month}-${day}`
}
