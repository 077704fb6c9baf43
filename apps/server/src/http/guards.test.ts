import { describe, expect, it } from 'vitest'
import { ServerError } from '../errors.ts'
import { guardRequest } from './guards.ts'
import { createOwnOrigins } from './own-origins.ts'

const origins = createOwnOrigins({ publicUrl: undefined, loopback: true, secure: false, port: () => 8080 })
const behindProxy = createOwnOrigins({
  publicUrl: new URL('https://kyc.example.com'),
  loopback: false,
  secure: false,
  port: () => 8080,
})

function verdict(method: string, path: string, headers: Record<string, string>, of = origins): string {
  try {
    const { host = '127.0.0.1:8080', ...others } = headers
    guardRequest({ method, path, host, headers: others }, of)
    return 'passes'
  } catch (error) {
    return error instanceof ServerError ? error.code : 'threw something else'
  }
}

describe('the guards', () => {
  it.each([
    ['127.0.0.1:8080', 'passes'],
    ['localhost:8080', 'passes'],
    ['LOCALHOST:8080', 'passes'],
    ['[::1]:8080', 'passes'],
    ['rebound.attacker.example:8080', 'FOREIGN_HOST'],
    ['127.0.0.1.attacker.example:8080', 'FOREIGN_HOST'],
    ['', 'FOREIGN_HOST'],
  ])('take the host %j: %s', (host, expected) => {
    expect(verdict('GET', '/api/workflow/x', { host })).toBe(expected)
  })

  it.each([
    ['/api/workflow/x', {}, 'passes'],
    ['/screening/match/default', {}, 'passes'],
    ['/api/workflow/x', { origin: 'http://localhost:9090', 'sec-fetch-site': 'same-origin' }, 'passes'],
    ['/api/workflow/x', { origin: 'http://localhost:9090', 'sec-fetch-site': 'same-site' }, 'CROSS_SITE'],
    ['/api/workflow/x', { origin: 'http://localhost:9090' }, 'CROSS_SITE'],
    ['/api/workflow/x', { origin: 'http://localhost.example', 'sec-fetch-site': 'same-origin' }, 'CROSS_SITE'],
    ['/kyc/v1/cases', { origin: 'http://localhost:9090', 'sec-fetch-site': 'same-origin' }, 'FOREIGN_HOST'],
    ['/kyc/v1/cases/..%2f..%2f..%2fapi', {}, 'FOREIGN_HOST'],
    ['/api/..%2fkyc/v1/cases', {}, 'FOREIGN_HOST'],
    ['/ui/v1/events', {}, 'FOREIGN_HOST'],
    ['/', {}, 'FOREIGN_HOST'],
  ])('hear a local proxy on a port of its own at %s, %j: %s', (path, headers, expected) => {
    expect(verdict('POST', path, { ...headers, host: 'localhost:9090' })).toBe(expected)
  })

  it('hear a local proxy that names the host it asks', () => {
    const page = { origin: 'http://127.0.0.1:5000', 'sec-fetch-site': 'same-origin' }
    expect(verdict('POST', '/api/workflow', page)).toBe('passes')
    expect(verdict('POST', '/kyc/v1/cases', page)).toBe('CROSS_SITE')
    expect(verdict('POST', '/api/workflow', { ...page, host: 'kyc.example.com' }, behindProxy)).toBe('CROSS_SITE')
  })

  it('take only the public host off loopback', () => {
    expect(verdict('GET', '/', { host: 'kyc.example.com' }, behindProxy)).toBe('passes')
    expect(verdict('GET', '/', { host: '127.0.0.1:8080' }, behindProxy)).toBe('FOREIGN_HOST')
  })

  it('let a load balancer probe by address', () => {
    expect(verdict('GET', '/health', { host: '10.1.2.3:8080' }, behindProxy)).toBe('passes')
  })

  it.each([
    ['POST', '/api/workflow', { origin: 'https://attacker.example' }],
    ['POST', '/api/workflow', { origin: 'null' }],
    ['POST', '/api/workflow', { origin: 'http://localhost:3000' }],
    ['POST', '/kyc/v1/cases/1/claim', { 'sec-fetch-site': 'cross-site' }],
    ['POST', '/ui/v1/auth/sign-in/email', { 'sec-fetch-site': 'same-site' }],
    ['GET', '/api/tasks/poll/x', { 'sec-fetch-site': 'cross-site' }],
    [
      'GET',
      '/api/tasks/poll/x',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    ],
    ['GET', '/screening/match/default', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['GET', '/', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
    ['POST', '/', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }],
  ])('refuse another site: %s %s %j', (method, path, headers) => {
    expect(verdict(method, path, headers)).toBe('CROSS_SITE')
  })

  it.each([
    ['POST', '/api/workflow', { origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-origin' }],
    ['POST', '/api/workflow', { origin: 'http://localhost:8080', host: 'localhost:8080' }],
    ['GET', '/api/workflow/x', { 'sec-fetch-site': 'none' }],
    ['POST', '/api/workflow', {}],
    [
      'GET',
      '/cases/1/overview',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    ],
    [
      'GET',
      '/screening/try',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    ],
  ])('let our own pages, SDKs and links through: %s %s %j', (method, path, headers) => {
    expect(verdict(method, path, headers)).toBe('passes')
  })
})
