import { createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { checks } from './checks.ts'
import type { CliContext } from './command.ts'

const person = {
  firstName: 'Anna',
  lastName: 'Beispiel',
  homeAdress: 'Musterstraße 1, 10115 Berlin',
  dateOfBirth: '1990-05-14',
  nationality: 'DE',
  country: 'DE',
  salary: 48000,
  iban: 'DE62370400440532013001',
}

describe('the checks over HTTP', () => {
  let folder: string
  let url: string
  let stop: () => void
  let ended: Promise<number>
  const said: string[] = []

  function context(env: Record<string, string> = {}): CliContext {
    return {
      env: { GATEHOUSE_DATA: 'data', ...env },
      cwd: folder,
      out: (text) => said.push(text),
      err: (text) => said.push(text),
      stopRequested: () => new Promise((resolve) => (stop = () => resolve('SIGINT'))),
    }
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-checks-'))
    ended = checks.run(['--port', '0'], context())
    await vi.waitUntil(() => said.join('\n').includes('Stop with Ctrl-C'), 20_000)
    url = /http:\/\/127\.0\.0\.1:\d+/.exec(said.join('\n'))?.[0] ?? ''
  })
  afterAll(async () => {
    stop()
    await ended
    await rm(folder, { recursive: true, force: true })
  })

  async function ask(check: string, body: unknown): Promise<{ status: number; body: unknown }> {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const response = await fetch(`${url}/${check}`, { method: 'POST', body: text })
    return { status: response.status, body: await response.json() }
  }

  it('prints every route it has', async () => {
    const routes = said.flatMap((line) => /127\.0\.0\.1:\d+\/(\w+)/.exec(line)?.[1] ?? [])
    expect(routes.toSorted()).toEqual(
      [
        'get_client_personal_details',
        'get_client_financial_details',
        'get_client_background',
        'validate_names',
        'validate_sanctions',
        'validate_account',
        'calculate_risk_score',
        'assign_customer_class',
        'send_notification',
        'no_customer_acceptance',
      ].toSorted(),
    )
    for (const route of routes) expect([route, (await ask(route, person)).status]).toEqual([route, 200])
  })

  it.each([
    ['validate_names', person, { result: 'CLEAR', hitCount: 0 }],
    ['validate_names', { ...person, firstName: 'test' }, { result: 'QUALITY_ISSUE' }],
    ['validate_sanctions', person, { result: 'CLEAR', hitCount: 0 }],
    [
      'validate_sanctions',
      { firstName: 'Waldemar', lastName: 'Schwarzkassen', dateOfBirth: '1963-07-19' },
      { result: 'POTENTIAL_MATCH', hitCount: 1 },
    ],
    [
      'validate_account',
      { ...person, iban: 'DE63370400440532013001' },
      { result: 'INVALID', errors: ['IBAN_CHECKSUM'] },
    ],
    ['get_client_personal_details', {}, { complete: false }],
    // As a workflow asks that was started without them.
    ['get_client_personal_details', { ...person, homeAdress: null, salary: null }, { complete: false }],
    ['calculate_risk_score', { ...person, salary: null, country: '' }, { riskClass: 'MEDIUM' }],
    ['send_notification', { firstName: null, email: null, templateId: null }, { delivered: 'PRINTED' }],
    ['assign_customer_class', { salary: '48000', currentWealth: 30000 }, { customerClass: 'RETAIL' }],
    ['send_notification', { ...person, templateId: 'application_approved' }, { delivered: 'PRINTED' }],
  ])('answers %s %j with %j', async (check, body, expected) => {
    expect(await ask(check, body)).toMatchObject({ status: 200, body: expected })
  })

  it.each([
    ['validate_names', '{"firstName": ', 400, 'JSON_MALFORMED'],
    ['validate_names', '[]', 400, 'INPUT_INVALID'],
    ['validate_names', '"Anna"', 400, 'INPUT_INVALID'],
    ['validate_names', 'null', 400, 'INPUT_INVALID'],
    ['validate_names', { firstName: 7 }, 400, 'INPUT_INVALID'],
    ['calculate_risk_score', { salary: 'much' }, 400, 'INPUT_INVALID'],
    ['calculate_risk_score', { salary: -1 }, 400, 'INPUT_INVALID'],
    ['assign_customer_class', { salary: 'much' }, 400, 'INPUT_INVALID'],
    ['send_notification', { templateId: 'none' }, 400, 'INPUT_INVALID'],
    ['nonsense', {}, 404, 'CHECK_UNKNOWN'],
    ['toString', {}, 404, 'CHECK_UNKNOWN'],
    ['', {}, 404, 'CHECK_UNKNOWN'],
    ['validate_names', 'x'.repeat(65 * 1024), 413, 'BODY_TOO_LARGE'],
  ])('answers %s %j with %i %s', async (check, body, status, code) => {
    const answer = await ask(check, body)
    expect(answer).toMatchObject({ status, body: { error: { code } } })
    expect(JSON.stringify(answer.body)).not.toContain('    at ')
  })

  it('says how to ask when it is not asked with POST', async () => {
    expect((await fetch(`${url}/validate_names`)).status).toBe(405)
  })

  it.each([[{ origin: 'https://evil.example' }], [{ 'sec-fetch-site': 'cross-site' }], [{ host: 'evil.example' }]])(
    'refuses a web page: %j',
    async (headers: Record<string, string>) => {
      expect(await statusOf(new URL(url).port, '/validate_names', headers)).toBe(403)
    },
  )

  it('survives an address that is none', async () => {
    expect(await statusOf(new URL(url).port, '//', {})).toBe(404)
    expect((await ask('validate_names', person)).status).toBe(200)
  })

  it('answers 503 where there is no list and no demo', async () => {
    const told: string[] = []
    let end = (): void => undefined
    const run = checks.run(['--port', '0'], {
      ...context({ GATEHOUSE_DATA: 'empty', GATEHOUSE_DEMO: 'off' }),
      out: (text) => told.push(text),
      stopRequested: () => new Promise((resolve) => (end = () => resolve('SIGINT'))),
    })
    await vi.waitUntil(() => told.join('\n').includes('Stop with Ctrl-C'), 20_000)
    const other = /http:\/\/127\.0\.0\.1:\d+/.exec(told.join('\n'))?.[0] ?? ''
    const response = await fetch(`${other}/validate_sanctions`, { method: 'POST', body: JSON.stringify(person) })
    expect([response.status, await response.json()]).toMatchObject([503, { error: { code: 'CHECK_UNAVAILABLE' } }])
    end()
    expect(await run).toBe(0)
  })

  it('names the way out when the port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    // A TCP server that listens has an address with a port.
    const { port } = taken.address() as AddressInfo
    await expect(checks.run(['--port', String(port)], context())).rejects.toThrow('--port')
    taken.close()
  })

  it.each([['x'], ['70000'], ['-1']])('refuses the port %s', async (port) => {
    await expect(checks.run([`--port=${port}`], context())).rejects.toThrow('from 0 to 65535')
  })

  it('stops when it is asked to, and frees its port', async () => {
    stop()
    expect(await ended).toBe(0)
    await expect(fetch(`${url}/validate_names`, { method: 'POST' })).rejects.toThrow('fetch failed')
  })
})

/** Raw HTTP, since fetch sets these headers itself. */
function statusOf(port: string, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, method: 'POST', headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.once('error', reject)
    request.end('{}')
  })
}
