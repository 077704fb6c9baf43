import { afterAll, describe, expect, it } from 'vitest'
import { createScreeningIndex } from '../candidates/create-screening-index.ts'
import { finishEntity } from '../entity-hash.ts'
import { toIndexImage } from '../index-image/write-image.ts'
import { BatchPool } from './batch-pool.ts'
import { inOrder } from './in-order.ts'
import { splitLines } from './split-lines.ts'
import { streamCustomers } from './stream-customers.ts'

const index = createScreeningIndex([
  finishEntity({
    listId: 'UN',
    entryId: 'QDi.1',
    schema: 'Person',
    names: [{ full: 'Ramzan Akhmatovich KADYROV', kind: 'primary' }],
    topics: ['sanction'],
    raw: { line: 1 },
  }),
  finishEntity({
    listId: 'PEPS',
    entryId: '7',
    schema: 'Person',
    names: [{ full: 'Ramzan Kadyrov', kind: 'primary' }],
    topics: ['role.pep'],
    raw: { line: 1 },
  }),
])
const pool = new BatchPool(toIndexImage(index), index.config, 2)
afterAll(() => pool.close())
const versions = new Map([
  ['UN', 'v3'],
  ['PEPS', 'v1'],
])

async function run(text: string | Uint8Array, more: Partial<Parameters<typeof streamCustomers>[1]> = {}) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const lines: string[] = []
  const source = pieces(bytes, 7)
  for await (const out of streamCustomers(source, { pool, index, versions, settings: {}, ...more })) lines.push(out)
  return lines
    .join('')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

const listed = { id: 'a', kind: 'person', names: ['Рамзан Кадыров'] }
const ordinary = { id: 'b', names: ['Anna Beispiel'], birthDates: ['1990-05-01'] }

