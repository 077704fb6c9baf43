import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listFetch, waitBefore } from './fetch-list.ts'
import { readListFolder } from './list-folder.ts'
import { type ListSource, officialSources } from './list-source.ts'
import { type ListStore, openListStore } from './list-store.ts'
import { isDue, updateList, updateLists, type UpdateRules } from './update-lists.ts'

const person = (id: string) => `${JSON.stringify({ id, schema: 'Person', properties: { name: [`Person ${id}`] } })}\n`

let folder: string
let store: ListStore
let server: Server
let answer: (request: IncomingMessage, response: ServerResponse) => void
let requests: IncomingMessage[]
let waits: number[]
let rules: UpdateRules
let source: ListSource

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'update-'))
  store = await openListStore(join(folder, 'lists'))
  requests = []
  waits = []
  server = createServer((request, response) => {
    requests.push(request)
    answer(request, response)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  source = {
    listId: 'TEST',
    title: 'Test',
    purpose: 'sanctions',
    format: 'ftm-json',
    files: { 'list.ftm.json': `http://127.0.0.1:${port}/list` },
    everyHours: 4,
  }
  rules = {
    fetch: listFetch(globalThis.fetch),
    sleep: async (milliseconds) => {
      waits.push(milliseconds)
    },
    random: () => 0.5,
    now: () => '2026-11-23T09:00:00Z',
  }
})

afterEach(async () => {
  await new Promise((resolve) => {
    server.close(resolve)
    server.closeAllConnections()
  })
  await rm(folder, { recursive: true, force: true })
})

const ok = (body: string, headers: Record<string, string> = {}) => {
  answer = (_, response) => {
    response.writeHead(200, { 'content-length': String(Buffer.byteLength(body)), ...headers }).end(body)
  }
}

