import { expect, it } from 'vitest'
import { formatBytes, formatDuration } from './duration.ts'

it.each([
  [0, '0 ms'],
  [850, '850 ms'],
  [4_200, '4.2 s'],
  [59_000, '59 s'],
  [59_990, '1 min'],
  [185_000, '3 min 05 s'],
  [3_600_000, '1 h'],
  [3_840_000, '1 h 04 min'],
  [183_600_000, '2 d 3 h'],
])('says %i ms as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

it.each([
  [12, '12 B'],
  [2_048, '2 KB'],
  [5_500_000, '5.2 MB'],
])('says %i bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})
