import { describe, expect, it } from 'vitest'
import { checkCron, nextTimes } from './cron.ts'

// A Tuesday.
const from = Date.parse('2026-11-24T00:00:00Z')

function next(expression: string): string[] {
  const times = nextTimes(expression, { zone: 'UTC', from, until: undefined, limit: 3 })
  return times.map((time) => new Date(time).toISOString().slice(5, 19))
}

describe('a cron expression means what it means to Spring', () => {
  it.each([
    ['*/10 * * * * *', ['11-24T00:00:10', '11-24T00:00:20', '11-24T00:00:30']],
    ['0/20 * * ? * *', ['11-24T00:00:20', '11-24T00:00:40', '11-24T00:01:00']],
    ['0 30/20 * * * *', ['11-24T00:30:00', '11-24T00:50:00', '11-24T01:30:00']],
    ['0 0 0 1/10 * ?', ['12-01T00:00:00', '12-11T00:00:00', '12-21T00:00:00']],
    ['0 0 9 ? * MON/2', ['11-25T09:00:00', '11-27T09:00:00', '11-30T09:00:00']],
    ['0 0 12 ? JAN/3 *', ['01-01T12:00:00', '01-02T12:00:00', '01-03T12:00:00']],
    ['0 0 0 LW * *', ['11-30T00:00:00', '12-31T00:00:00', '01-29T00:00:00']],
    ['0 0 0 ? * 5#2', ['12-11T00:00:00', '01-08T00:00:00', '02-12T00:00:00']],
    ['0 0 0 13 * FRI', ['08-13T00:00:00', '10-13T00:00:00', '04-13T00:00:00']],
    ['@daily', ['11-25T00:00:00', '11-26T00:00:00', '11-27T00:00:00']],
  ])('%s', (expression, times) => {
    expect(next(expression)).toEqual(times)
  })

  it.each(['* * * * *', '60 * * * * *', '*/0 * * * * *', '0/90 * * * * *', 'now'])('but %s means nothing', (wrong) => {
    expect(() => checkCron(wrong, 'UTC')).toThrow(`Invalid cron expression '${wrong}'`)
  })
})
