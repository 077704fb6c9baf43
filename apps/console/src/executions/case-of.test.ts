import { describe, expect, it } from 'vitest'
import { caseOf } from './case-of.ts'

const caseId = '01M867AHWB9R7N07H60DMT5SEZ'

describe('the case of a run', () => {
  it.each([
    ['its correlation id', { correlationId: caseId, input: {} }, caseId],
    ['its input', { correlationId: 'order-7', input: { caseId } }, caseId],
    ['nothing that only looks a little like one', { correlationId: 'order-7', input: { caseId: 'c-1' } }, undefined],
    ['nothing when there is none', { correlationId: undefined, input: {} }, undefined],
  ])('is named by %s', (_by, run, expected) => {
    expect(caseOf(run)).toBe(expected)
  })
})
