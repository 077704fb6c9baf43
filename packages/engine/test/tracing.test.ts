// An execution as spans: what a collector is told of it, also when the engine was stopped in the middle.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { expect, it } from 'vitest'
import type { HttpTaskRequest } from '../src/ports.ts'
import { attemptContext, executionContext } from '../src/tracing/trace-context.ts'
import type { Span } from '../src/tracing/spans.ts'
import { answerOk, flow, openTestEngine, simple, task, taskOf } from './harness.ts'

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

it('is one trace: attempts below the execution, the wait of each below it', async () => {
  const spans: Span[] = []
  const t = await openTestEngine({ onSpans: (ended) => spans.push(...ended) })
  await t.engine.metadata.registerTasks([{ name: 'a', retryCount: 1, retryDelaySeconds: 0 }])
  const id = await t.run(flow([simple('a'), task('NOOP', 'n')]), { input: { name: 'Ann' }, correlationId: 'Ann' })
  await t.clock.advance(3_000)
  const [first] = await t.poll('a', { workerId: 'w-1' })
  await t.clock.advance(2_000)
  if (first) await t.report(first, 'FAILED', { said: 'Ann' }, 'UPSTREAM_DOWN')
  const [second] = await t.poll('a', { workerId: 'w-2', timeoutMs: 1000 })
  if (second) await t.report(second, 'COMPLETED')
  expect((await t.workflow(id)).status).toBe('COMPLETED')

  const root = spans.find(({ spanId }) => spanId === executionContext({ id, traceparent: undefined }).spanId)
  expect(root).toMatchObject({ status: 'ok', links: [], attributes: { 'conductor.workflow.id': id } })
  expect(root?.parentSpanId).toBeUndefined()
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1)
  const failed = spans.find(
    ({ attributes }) => attributes['conductor.task.id'] === first?.taskId && attributes['error.type'],
  )
  expect(failed).toMatchObject({
    parentSpanId: root?.spanId,
    kind: 'consumer',
    status: 'error',
    attributes: {
      'conductor.task.attempt': 0,
      'conductor.task.worker': 'tester',
      'conductor.task.status': 'FAILED',
      'conductor.task.queue_wait_ms': 3_000,
      'error.type': 'UPSTREAM_DOWN',
    },
  })
  expect((failed?.endedAt ?? 0) - (failed?.startedAt ?? 0)).toBe(5_000)
  const wait = spans.find(({ parentSpanId }) => parentSpanId === failed?.spanId)
  expect((wait?.endedAt ?? 0) - (wait?.startedAt ?? 0)).toBe(3_000)
  expect(spans.filter(({ attributes }) => attributes['conductor.task.attempt'] === 1)).toHaveLength(1)
  expect(spans.map(({ name }) => name)).toEqual(['a waits for a worker', 'a', 'a', 'n', root?.name])
  expect(JSON.stringify(spans)).not.toContain('Ann')
})

it('ties an execution and the one below it together, though each is a trace of its own', async () => {
  const spans: Span[] = []
  const t = await openTestEngine({ onSpans: (ended) => spans.push(...ended) })
  const child = flow([simple('c', { optional: false })])
  await t.engine.metadata.registerWorkflow(child)
  await t.engine.metadata.registerWorkflow(
    flow([task('SUB_WORKFLOW', 'sub', { subWorkflowParam: { name: child.name } })], { name: 'above' }),
  )
  const id = await t.start('above', { traceparent })
  const childId = taskOf(await t.workflow(id), 'sub').subWorkflowId ?? ''
  await t.work('c')
  const named = (name: string) => spans.find((span) => span.name === name)
  expect(named('above')).toMatchObject({ traceId: traceparent.slice(3, 35), parentSpanId: 'b7ad6b7169203331' })
  const below = executionContext({ id: childId, traceparent: undefined })
  expect(named(child.name)).toMatchObject({
    ...below,
    links: [attemptContext({ id, traceparent }, taskOf(await t.workflow(id), 'sub').taskId)],
  })
  expect(named('sub')?.links).toEqual([below])
})

it('goes out with calls, and goes on after a stop in the middle', async () => {
  const folder = mkdtempSync(joinPath(tmpdir(), 'gatehouse-tracing-'))
  const dataFile = joinPath(folder, 'engine.db')
  const requests: HttpTaskRequest[] = []
  const spans: Span[] = []
  const options = {
    dataFile,
    onSpans: (ended: readonly Span[]) => spans.push(...ended),
    answerHttp: async (request: HttpTaskRequest) => {
      requests.push(request)
      return answerOk({})
    },
  }
  const call = { uri: 'http://vendor/', method: 'GET' }
  const definition = flow([
    task('HTTP', 'one', { inputParameters: call }),
    simple('a'),
    task('HTTP', 'own', { inputParameters: { ...call, headers: { TraceParent: 'mine' } } }),
  ])
  const first = await openTestEngine(options)
  const id = await first.run(definition, { traceparent })
  await first.until(id, ({ tasks }) => tasks.length === 2)
  await first.engine.close()
  const t = await openTestEngine(options)
  await t.work('a')
  const done = await t.until(id, ({ status }) => status === 'COMPLETED')

  const context = attemptContext({ id, traceparent }, taskOf(done, 'one').taskId)
  expect(requests.map(({ headers }) => headers)).toEqual([
    { traceparent: `00-${context.traceId}-${context.spanId}-01` },
    { TraceParent: 'mine' },
  ])
  expect(spans.map(({ name }) => name)).toEqual(expect.arrayContaining(['one', 'a', 'own', definition.name]))
  expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([traceparent.slice(3, 35)]))
  expect(spans.find(({ name }) => name === 'one')?.attributes['http.response.status_code']).toBe(200)
  rmSync(folder, { recursive: true, force: true })
})

it('is nobody’s when whoever started it does not want it traced, or nobody collects', async () => {
  const spans: Span[] = []
  const requests: HttpTaskRequest[] = []
  const answerHttp = async (request: HttpTaskRequest) => {
    requests.push(request)
    return answerOk({})
  }
  const definition = flow([task('HTTP', 'h', { inputParameters: { uri: 'http://vendor/', method: 'GET' } })])
  const t = await openTestEngine({ answerHttp, onSpans: (ended) => spans.push(...ended) })
  const unwanted = await t.run(definition, { traceparent: traceparent.replace(/01$/, '00') })
  await t.until(unwanted, ({ status }) => status === 'COMPLETED')
  expect(spans).toEqual([])
  expect(requests[0]?.headers).toMatchObject({ traceparent: expect.stringMatching(/-00$/) })
  const silent = await openTestEngine({ answerHttp })
  const id = await silent.run(definition)
  await silent.until(id, ({ status }) => status === 'COMPLETED')
  expect(requests[1]?.headers).toEqual({})
})