describe('updating a list from its publisher', () => {
  it('asks with what it knows, and takes "not modified" for an answer', async () => {
    ok(person('a'), { etag: '"v1"', 'last-modified': 'Mon, 23 Nov 2026 08:00:00 GMT' })
    expect(await updateList(store, source, rules)).toMatchObject({
      outcome: 'imported',
      result: { snapshot: { entryCount: 1 } },
    })
    answer = (_, response) => {
      response.writeHead(304).end()
    }
    const later = { ...rules, now: () => '2026-11-23T13:00:00Z' }
    expect(await updateList(store, source, later)).toMatchObject({ outcome: 'unchanged', snapshot: { entryCount: 1 } })
    expect(requests[1]?.headers).toMatchObject({
      'if-none-match': '"v1"',
      'if-modified-since': 'Mon, 23 Nov 2026 08:00:00 GMT',
    })
    expect(await store.status()).toMatchObject([{ checkedAt: '2026-11-23T13:00:00Z', snapshots: 1 }])
  })

  it('comes back after growing waits when the publisher stumbles', async () => {
    answer = (_, response) => {
      if (requests.length < 3) response.writeHead(503).end('later')
      else response.writeHead(200).end(person('a'))
    }
    expect(await updateList(store, source, rules)).toMatchObject({ outcome: 'imported' })
    expect(waits).toEqual([1500, 3000])
  })

  it('waits as long as the publisher asks, within reason', () => {
    expect(waitBefore(1, 10_000, () => 0)).toBe(10_000)
    expect(waitBefore(1, 3_600_000, () => 0)).toBe(60_000)
    expect(waitBefore(20, undefined, () => 1)).toBe(60_000)
  })

  it.each([
    [{ listId: '../../elsewhere' }, 'UNKNOWN_LIST'],
    [{ files: { '../sdn.csv': 'http://127.0.0.1:1/sdn.csv' } }, 'WRONG_FORMAT'],
  ])('touches nothing outside its folder for %j', async (change, code) => {
    expect(await updateList(store, { ...source, ...change }, rules)).toMatchObject({
      outcome: 'failed',
      error: { code },
    })
    expect(requests).toHaveLength(0)
  })

  it('does not insist when it is refused', async () => {
    answer = (_, response) => {
      response.writeHead(403).end('no')
    }
    expect(await updateList(store, source, rules)).toMatchObject({ outcome: 'failed', error: { code: 'FETCH_FAILED' } })
    expect(requests).toHaveLength(1)
  })

  it('takes no part of a file for the whole', async () => {
    ok(person('a'))
    await updateList(store, source, rules)
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': '1000' })
      response.write(person('a') + person('b'))
      setImmediate(() => response.destroy())
    }
    expect(await updateList(store, source, rules)).toMatchObject({
      outcome: 'failed',
      error: {
        code: 'FETCH_FAILED',
        message: expect.stringContaining('the connection ended before the whole file had arrived'),
      },
    })
    expect(requests).toHaveLength(5)
    expect((await store.snapshot('TEST')).entryCount).toBe(1)
  })

  it('keeps the old version when a web page comes, and goes on with the other lists', async () => {
    answer = (request, response) => {
      response.writeHead(200).end(request.url === '/list' ? '<html><title>Maintenance</title></html>' : person('b'))
    }
    const address = Object.values(source.files)[0] ?? ''
    const other = { ...source, listId: 'OTHER', files: { 'list.ftm.json': address.replace('/list', '/other') } }
    const results = await updateLists(store, [source, other], rules)
    expect(results).toMatchObject([
      { listId: 'TEST', outcome: 'failed', error: { code: 'HTML_INSTEAD_OF_LIST' } },
      { listId: 'OTHER', outcome: 'imported' },
    ])
    expect((await readdir(store.folder)).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('fetches a set of files as one, keeping those that did not change', async () => {
    const url = Object.values(source.files)[0] ?? ''
    const set = { ...source, format: 'ofac-csv' as const, files: { 'sdn.csv': `${url}?sdn`, 'alt.csv': `${url}?alt` } }
    const row = '36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    let alias = 'AERO-CARIBBEAN'
    answer = (request, response) => {
      const isSdn = request.url?.endsWith('sdn') ?? false
      if (isSdn && request.headers['if-none-match'] === '"1"') response.writeHead(304).end()
      else response.writeHead(200, isSdn ? { etag: '"1"' } : {}).end(isSdn ? row : `36,12,"aka","${alias}",-0- \r\n`)
    }
    await updateList(store, set, rules)
    alias = 'AERO CARIBE'
    expect(await updateList(store, set, { ...rules, now: () => '2026-11-24T09:00:00Z' })).toMatchObject({
      outcome: 'imported',
      result: {
        delta: { changed: ['TEST:36'], removed: [] },
        snapshot: { validators: { 'sdn.csv': { etag: '"1"' } } },
      },
    })
  })

  it('knows when a list is due', () => {
    expect(isDue(undefined, source, '2026-11-23T09:00:00Z')).toBe(true)
    expect(isDue('2026-11-23T06:00:00Z', source, '2026-11-23T09:00:00Z')).toBe(false)
    expect(isDue('2026-11-23T05:00:00Z', source, '2026-11-23T09:00:00Z')).toBe(true)
  })

  it('has an address over TLS for every official list', () => {
    const addresses = officialSources.flatMap(({ files }) => Object.values(files))
    expect(addresses.every((address) => URL.canParse(address) && address.startsWith('https://'))).toBe(true)
    expect(new Set(officialSources.map(({ listId }) => listId)).size).toBe(officialSources.length)
  })
})

describe('a folder of list files', () => {
  it('is recognised by what the files are', async () => {
    const drop = await mkdtemp(join(folder, 'drop-'))
    const files: Record<string, string> = {
      'sdn.csv': '36,"A",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n',
      'alt.csv': '36,12,"aka","B",-0- \r\n',
      'whatever.xml': '<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="2026-01-01"/>',
      'pep-austria.ftm.json': person('x'),
      'our list.csv': 'key,schema,names,reason,addedBy,approvedBy,validFrom,expiresOn\n',
      'notes.txt': 'call the regulator',
      'cases.csv': 'nr;who\n1;Uwe Muster\n',
      'lists.json': JSON.stringify([
        {
          listId: 'HOUSE',
          format: 'mapped-csv',
          purpose: 'blacklist',
          files: ['cases.csv'],
          mapping: {
            key: ['nr'],
            delimiter: ';',
            schema: 'Person',
            columns: [{ column: 'who', property: 'name' }],
            topics: ['internal.blacklist'],
          },
        },
      ]),
    }
    for (const [name, content] of Object.entries(files)) await writeFile(join(drop, name), content)
    const { sources, passedOver } = await readListFolder(drop)
    expect(sources.map(({ listId, format, purpose }) => [listId, format, purpose])).toEqual([
      ['HOUSE', 'mapped-csv', 'blacklist'],
      ['OFAC-SDN', 'ofac-csv', 'sanctions'],
      ['BLACKLIST', 'blacklist-csv', 'blacklist'],
      ['PEP-AUSTRIA', 'ftm-json', 'pep'],
      ['UN', 'un-xml', 'sanctions'],
    ])
    expect(passedOver).toEqual([{ file: 'notes.txt', reason: expect.stringMatching(/lists\.json/) }])
    const imported = await updateLists(
      store,
      sources.filter(({ listId }) => ['HOUSE', 'PEP-AUSTRIA'].includes(listId)),
      rules,
    )
    expect(imported.map(({ outcome }) => outcome)).toEqual(['imported', 'imported'])
    const withoutCanary = sources.find(({ listId }) => listId === 'OFAC-SDN') ?? source
    expect(await updateList(store, withoutCanary, rules)).toMatchObject({
      outcome: 'failed',
      error: { code: 'CANARY_FAILED' },
    })
  })

  it('takes the newer of two editions', async () => {
    const drop = await mkdtemp(join(folder, 'drop-'))
    for (const [name, day] of [
      ['un-old.xml', 1],
      ['un-new.xml', 2],
    ] as const) {
      await writeFile(join(drop, name), '<CONSOLIDATED_LIST/>')
      await utimes(join(drop, name), day * 86_400, day * 86_400)
    }
    const { sources, passedOver } = await readListFolder(drop)
    expect(sources.map(({ files }) => Object.keys(files))).toEqual([['un-new.xml']])
    expect(passedOver).toEqual([{ file: 'un-old.xml', reason: 'an older edition of UN' }])
  })

  it('says what is wrong with lists.json', async () => {
    const drop = await mkdtemp(join(folder, 'drop-'))
    await writeFile(join(drop, 'lists.json'), '[{"listId":"X","format":"excel","files":["x"]}]')
    await expect(readListFolder(drop)).rejects.toMatchObject({ code: 'WRONG_FORMAT', list: 'X' })
    const mapping = { key: ['nr'], columns: [{ column: 'who', property: 'surname' }] }
    await writeFile(
      join(drop, 'lists.json'),
      JSON.stringify([{ listId: 'X', format: 'mapped-csv', files: ['x'], mapping }]),
    )
    await expect(readListFolder(drop)).rejects.toThrow(/a property out of name, firstName/)
  })
})
