import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesClauses, page, toComparator, toTextMatcher } from './search-match.ts'
import { parseQuery, parseSort, QueryError } from './search-query.ts'

function isReadOrRefused(text: string): boolean {
  try {
    parseQuery(text)
    return true
  } catch (error) {
    return error instanceof QueryError
  }
}

describe('parseQuery', () => {
  it.each<[string, object[]]>([
    ['', []],
    ['status=RUNNING', [{ field: 'status', operator: '=', values: ['RUNNING'] }]],
    [`workflowId = "a b"`, [{ field: 'workflowId', operator: '=', values: ['a b'] }]],
    [
      `workflowType='x' AND correlationId="y"`,
      [
        { field: 'workflowType', operator: '=', values: ['x'] },
        { field: 'correlationId', operator: '=', values: ['y'] },
      ],
    ],
    ['status IN (FAILED, "TIMED_OUT")', [{ field: 'status', operator: 'IN', values: ['FAILED', 'TIMED_OUT'] }]],
    [
      'status in (A) and startTime>12',
      [
        { field: 'status', operator: 'IN', values: ['A'] },
        { field: 'startTime', operator: '>', values: ['12'] },
      ],
    ],
    [
      'startTime>=1 AND endTime<=2',
      [
        { field: 'startTime', operator: '>=', values: ['1'] },
        { field: 'endTime', operator: '<=', values: ['2'] },
      ],
    ],
    ['parentWorkflowId=""', [{ field: 'parentWorkflowId', operator: '=', values: [''] }]],
    ['parentWorkflowId=', [{ field: 'parentWorkflowId', operator: '=', values: [''] }]],
    [`correlationId='salt AND pepper'`, [{ field: 'correlationId', operator: '=', values: ['salt AND pepper'] }]],
    [`correlationId=O'Hara`, [{ field: 'correlationId', operator: '=', values: ["O'Hara"] }]],
    ['workflowType:x', [{ field: 'workflowType', operator: '=', values: ['x'] }]],
    ['correlationId=a:b', [{ field: 'correlationId', operator: '=', values: ['a:b'] }]],
    ['workflowType=(x)', [{ field: 'workflowType', operator: '=', values: ['x'] }]],
  ])('%s', (query, clauses) => expect(parseQuery(query)).toEqual(clauses))

  it.each(['RUNNING', 'status!=A', 'startTime BETWEEN 1 AND 2', 'status IN FAILED', '=x', 'a=1 AND'])(
    'refuses %s',
    (query) => {
      expect(() => parseQuery(query)).toThrow(QueryError)
    },
  )

  it('answers or refuses any text, and never fails otherwise', () => {
    assert(property(string(), (text) => isReadOrRefused(text)))
  })
})

it('parseSort reads several fields', () => {
  expect(parseSort('startTime:DESC|workflowType')).toEqual([
    { field: 'startTime', descending: true },
    { field: 'workflowType', descending: false },
  ])
  expect(parseSort('')).toEqual([])
})

describe('matching', () => {
  const record = { workflowType: 'kyc.onboarding', startTime: 100, parentWorkflowId: null }
  const fieldOf = (from: typeof record, field: string) => from[field as keyof typeof record]
  it.each([
    ['workflowType=kyc.onboarding', true],
    ['workflowType=kyc*', true],
    ['workflowType=*board*', true],
    ['workflowType=kyc-onboarding', false],
    ['workflowType=KYC*', false],
    ['workflowType=k*c*n*g', true],
    ['workflowType=kyc.onboarding*', true],
    ['workflowType=kyc.onb*nboarding', false],
    ['workflowType=*ing*ing', false],
    ['workflowType IN (a, kyc.onboarding)', true],
    ['startTime>99 AND startTime<101', true],
    ['startTime>100', false],
    ['startTime>=100', true],
    ['startTime>1970-01-01T00:00:00Z', true],
    ['parentWorkflowId=""', true],
    ['parentWorkflowId=x', false],
    ['zzz=1', true],
  ])('%s is %s', (query, expected) => expect(matchesClauses(record, parseQuery(query), fieldOf)).toBe(expected))

  it.each([
    ['*', true],
    ['', true],
    [undefined, true],
    ['ONBOARD', true],
    ['kyc*ing', true],
    ['kyc.*x', false],
    ['ing*kyc', false],
    ['a.b', false],
    ['"ONBOARD"', true],
    ['"*"', true],
    ['"onboard', false],
    ['"', false],
  ])('the free text %s is %s', (text, expected) => expect(toTextMatcher(text)('kyc.onboarding')).toBe(expected))

  it('takes its time for no text', () => {
    const text = 'a'.repeat(100_000)
    const before = process.cpuUsage().user
    expect(toTextMatcher(`${'*a'.repeat(50)}*b`)(text)).toBe(false)
    const clauses = parseQuery(`workflowType=${'*a'.repeat(50)}*b`)
    expect(matchesClauses({ workflowType: text }, clauses, () => text)).toBe(false)
    expect(process.cpuUsage().user - before).toBeLessThan(1_000_000)
  })

  it('sorts by several fields and ignores unknown ones', () => {
    const rows = [
      { a: 'x', n: 1 },
      { a: 'y', n: 3 },
      { a: 'x', n: 2 },
    ]
    const sorted = rows.toSorted(
      toComparator(parseSort('zzz:DESC|a:ASC|n:DESC'), (row, field) => row[field as keyof typeof row]),
    )
    expect(sorted.map(({ n }) => n)).toEqual([2, 1, 3])
  })

  it('cuts pages', () => {
    expect(page([1, 2, 3], 1, 1)).toEqual([2])
    expect(page([1, 2, 3], -5, 2)).toEqual([1, 2])
    expect(page([1, 2, 3], 0, 0)).toEqual([])
    expect(page([1, 2, 3], 1, -1)).toEqual([2, 3])
  })
})
