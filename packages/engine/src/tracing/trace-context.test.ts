import { describe, expect, it } from 'vitest'
import { attemptContext, executionContext, formatTraceparent, parseTraceparent } from './trace-context.ts'

const header = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

describe('a traceparent', () => {
  it('is read as W3C Trace Context says, of later versions too', () => {
    const context = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', sampled: true }
    expect(parseTraceparent(header)).toEqual(context)
    expect(parseTraceparent(` ${header} `)).toEqual(context)
    expect(parseTraceparent(header.replace(/^00/, 'cc').concat('-more'))).toEqual(context)
    expect(parseTraceparent(header.replace(/01$/, '00'))?.sampled).toBe(false)
    expect(formatTraceparent(context, true)).toBe(header)
  })

  it.each([
    undefined,
    '',
    'nonsense',
    header.toUpperCase(),
    header.replace(/^00/, 'ff'),
    header.replace(/0af7651916cd43dd8448eb211c80319c/, '0'.repeat(32)),
    header.replace(/b7ad6b7169203331/, '0'.repeat(16)),
    header.slice(1),
  ])('that is none is nobody’s: %s', (text) => {
    expect(parseTraceparent(text)).toBeUndefined()
  })
})

describe('ids', () => {
  it('follow from the execution and its tasks, and differ between them', () => {
    const run = { id: 'w1', traceparent: undefined }
    expect(executionContext(run)).toEqual(executionContext({ ...run }))
    expect(executionContext(run).traceId).toMatch(/^[0-9a-f]{32}$/)
    expect(executionContext(run).spanId).toMatch(/^[0-9a-f]{16}$/)
    expect(executionContext({ ...run, id: 'w2' }).traceId).not.toBe(executionContext(run).traceId)
    expect(attemptContext(run, 't1').traceId).toBe(executionContext(run).traceId)
    const spans = [executionContext(run), attemptContext(run, 't1'), attemptContext(run, 't2')].map((one) => one.spanId)
    expect(new Set(spans).size).toBe(3)
  })

  it('are those of the trace that the start was part of', () => {
    expect(executionContext({ id: 'w1', traceparent: header }).traceId).toBe('0af7651916cd43dd8448eb211c80319c')
  })
})
