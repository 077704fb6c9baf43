import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createOwnApi, openListStore } from '@gatehouse/screening'
import { createLists } from '../screening/lists-in-force.ts'
import { toApiState } from '../screening/published-lists.ts'
import { runCli } from './run-cli.ts'

let folder: string
let said: string
let complained: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-cli-'))
  await mkdir(join(folder, 'offline'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function run(args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  said = ''
  complained = ''
  return runCli(args, {
    env: { GATEHOUSE_DATA: 'data', LOG_LEVEL: 'silent', ...env },
    cwd: folder,
    out: (text) => (said += `${text}\n`),
    err: (text) => (complained += `${text}\n`),
    stopRequested: async () => 'SIGTERM',
  })
}

const entry = (id: string, name: string) =>
  `${JSON.stringify({ id, schema: 'Person', properties: { name: [name], topics: ['sanction'] } })}\n`
const offline = (name: string, text: string) => writeFile(join(folder, 'offline', name), text)

describe('gatehouse lists update', () => {
  it('takes a folder offline, says what it passed over, and rolls back', async () => {
    await offline('own.json', entry('A', 'Olga Erfunden'))
    await offline('notes.txt', 'nothing')
    expect(await run(['lists', 'update', './offline'])).toBe(0)
    expect(said).toMatch(/^OWN: imported, version \S+, 1 entries \(1 added, 0 changed, 0 removed\)\.$/m)
    expect(complained).toContain('notes.txt: passed over')
    const first = /version (\S+),/.exec(said)?.[1] ?? ''

    await offline('own.json', entry('A', 'Olga Erfunden') + entry('B', 'Igor Erdacht'))
    expect(await run(['lists', 'update'], { GATEHOUSE_LISTS: './offline' })).toBe(0)
    expect(await run(['lists', 'rollback', 'OWN', first])).toBe(0)
    expect(said).toContain(`OWN: version ${first} is in force`)
    expect(await run(['lists', 'update', './offline'])).toBe(0)
    expect(said).toContain(`OWN: unchanged, version ${first}`)
    expect(await run(['lists', 'status', '--versions'])).toBe(0)
    expect(said).toContain(`* ${first}`)
    expect(await run(['lists', 'rollback', 'OWN', 'nonsense'])).toBe(1)
    expect(complained).toMatch(/\[UNKNOWN_SNAPSHOT\]\. Version \S+ stays in force/)

    expect(await run(['audit', 'verify', '--export', 'audit.jsonl'])).toBe(0)
    expect(await readFile(join(folder, 'audit.jsonl'), 'utf8')).toMatch(/LIST_IMPORTED[^]*LIST_ROLLED_BACK/)
  })

  it('replays a decision against the version that it was made on', async () => {
    await offline('own.json', entry('A', 'Olga Erfunden'))
    await run(['lists', 'update', './offline'])
    const first = /version (\S+),/.exec(said)?.[1] ?? ''
    const store = await openListStore(join(folder, 'data', 'lists'))
    const lists = createLists(store, { now: () => new Date() })
    const ask = createOwnApi(() => toApiState(lists.current()), store)
    const explain = async (listVersion: string) => {
      await lists.reload()
      const body = { customer: { names: ['Olga Erfunden'] }, entityId: 'OWN:A', listVersion }
      const answer = await ask({ method: 'POST', path: '/v1/explain', query: new URLSearchParams(), body })
      return answer.body
    }
    const decided = await explain(first)
    expect(decided).toMatchObject({ alert: true, listVersion: first, source: { listVersion: first, line: 1 } })

    await offline('own.json', entry('A', 'Wladimir Anderswer'))
    await run(['lists', 'update', './offline'])
    const second = /version (\S+),/.exec(said)?.[1] ?? ''
    expect(await explain(second)).toMatchObject({ alert: false, listVersion: second })
    expect(await explain(first)).toEqual(decided)
    await run(['lists', 'rollback', 'OWN', first])
    expect(await explain(first)).toEqual(decided)
  })

  it('refuses a damaged edition with its place, and goes on with the others', async () => {
    await offline('own.json', entry('A', 'Olga Erfunden'))
    await run(['lists', 'update', './offline'])
    const kept = /version (\S+),/.exec(said)?.[1] ?? ''
    await offline('own.json', `${entry('A', 'Olga Erfunden')}{"id": "B", "schema"`)
    await offline('zweite.json', entry('Z', 'Igor Erdacht'))
    expect(await run(['lists', 'update', './offline'])).toBe(1)
    expect(complained).toMatch(/OWN: failed\. List OWN \(own\.json, line 2.*\) *: .*\[(TRUNCATED|MALFORMED)\]/)
    expect(complained).toContain(`Version ${kept} stays in force.`)
    expect(said).toContain('ZWEITE: imported')
  })

  it('asks a publisher again and again: new, unchanged, stumbling, a page, and too few entries', async () => {
    let edition = { etag: '"1"', body: '' }
    let stumbles = 0
    const statuses: number[] = []
    const publisher = createServer((request, response) => {
      if (stumbles-- > 0) response.statusCode = 500
      else if (request.headers['if-none-match'] === edition.etag) response.statusCode = 304
      else response.setHeader('etag', edition.etag)
      statuses.push(response.statusCode)
      response.end(response.statusCode === 200 ? edition.body : undefined)
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => publisher.once('listening', resolve))
    // After listening on TCP the address is an object.
    const { port } = publisher.address() as AddressInfo
    const list = `OWN:ftm-json=http://127.0.0.1:${port}/own.json`
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => entry(`P${at}`, `Olga Erfunden ${'abcdefghijkl'.charAt(at)}`)).join('')
    const publish = (etag: string, body: string) => (edition = { etag, body })

    publish('"1"', many(10))
    expect(await run(['lists', 'update', list])).toBe(0)
    expect(await run(['lists', 'update', list])).toBe(0)
    expect(said).toMatch(/OWN: unchanged/)
    publish('"2"', many(11))
    stumbles = 1
    expect(await run(['lists', 'update', list])).toBe(0)
    expect(complained).toMatch(/the publisher answered 500; trying again in [12] s/)
    expect(said).toMatch(/11 entries \(1 added/)
    publish('"3"', '<!doctype html><html><body>Sign in</body></html>')
    expect(await run(['lists', 'update', list])).toBe(1)
    expect(complained).toContain('[HTML_INSTEAD_OF_LIST]')
    publish('"4"', many(7))
    expect(await run(['lists', 'update', list])).toBe(1)
    expect(complained).toMatch(/\[SHRUNK\]\. Version \S+ stays in force\..*--max-shrink/)
    const address = `http://127.0.0.1:${port}/own.json`
    const once = ['lists', 'import', address, '--list', 'OWN', '--format', 'ftm-json', '--max-shrink', '40']
    expect(await run(once)).toBe(0)
    expect(said).toMatch(/7 entries \(0 added, 0 changed, 4 removed\)/)
    publisher.close()
    expect(statuses).toEqual([200, 304, 500, 200, 200, 200, 200])
  }, 30_000)

  it('goes through the proxy that is set', async () => {
    const asked: string[] = []
    const proxy = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.end(entry('A', 'Olga Erfunden'))
    }).listen(0, '127.0.0.1')
    proxy.on('connect', (request, socket) => {
      asked.push(`CONNECT ${request.url ?? ''}`)
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    })
    await new Promise((resolve) => proxy.once('listening', resolve))
    // After listening on TCP the address is an object.
    const { port } = proxy.address() as AddressInfo
    const lists = 'OWN:ftm-json=http://lists.invalid/own.json'
    expect(await run(['lists', 'update', lists], { HTTP_PROXY: `http://127.0.0.1:${port}` })).toBe(0)
    proxy.close()
    expect(asked).toHaveLength(1)
    expect(asked[0]).toContain('lists.invalid')
  })

  it.each([
    [['lists', 'update'], /set GATEHOUSE_LISTS, or name lists \(UN, /],
    [['lists', 'update', 'XX'], /"XX" is no list with a known address/],
    [['lists', 'rollback', 'UN'], /one of its versions/],
  ])('says how %j should look', async (args, message) => {
    expect(await run(args)).toBe(2)
    expect(complained).toMatch(message)
  })
})
