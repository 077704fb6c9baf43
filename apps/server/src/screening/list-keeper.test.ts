import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { TestServer } from '../testing/test-server.ts'
import { createTestServer } from '../testing/test-server.ts'

const person = (id: string, name: string, more: object = {}) =>
  JSON.stringify({ id, schema: 'Person', properties: { name: [name], topics: ['sanction'], ...more } })

let publisher: Server
let folder: string
let edition = ''
let asked: { readonly path: string; readonly ifNoneMatch: string | undefined }[] = []
let server: TestServer | undefined

beforeEach(async () => {
  asked = []
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-lists-'))
  publisher = createServer((request, response) => {
    const ifNoneMatch = request.headers['if-none-match']
    asked.push({ path: request.url ?? '', ifNoneMatch })
    if (request.url === '/gone.json') response.writeHead(404).end()
    else if (ifNoneMatch === `"${edition.length}"`) response.writeHead(304).end()
    else response.writeHead(200, { etag: `"${edition.length}"` }).end(edition)
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => publisher.once('listening', resolve))
})
afterEach(async () => {
  await server?.remove()
  server = undefined
  publisher.close()
  await rm(folder, { recursive: true, force: true })
})

/** After listening on TCP the address is an object. */
const address = (path: string) => `http://127.0.0.1:${(publisher.address() as AddressInfo).port}${path}`

async function listsOf(on: TestServer): Promise<readonly { listId: string; status: string; message: string | null }[]> {
  const cookie = await on.signIn('compliance_admin')
  // Test data in the shape of the route.
  return (await on.request('GET', '/kyc/v1/lists', { cookie })).json as never
}

it('fetches what is configured, and asks again only whether it changed', async () => {
  edition = person('A-1', 'Olga Erfunden')
  let now = Date.now()
  server = await createTestServer(
    { PORT: '0', GATEHOUSE_LISTS: `OWN:ftm-json=${address('/own.json')}@1h` },
    { now: () => new Date(now) },
  )
  await server.start()
  const on = server
  await vi.waitFor(async () => expect(await listsOf(on)).toMatchObject([{ listId: 'OWN', status: 'current' }]), 20_000)
  now += 2 * 3_600_000
  await vi.waitFor(
    () => expect(asked.at(-1)).toEqual({ path: '/own.json', ifNoneMatch: `"${edition.length}"` }),
    15_000,
  )
  expect(asked).toHaveLength(2)
}, 90_000)

it('says why a list was not taken, and that nothing is in force', async () => {
  server = await createTestServer({ PORT: '0', GATEHOUSE_LISTS: `OWN:ftm-json=${address('/gone.json')}` })
  await server.start()
  const on = server
  await vi.waitFor(async () => {
    const [row] = await listsOf(on)
    expect(row).toMatchObject({ listId: 'OWN', status: 'missing' })
    expect(row?.message).toMatch(/answered 404.*\[FETCH_FAILED\]\. No version is in force\./)
  }, 20_000)
  expect(asked).toHaveLength(1)
}, 60_000)

it('takes files out of a folder, and those that come later', async () => {
  await writeFile(join(folder, 'first.json'), `${person('A-1', 'Olga Erfunden')}\n`)
  server = await createTestServer({ PORT: '0', GATEHOUSE_LISTS: folder })
  await server.start()
  const on = server
  await vi.waitFor(
    async () => expect(await listsOf(on)).toMatchObject([{ listId: 'FIRST', status: 'current' }]),
    20_000,
  )
  await writeFile(join(folder, 'second.json'), `${person('B-1', 'Igor Erdacht')}\n`)
  await vi.waitFor(async () => expect((await listsOf(on)).map(({ listId }) => listId)).toEqual(['FIRST', 'SECOND']), {
    timeout: 20_000,
    interval: 500,
  })
}, 90_000)
