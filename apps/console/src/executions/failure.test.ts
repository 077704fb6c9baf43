import { describe, expect, it } from 'vitest'
import { findFailure, likelyCause } from './failure.ts'
import { run, task } from './test-run.test-data.ts'

describe('findFailure', () => {
  it('names the newest attempt and how many there were', () => {
    const failed = run('FAILED', [
      task('ask', 'FAILED', { retried: true }),
      task('ask', 'FAILED', {
        retryCount: 2,
        reasonForIncompletion: 'refused',
        taskDefinition: { name: 'ask', retryCount: 2 },
      }),
    ])
    expect(findFailure(failed)).toMatchObject({ ref: 'ask', attempt: 3, attempts: 3, message: 'refused' })
  })

  it('blames the task inside, not the join that failed with it', () => {
    const failed = run('FAILED', [
      task('join', 'FAILED', { taskType: 'JOIN' }),
      task('ask', 'FAILED'),
      task('other', 'TIMED_OUT'),
    ])
    expect(findFailure(failed)).toMatchObject({ ref: 'ask', otherRefs: ['other'] })
  })

  it('finds none in a run that goes on or ended well', () => {
    for (const status of ['RUNNING', 'PAUSED', 'COMPLETED'])
      expect(findFailure(run(status, [task('ask', 'FAILED')]))).toBeUndefined()
  })

  it('leads to the failed child', () => {
    expect(findFailure(run('FAILED', [task('sub', 'FAILED', { subWorkflowId: 'wf-2' })]))?.childId).toBe('wf-2')
  })
})

describe('likelyCause', () => {
  it.each([
    ['connect ECONNREFUSED 127.0.0.1:9099', 'refused', '127.0.0.1:9099'],
    ['I/O error on GET request for "http://localhost:9099/account": Connection refused', 'refused', 'localhost:9099'],
    ['getaddrinfo ENOTFOUND shop.example', 'unknownHost', 'shop.example'],
    ['127.0.0.1 is refused. Add it to GATEHOUSE_HTTP_ALLOW.', 'egress', undefined],
    ["TypeError: Cannot read property 'x' of undefined", 'expression', undefined],
    ['java.lang.Exception: 404 Not Found on GET request for "http://shop.example/x"', 'notFound', 'shop.example'],
    ['java.lang.Exception: 503 Service Unavailable on GET request', 'serverError', undefined],
    ['No such workflow defined. name=x, version=null', 'unknownWorkflow', undefined],
    ['Read timed out', 'timeout', undefined],
    ['something nobody foresaw', undefined, undefined],
  ])('explains %j', (message, key, place) => {
    const cause = likelyCause(task('ask', 'FAILED'), message)
    expect(cause?.key).toBe(key)
    expect(cause?.place).toBe(place)
  })

  it('suspects a missing worker when nobody polled before the time was over', () => {
    expect(likelyCause(task('ask', 'TIMED_OUT', { pollCount: 0 }), '')?.key).toBe('noWorker')
    expect(likelyCause(task('ask', 'TIMED_OUT', { pollCount: 2 }), '')?.key).toBe('timeout')
  })
})
