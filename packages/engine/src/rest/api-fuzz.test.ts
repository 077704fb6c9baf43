// Every route, asked with whatever comes: the answer is an answer, never a defect.
import { assert, asyncProperty, constantFrom, jsonValue, oneof, record, string } from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningEngine, startEngine } from '../../testing/running-engine.ts'
import { createConductorApi } from './conductor-api.ts'
import type { ApiResponse, ConductorApi } from './exchange.ts'

let running: RunningEngine
let api: ConductorApi
const defects: unknown[] = []
beforeAll(async () => {
  running = await startEngine()
  api = createConductorApi(running.engine, { onError: (error, method, path) => defects.push({ error, method, path }) })
})
afterAll(() => running.stop())

const ask = (method: string, path: string, body?: unknown, query = ''): Promise<ApiResponse> =>
  api({
    method,
    path,
    query: new URLSearchParams(query),
    headers: {},
    ...(body === undefined ? {} : { rawBody: JSON.stringify(body) }),
  })

const PROPERTIES = [
  'name',
  'tasks',
  'version',
  'input',
  'status',
  'workflowInstanceId',
  'taskId',
  'outputData',
  'taskReferenceName',
  'type',
  'actions',
  'event',
  'startWorkflowRequest',
  'cronExpression',
  'workflowDef',
  'inputParameters',
  'subWorkflowParam',
  'decisionCases',
  'retryCount',
]
const TYPES = [
  'SIMPLE',
  'SWITCH',
  'DO_WHILE',
  'FORK_JOIN',
  'JOIN',
  'HTTP',
  'INLINE',
  'WAIT',
  'TERMINATE',
  'SUB_WORKFLOW',
  'DYNAMIC',
  'EVENT',
  'nonsense',
]

/** Bodies that look right in part. */
const task = record(
  {
    name: oneof(constantFrom('t', ''), jsonValue()),
    taskReferenceName: oneof(constantFrom('t', 'u'), jsonValue()),
    type: oneof(constantFrom(...TYPES), jsonValue()),
    inputParameters: jsonValue(),
    loopOver: jsonValue(),
    decisionCases: jsonValue(),
  },
  { requiredKeys: [] },
)
const likely = record(
  Object.fromEntries(
    PROPERTIES.map((key) => [
      key,
      key === 'tasks'
        ? oneof(
            task.map((each) => [each]),
            jsonValue(),
          )
        : jsonValue(),
    ]),
  ),
  { requiredKeys: [] },
)
const body = oneof(
  jsonValue(),
  likely,
  likely.map((each) => [each]),
  constantFrom(undefined),
)
const segment = oneof(
  constantFrom('known', 'zz', '0', '-1', 'COMPLETED', '%00', '__proto__', '%E0%A4%A', '..', 'a%2Fb'),
  string().map(encodeURIComponent),
)
const QUERIES = [
  '',
  'version=x',
  'size=-1&start=-5',
  'query=a%20b',
  'query=status%20IN%20(',
  'timeout=1&count=99999999999',
  'waitForSeconds=1',
  'includeTasks=maybe',
  'sort=%7C%7C',
  'taskType=',
  'cronExpression=*%20*',
  'operation=X&payloadType=Y&path=z',
]

// These hold a caller on purpose; their parameters are covered by the contract.
const HELD = /\/execute\/|\/state$|\/signal\/sync$|\/workflow\/test$/

it('answers every route with a status of its own making, whatever is asked', async () => {
  await ask('POST', '/api/metadata/workflow', { name: 'known', tasks: [{ name: 'known', taskReferenceName: 'known' }] })
  const { paths }: { paths: Record<string, Record<string, unknown>> } = JSON.parse(
    (await ask('GET', '/api-docs')).body ?? '',
  )
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ path, method: method.toUpperCase() })),
  )
  const asked = routes.filter(({ path }) => !HELD.test(path))
  expect(asked.length).toBeGreaterThan(90)
  const request = record({
    route: constantFrom(...asked),
    body,
    segments: record({ a: segment, b: segment, c: segment }),
    query: constantFrom(...QUERIES),
  })
  await assert(
    asyncProperty(request, async ({ route, body: sent, segments, query }) => {
      const values = Object.values(segments)
      const path = route.path.replaceAll(/\{\w+\}/g, () => values.shift() ?? 'x')
      const answer = await ask(route.method, path, sent, query)
      expect(answer.status).toBeLessThan(500)
      expect(answer.body ?? '').not.toMatch(/\n\s+at /)
      expect(answer.status < 400 || JSON.parse(answer.body ?? '').status === answer.status).toBe(true)
    }),
    { numRuns: 1500 },
  )
  expect(defects).toEqual([])
}, 60_000)