describe('a stream of customers', () => {
  it('is answered a line each, in order, with a count at the end', async () => {
    const input = Array.from({ length: 700 }, (_, i) =>
      JSON.stringify({ ...(i % 7 === 0 ? listed : ordinary), id: `c${i}` }),
    )
    const answers = await run(`${input.join('\n')}\n`)
    expect(answers.slice(0, -1).map(({ id, line }) => [id, line])).toEqual(input.map((_, i) => [`c${i}`, i + 1]))
    expect(answers[0]).toMatchObject({
      outcome: 'ALERT',
      hits: expect.arrayContaining([expect.objectContaining({ entityId: 'UN:QDi.1', listVersion: 'v3', alert: true })]),
    })
    expect(answers[1]).toMatchObject({ outcome: 'CLEAR', hits: [], score: 0 })
    expect(answers.at(-1)).toMatchObject({
      end: { lines: 700, answered: 700, alerts: 100, refused: 0, versions: { UN: 'v3' }, indexVersion: index.version },
    })
  })

  it('screens only what was asked for', async () => {
    const answers = await run(JSON.stringify(listed), { settings: { purposes: ['pep'], lists: ['UN', 'PEPS'] } })
    expect(answers[0]).toMatchObject({ hits: [{ entityId: 'PEPS:7' }] })
    expect((await run(JSON.stringify(listed), { settings: { lists: ['UN'] } }))[0]).toMatchObject({
      hits: [{ entityId: 'UN:QDi.1' }],
    })
  })

  it.each([
    ['{"id":"x","names":["A B"', 'NOT_JSON', undefined],
    ['[]', 'FIELD_INVALID', undefined],
    ['{"id":"x"}', 'FIELD_MISSING', 'names'],
    ['{"id":"x","names":"A B"}', 'FIELD_INVALID', 'names'],
    ['{"id":"x","names":["A B"],"dob":"1990"}', 'FIELD_UNKNOWN', 'dob'],
    ['{"id":"x","names":["A B"],"birthDates":["01.05.1990"]}', 'FIELD_INVALID', 'birthDates[0]'],
    ['{"id":"x","names":["A B"],"kind":"robot"}', 'FIELD_INVALID', 'kind'],
    ['{"id":"x","names":["A B"],"documents":[{"kind":"passport"}]}', 'FIELD_MISSING', 'documents[0]'],
    [`{"id":"x","names":["${'A'.repeat(300_000)}"]}`, 'LINE_TOO_LONG', undefined],
  ])('goes on after a line that cannot be read: %.60s', async (line, code, path) => {
    const answers = await run(`${JSON.stringify(listed)}\r\n\r\n${line}\r\n${JSON.stringify(ordinary)}`)
    expect(answers.map((answer) => answer['line'])).toEqual([1, 3, 4, undefined])
    expect(answers[1]).toEqual({
      line: 3,
      id: code.startsWith('FIELD') && line.includes('"x"') ? 'x' : null,
      error: { code, ...(path === undefined ? {} : { path }), message: expect.any(String) },
    })
    expect(JSON.stringify(answers[1])).not.toContain('A B')
    expect(answers.at(-1)).toMatchObject({ end: { lines: 3, answered: 2, refused: 1 } })
  })

  it('takes a byte order mark, and refuses bytes that are no UTF-8', async () => {
    const bytes = Buffer.concat([Buffer.from(`\ufeff${JSON.stringify(listed)}\n`), Buffer.from([0x7b, 0xff, 0x0a])])
    expect(await run(bytes)).toMatchObject([
      { outcome: 'ALERT' },
      { error: { code: 'NOT_UTF8' } },
      { end: { lines: 2 } },
    ])
  })

  it('tells how far it is when asked', async () => {
    const input = Array.from({ length: 600 }, () => JSON.stringify(ordinary)).join('\n')
    const told = (await run(input, { progressEvery: 200 })).flatMap((answer) => answer['progress'] ?? [])
    expect(told.length).toBeGreaterThan(1)
    expect(told[0]).toMatchObject({ refused: 0 })
  })

  it('answers what it has while the next line is still to come', async () => {
    let release = (): void => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode(`${JSON.stringify(listed)}\n`)
      await held
    }
    const answers = streamCustomers(slow(), { pool, index, versions, settings: {} })
    expect((await answers.next()).value).toContain('"ALERT"')
    release()
    expect((await answers.next()).value).toContain('"end"')
  })

  it('stops on a signal', async () => {
    const stop = new AbortController()
    const input = Array.from({ length: 2000 }, () => JSON.stringify(ordinary)).join('\n')
    const answers = streamCustomers(pieces(new TextEncoder().encode(input), 1000), {
      pool,
      index,
      versions,
      settings: {},
      signal: stop.signal,
    })
    await answers.next()
    stop.abort()
    await expect(
      (async () => {
        for await (const _ of answers) void _
      })(),
    ).rejects.toMatchObject({ code: 'BATCH_CANCELLED' })
  })
})

describe('inOrder', () => {
  it('reads no further ahead than it may', async () => {
    let read = 0
    let done = 0
    async function* numbers(): AsyncGenerator<number> {
      for (let i = 0; i < 50; i++) {
        read++
        yield i
      }
    }
    const out: number[] = []
    for await (const value of inOrder(numbers(), async (i) => i * 2, 3)) {
      out.push(value)
      done++
      expect(read - done).toBeLessThanOrEqual(4)
    }
    expect(out).toEqual(Array.from({ length: 50 }, (_, i) => i * 2))
  })

  it('ends its source when the consumer leaves', async () => {
    let isEnded = false
    async function* source(): AsyncGenerator<number> {
      try {
        for (let i = 0; ; i++) yield i
      } finally {
        isEnded = true
      }
    }
    for await (const value of inOrder(source(), async (i) => i, 2)) if (value === 5) break
    await expect.poll(() => isEnded, { timeout: 10_000 }).toBe(true)
  })
})

describe('splitLines', () => {
  it('finds the same lines however the bytes arrive', async () => {
    const bytes = new TextEncoder().encode('a\n\nbcd\r\nlonger than it may be\nlast')
    for (let size = 1; size <= bytes.length; size++) {
      const lines: string[] = []
      for await (const some of splitLines(pieces(bytes, size), 8)) {
        for (const line of some)
          lines.push(`${line.number}:${line.bytes === undefined ? '-' : Buffer.from(line.bytes).toString()}`)
      }
      expect(lines).toEqual(['1:a', '2:', '3:bcd', '4:-', '5:last'])
    }
  })
})
