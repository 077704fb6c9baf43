/** A cron expression in words. */
import cronstrue from 'cronstrue'
import 'cronstrue/locales/de.js'

const macros: Readonly<Record<string, string>> = {
  '@yearly': '0 0 0 1 1 *',
  '@annually': '0 0 0 1 1 *',
  '@monthly': '0 0 0 1 * *',
  '@weekly': '0 0 0 * * 0',
  '@daily': '0 0 0 * * *',
  '@midnight': '0 0 0 * * *',
  '@hourly': '0 0 * * * *',
}

/** Six fields, seconds first, or a macro such as `@daily`; null for what cannot be put into words. */
export function cronWords(expression: string, language: string): string | null {
  const text = expression.trim()
  const fields = macros[text] ?? text
  if (fields === '') return null
  try {
    return cronstrue.toString(fields, {
      locale: language.startsWith('de') ? 'de' : 'en',
      use24HourTimeFormat: true,
      dayOfWeekStartIndexZero: true,
    })
  } catch {
    return null
  }
}
