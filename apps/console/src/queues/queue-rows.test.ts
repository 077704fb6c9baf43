import { describe, expect, it } from 'vitest'
import { queueRows, servedWithinMs } from './queue-rows.ts'

const now = 1_000_000
const poll = (queueName: string, ago: number, domain?: string) => ({
  queueName,
  domain,
  workerId: 'w',
  lastPollTime: now - ago,
})

describe('queueRows', () => {
  it('puts first what waits while nobody polls', () => {
    const rows = queueRows(
      { served: 9, stuck: 1, idle: 0, HTTP: 4, _deciderQueue: 2, gone: 3 },
      [poll('served', 100), poll('gone', servedWithinMs + 1)],
      now,
    )
    expect(rows.map((row) => [row.key, row.state])).toEqual([
      ['gone', 'stuck'],
      ['stuck', 'stuck'],
      ['served', 'served'],
      ['idle', 'idle'],
      ['HTTP', 'system'],
      ['_deciderQueue', 'system'],
    ])
  })

  it('keeps domains apart', () => {
    const rows = queueRows({ 'dom:check': 2, check: 0 }, [poll('check', 0)], now)
    expect(rows.map((row) => [row.task, row.domain, row.state])).toEqual([
      ['check', 'dom', 'stuck'],
      ['check', undefined, 'served'],
    ])
  })
})
