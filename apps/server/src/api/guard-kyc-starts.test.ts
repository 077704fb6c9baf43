import { describe, expect, it } from 'vitest'
import type { ConductorDoor, ConductorRequest } from './conductor-door.ts'
import { guardKycStart, startOf } from './guard-kyc-starts.ts'

function request(url: string, body: unknown, method = 'POST'): ConductorRequest {
  const { signal } = new AbortController()
  return { method, url, contentType: 'application/json', body: Buffer.from(JSON.stringify(body)), signal }
}

function doorWith(inputParameters: readonly string[]): ConductorDoor {
  const answer = { status: 200, headers: {}, body: JSON.stringify({ inputParameters }) }
  return { handle: async () => answer, fetch }
}

describe('the guard of KYC workflows', () => {
  it.each([
    ['/api/workflow', { name: 'kycWorkflow', input: { caseId: '1', firstName: 'A' } }],
    ['/api/workflow/kycWorkflow', { caseId: '1', firstName: 'A' }],
    ['/api/workflow/kycWorkflow?version=1', { caseId: '1', firstName: 'A' }],
    ['/api/workflow/execute/kycWorkflow/1', { input: { caseId: '1', firstName: 'A' } }],
    ['/api/workflow/start/kycWorkflow/1', { caseId: '1', firstName: 'A' }],
    ['/api/workflow/kycWorkflow;v=1', { caseId: '1', firstName: 'A' }],
    ['/api/workflow;v=1/start//%6bycWorkflow/1', { caseId: '1', firstName: 'A' }],
    ['/api/workflow;v=1', { name: 'kycWorkflow', input: { caseId: '1', firstName: 'A' } }],
  ])('refuses an undeclared input at %s', async (url, body) => {
    await expect(guardKycStart(doorWith(['caseId', 'locale']), request(url, body))).rejects.toThrow(/not: firstName/)
  })

  it('refuses an input that lies elsewhere', async () => {
    const start = request('/api/workflow', { name: 'kycWorkflow', externalInputPayloadStoragePath: 'a.json' })
    await expect(guardKycStart(doorWith(['caseId']), start)).rejects.toThrow(/not: externalInputPayloadStoragePath/)
  })

  it('lets declared inputs pass', async () => {
    const start = request('/api/workflow', { name: 'kycWorkflow', input: { caseId: '1' } })
    await expect(guardKycStart(doorWith(['caseId']), start)).resolves.toBeUndefined()
  })

  it('leaves an author alone who has a workflow of that name without a case', async () => {
    const start = request('/api/workflow', { name: 'kycWorkflow', input: { firstName: 'A', salary: 1 } })
    await expect(guardKycStart(doorWith(['firstName', 'salary', 'service']), start)).resolves.toBeUndefined()
  })

  it.each([
    ['GET', '/api/workflow/kycWorkflow'],
    ['POST', '/api/workflow/bulk/retry'],
    ['PUT', '/api/metadata/workflow'],
  ])('sees no start in %s %s', (method, url) => {
    expect(startOf(request(url, ['1'], method))).toBeUndefined()
  })
})
