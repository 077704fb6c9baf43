import { createReadStream } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createScreeningIndex } from '../candidates/create-screening-index.ts'
import { finishEntity } from '../entity-hash.ts'
import { evaluate } from './evaluate.ts'
import { matchQueries } from './match-queries.ts'
import { screenBatch } from './screen-batch.ts'
import { scorePairs } from './score-pairs.ts'

const header = 'id,schema,q_name,q_birth_date,q_gender,c_name,c_birth_date,c_gender\n'
const index = createScreeningIndex([
  finishEntity({
    listId: 'TEST',
    entryId: '1',
    schema: 'Person',
    names: [{ full: 'Ramzan Akhmatovich KADYROV', kind: 'primary' }],
    raw: { line: 1 },
  }),
])

async function all<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const out: T[] = []
  for await (const row of rows) out.push(row)
  return out
}

describe('scorePairs', () => {
  it('scores row by row and tells progress', async () => {
    const told: number[] = []
    const csv = `${header}a,Person,Ivan Petrov,1970-01-02,M,Иван Петров,1970-01-02,male\nb,Person,Ivan Petrov,,,Li Wei,,\n`
    const [same, other] = await all(scorePairs(csv, { onProgress: (rows) => told.push(rows) }))
    expect(same?.id).toBe('a')
    expect(same?.score).toBeGreaterThan(95)
    expect(other?.score).toBeLessThan(20)
    expect(told).toEqual([2])
  })

  it.each([
    ['id,q_name\n1,a\n', 'COLUMN_MISSING', 1, 'c_name'],
    [`${header}a,Person,Ivan,02.01.1970,,Ivan,,\n`, 'VALUE_INVALID', 2, 'q_birth_date'],
    [`${header}a,Person,,,,Ivan,,\n`, 'VALUE_INVALID', 2, 'q_name'],
  ])('names line and column of what is wrong in %j', async (csv, code, line, column) => {
    await expect(all(scorePairs(csv))).rejects.toMatchObject({ code, details: { line, column } })
  })

  it.each([
    ['a name in Windows-1252', Buffer.from('id,q_name,c_name\n1,a,b\n2,M\xfcller,Mueller\n', 'latin1'), 3],
    ['UTF-16', Buffer.from('\ufeffid,q_name,c_name\n', 'utf16le'), 1],
    ['a column twice', 'id,q_name,c_name,id\n1,a,b,2\n', 1],
  ])('refuses %s', async (_what, csv, line) => {
    await expect(all(scorePairs(csv))).rejects.toMatchObject({ code: 'TABLE_MALFORMED', details: { line } })
  })

  it('takes characters that lie across two pieces, and names a file that is not there', async () => {
    const bytes = Buffer.from(`${header}a,Person,Иван,,,Иван,,\n`)
    async function* pieces() {
      for (let at = 0; at < bytes.length; at++) yield bytes.subarray(at, at + 1)
    }
    expect((await all(scorePairs(pieces())))[0]?.score).toBeGreaterThan(50)
    await expect(all(scorePairs(createReadStream('/nowhere/at/all.csv')))).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('refuses rows of another width and tables without rows', async () => {
    await expect(all(scorePairs(`${header}a,b\n`))).rejects.toMatchObject({
      code: 'TABLE_MALFORMED',
      details: { line: 2 },
    })
    await expect(all(scorePairs(header))).rejects.toMatchObject({ code: 'TABLE_EMPTY' })
  })
})

describe('matchQueries', () => {
  it('screens customers and can be cancelled', async () => {
    const csv = 'qid,name,schema\n1,Рамзан Кадыров,Person\n2,Anna Beispiel,Person\n'
    const found = await all(matchQueries(csv, index))
    expect(found.map((row) => row.result.total)).toEqual([1, 0])
    const signal = AbortSignal.abort()
    await expect(all(matchQueries(csv, index, { signal }))).rejects.toMatchObject({ code: 'BATCH_CANCELLED' })
    await expect(all(matchQueries(csv, index, { signal, workers: 2 }))).rejects.toMatchObject({
      code: 'BATCH_CANCELLED',
    })
  })

  it('answers on threads as it does alone, and tells of a bad row after those before it', async () => {
    const rows = Array.from({ length: 600 }, (_, i) => `${i},${i % 3 === 0 ? 'Ramzan Kadyrow' : `Nobody ${i}`},Person,`)
    const csv = ['qid,name,schema,birth_date', ...rows].join('\n')
    const alone = await all(matchQueries(csv, index, { threshold: 0 }))
    expect(await all(matchQueries(csv, index, { threshold: 0, workers: 2 }))).toEqual(alone)

    const answered: string[] = []
    const broken = matchQueries(`${csv}\n600,Anna,Person,yesterday\n`, index, { workers: 2 })
    const reading = (async () => {
      for await (const { id } of broken) answered.push(id)
    })()
    await expect(reading).rejects.toMatchObject({ code: 'VALUE_INVALID', details: { line: 602, column: 'birth_date' } })
    expect(answered).toHaveLength(600)
  })
})

describe('screenBatch', () => {
  it('answers in order, on threads, exactly as the index does', async () => {
    const queries = Array.from({ length: 600 }, (_, i) => ({
      id: String(i),
      query: { kind: 'person' as const, names: [i % 3 === 0 ? 'Ramzan Kadyrow' : `Nobody Number${i}`] },
    }))
    const told: number[] = []
    const answers = await all(screenBatch(index, queries, { workers: 2, onProgress: (done) => told.push(done) }))
    expect(answers.map((answer) => answer.id)).toEqual(queries.map(({ id }) => id))
    expect(answers.filter((answer) => answer.result.total > 0)).toHaveLength(200)
    expect(answers[0]?.result.hits[0]?.score).toBe(
      index.match(queries[0]?.query ?? { kind: 'any', names: [] }).hits[0]?.score,
    )
    expect(told.at(-1)).toBe(600)
  })
})

describe('evaluate', () => {
  it('never splits ties at a threshold', () => {
    const judged = [
      { score: 9, positive: true, phenomenon: 'typo' },
      { score: 5, positive: true, phenomenon: 'typo' },
      { score: 5, positive: false, phenomenon: 'other' },
      { score: 1, positive: false, phenomenon: 'other' },
    ]
    const result = evaluate(judged, [0.01])
    expect(result.points[0]).toMatchObject({ threshold: 5, recall: 0.5 })
    expect(result.auc).toBe(0.875)
    expect(() => evaluate(judged.slice(0, 1))).toThrow(RangeError)
  })
})
