import { describe, expect, it } from 'vitest'
import { empty, type Route } from './exchange.ts'
import { createRouter } from './router.ts'

const route = (method: Route['method'], path: string): Route => ({ method, path, summary: path, handle: () => empty() })
const router = createRouter([
  route('GET', '/api/workflow/{workflowId}'),
  route('GET', '/api/workflow/search'),
  route('GET', '/api/workflow/running/{name}'),
  route('GET', '/api/workflow/{workflowId}/tasks'),
  route('POST', '/api/workflow/{name}'),
  route('GET', '/api/workflow/{name}/correlated/{correlationId}'),
  route('POST', '/api/tasks/{workflowId}/{taskRefName}/{status}'),
  route('POST', '/api/tasks/{workflowId}/{status}/signal'),
  route('GET', '/api/event/{event}'),
])
const found = (method: string, path: string) => {
  const {
    route: { path: pattern },
    params,
  } = router.find(method, path)
  return [pattern, params]
}

describe('the router', () => {
  it.each<[string, string, string, object]>([
    ['GET', '/api/workflow/search', '/api/workflow/search', {}],
    ['GET', '/api/workflow/w-1', '/api/workflow/{workflowId}', { workflowId: 'w-1' }],
    ['POST', '/api/workflow/search', '/api/workflow/{name}', { name: 'search' }],
    ['GET', '/api/workflow/running/x', '/api/workflow/running/{name}', { name: 'x' }],
    ['GET', '/api/workflow/running/tasks', '/api/workflow/running/{name}', { name: 'tasks' }],
    ['GET', '/api/workflow/x/tasks', '/api/workflow/{workflowId}/tasks', { workflowId: 'x' }],
    [
      'GET',
      '/api/workflow/a%20b/correlated/c%2Fd',
      '/api/workflow/{name}/correlated/{correlationId}',
      { name: 'a b', correlationId: 'c/d' },
    ],
    [
      'POST',
      '/api/tasks/w/ref/COMPLETED',
      '/api/tasks/{workflowId}/{taskRefName}/{status}',
      { workflowId: 'w', taskRefName: 'ref', status: 'COMPLETED' },
    ],
    [
      'POST',
      '/api/tasks/w/COMPLETED/signal',
      '/api/tasks/{workflowId}/{status}/signal',
      { workflowId: 'w', status: 'COMPLETED' },
    ],
    ['GET', '/api/event/conductor:a.b:c', '/api/event/{event}', { event: 'conductor:a.b:c' }],
    ['GET', '/api/event/conductor%3Aa', '/api/event/{event}', { event: 'conductor:a' }],
    ['GET', '/api/event/__proto__', '/api/event/{event}', { event: '__proto__' }],
  ])('%s %s is %s', (method, path, pattern, params) => expect(found(method, path)).toEqual([pattern, params]))

  it.each([
    ['GET', '/api/nothing', 404, 'No static resource api/nothing.'],
    ['GET', '/', 404, 'No static resource .'],
    ['GET', '/api/workflow/', 404, 'No static resource api/workflow/.'],
    ['GET', '/api//workflow/x', 404, 'No static resource api//workflow/x.'],
    ['DELETE', '/api/workflow/x', 405, "Request method 'DELETE' is not supported"],
    ['GET', '/api/workflow/%zz', 400, 'Malformed percent-encoding in the path: %zz'],
  ])('%s %s is %s', (method, path, status, message) => {
    expect(() => router.find(method, path)).toThrow(expect.objectContaining({ status, message }))
  })
})
