import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCli } from './run-cli.ts'
import { tableWaysOut } from './table-files.ts'

let folder: string
let said = ''
let complained = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-screening-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function run(...args: readonly string[]): Promise<number> {
  said = ''
  complained = ''
  return runCli(args, {
    env: {},
    cwd: folder,
    out: (text) => (said += `${text}\n`),
    err: (text) => (complained += `${text}\n`),
    stopRequested: async () => 'SIGTERM',
  })
}
const file = (name: string, text: string) => writeFile(join(folder, name), text)

const pairs = `id,q_name,c_name,label,phenomenon
a,Dawood Ibrahim,"Ibrahim, Dawood",1,order
"b,1",Olga Erfunden,Piet de Vries,0,other
`

describe('gatehouse screening', () => {
  it('scores pairs', async () => {
    await file('pairs.csv', pairs)
    expect(await run('screening', 'score', 'pairs.csv')).toBe(0)
    const [header, first, second] = said.split('\n')
    expect(header).toBe('id,score')
    expect(Number(first?.split(',')[1])).toBeGreaterThan(80)
    expect(second).toMatch(/^"b,1",\d/)
    expect(complained).toBe('pairs.csv: 2 rows\n')
  })

  it.each([
    ['q_name\nA\n', /pairs\.csv \(line 1\): Column 'c_name' is missing.*\[COLUMN_MISSING\]/],
    ['q_name,c_name\nA,B\n,C\n', /Line 3, column 'q_name': the cell is empty\. \[VALUE_INVALID\]/],
    ['q_name,c_name,q_birth_date\nA,B,yesterday\n', /Line 2, column 'q_birth_date': 'yesterday' is no date/],
    ['q_name,c_name\nA,B\nA,B,C\n', /pairs\.csv.*ine 3.*\[TABLE_MALFORMED\]/],
    ['q_name,c_name\n', /\[TABLE_EMPTY\]/],
  ])('says where a table is wrong: %j', async (text, message) => {
    await file('pairs.csv', text)
    expect(await run('screening', 'score', 'pairs.csv')).toBe(1)
    expect(complained).toMatch(message)
  })

  it('finds customers in list files, best first', async () => {
    const entry = (id: string, name: string) =>
      JSON.stringify({ id, schema: 'Person', properties: { name: [name], topics: ['sanction'] } })
    await file('own.json', `${entry('E1', 'Dawood Ibrahim')}\n${entry('E2', 'Dawoud Ibrahem')}\n`)
    await file('customers.csv', 'qid,name\nq1,Dawood Ibrahim\nq2,Piet de Vries\n')
    expect(await run('screening', 'match', 'customers.csv', '--list', 'own.json')).toBe(0)
    const lines = said.trim().split('\n')
    expect(lines[0]).toBe('qid,uid,score,rank')
    expect(lines[1]).toMatch(/^q1,E1,\d+(\.\d)?,1$/)
    expect(lines[2]).toMatch(/^q1,E2,\d+(\.\d)?,2$/)
    expect(lines).toHaveLength(3)
    expect(complained).toContain('OWN: 2 entries')
    expect(await run('screening', 'match', 'customers.csv', '--list', 'OWN:ftm-json=own.json', '--limit', '1')).toBe(0)
    expect(said.trim().split('\n')).toHaveLength(2)
  })

  it('measures labelled pairs', async () => {
    await file('pairs.csv', pairs)
    expect(await run('screening', 'evaluate', 'pairs.csv', '--rates', '0.01')).toBe(0)
    expect(said).toMatch(/^1 pairs of one entity, 1 of two\. AUC 1\.0000, best F1 1\.000\.$/m)
    expect(said).toMatch(/^1\.0 % +> [\d.]+ +100\.0 %$/m)
    expect(said).toMatch(/^1 +order +1 +100\.0 %$/m)
    await file('bad.csv', 'q_name,c_name,label\nA,B,maybe\n')
    expect(await run('screening', 'evaluate', 'bad.csv')).toBe(1)
    expect(complained).toContain("Line 2, column 'label': 'maybe' is neither 1 nor 0")
  })

  it('measures labelled customers against a list', async () => {
    const listed = { id: 'E1', schema: 'Person', properties: { name: ['Dawood Ibrahim'], topics: ['sanction'] } }
    await file('own.json', `${JSON.stringify(listed)}\n`)
    await file('found.csv', 'qid,name,expected_uids,phenomenon\nq1,Dawoud Ibrahem,E1,spelling\n')
    await file('others.csv', 'qid,name\nq2,Piet de Vries\n')
    expect(await run('screening', 'evaluate', 'found.csv', 'others.csv', '--list', 'own.json')).toBe(0)
    expect(said).toMatch(/^1 pairs of one entity, 1 of two\. AUC 1\.0000/m)
    expect(said).toMatch(/^1 +spelling +1 +100\.0 %/m)
  })

  it.each([
    [['screening', 'score']],
    [['screening', 'match', 'x.csv']],
    [['screening', 'match', 'x.csv', '--list', 'x.json', '--limit', 'many']],
    [['screening', 'evaluate', 'x.csv', '--rates', 'all']],
  ])('says how %j should look', async (args) => {
    expect(await run(...args)).toBe(2)
    expect(complained).toContain('Usage: gatehouse screening')
  })

  it('reads the file of a publisher', async ({ skip }) => {
    const shared = process.env['GATEHOUSE_SHARED'] ?? join(import.meta.dirname, '../../../../../shared')
    const ofac = join(shared, 'data/watchlists/ofac/sdn_2021-08-19.xml.gz')
    if (process.env['REQUIRE_ALL'] !== '1' && !existsSync(ofac)) skip('GATEHOUSE_SHARED has no watchlists')
    await file('customers.csv', 'qid,name\nq1,Dawood Ibrahim\n')
    expect(await run('screening', 'match', 'customers.csv', '--list', ofac, '--limit', '1')).toBe(0)
    expect(said).toMatch(/^q1,\d+,[\d.]+,1$/m)
  }, 60_000)
})

it('docs/errors.md lists every code of a table, and no other', () => {
  const text = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8')
  const section = /\n## Tables\n([^]*?)(\n## |$)/.exec(text)?.[1] ?? ''
  const codes = [...section.matchAll(/^\| `([A-Z_]+)`/gm)].map((found) => found[1])
  expect(codes.toSorted()).toEqual(Object.keys(tableWaysOut).toSorted())
})
