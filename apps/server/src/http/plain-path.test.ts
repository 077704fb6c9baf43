import { expect, it } from 'vitest'
import { plainPath } from './plain-path.ts'

it.each([
  ['/api/tasks/poll/batch/kyc_check-1.v2', '/api/tasks/poll/batch/kyc_check-1.v2'],
  ['/api/workflow/', '/api/workflow/'],
  ['/api//workflow', '/api/workflow'],
  ['/api/./workflow', '/api/workflow'],
  ['/api/../kyc/v1/cases', '/kyc/v1/cases'],
  ['/api/%2e%2e/kyc', '/kyc'],
  ['/api/..%2fkyc', '/kyc'],
  ['/api\\workflow', '/api/workflow'],
  ['/%61pi/secrets;x=1/name', '/api/secrets/name'],
  ['/api/.well-known', '/api/.well-known'],
  ['/api/a b', '/api/a%20b'],
  ['/api/%', undefined],
  // A mark that is encoded ends no path: what follows it counts.
  ['/api/x%3f/../secrets/KEY', '/api/secrets/KEY'],
  ['/api/x%23/%2e%2e/secrets/KEY', '/api/secrets/KEY'],
  ['/api/secrets/KEY%3Fx', '/api/secrets/KEY%3Fx'],
])('reads %j as %j', (path, plain) => {
  expect(plainPath(path)).toBe(plain)
})
