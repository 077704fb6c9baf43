import { expect, it } from 'vitest'
import { cronWords } from './cron-words.ts'

it.each([
  ['0 0 6 * * MON-FRI', 'en', 'At 06:00, Monday through Friday'],
  ['0 0 6 * * MON-FRI', 'de', 'Um 06:00, Montag bis Freitag'],
  ['0 */5 * * * *', 'en', 'Every 5 minutes'],
  ['@daily', 'en', 'At 00:00'],
  ['0 0 0 1 * *', 'de', 'Um 00:00, an Tag 1 des Monats'],
])('says %s in %s', (expression, language, words) => {
  expect(cronWords(expression, language)).toBe(words)
})

it.each(['', 'every day', '0 0 6 * *  * * * *', '99 0 6 * * *'])('has no words for %j', (expression) => {
  expect(cronWords(expression, 'en')).toBeNull()
})
