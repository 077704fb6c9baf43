import { describe, expect, it } from 'vitest'
import { defaultOnboardingPolicy } from '../policy/onboarding-policy.ts'
import { retentionDue, type RetentionFacts } from './retention-rules.ts'

const TODAY = '2026-11-23'
const ENDED: RetentionFacts = {
  state: 'EXPIRED',
  submitted: true,
  lastChangeOn: '2026-05-23',
  decidedOn: '2026-05-23',
  suspicion: false,
  customer: null,
}

describe('retention', () => {
  it.each<[string, Partial<RetentionFacts>, string | null]>([
    [
      'a draft idle for 30 days',
      { state: 'DRAFT', submitted: false, lastChangeOn: '2026-10-24', decidedOn: null },
      'DRAFT_IDLE',
    ],
    [
      'a draft idle for 29 days',
      { state: 'DRAFT', submitted: false, lastChangeOn: '2026-10-25', decidedOn: null },
      null,
    ],
    ['a draft expired 30 days ago', { submitted: false, decidedOn: '2026-10-24' }, 'DRAFT_EXPIRED'],
    ['a draft expired 29 days ago', { submitted: false, decidedOn: '2026-10-25' }, null],
    ['an open case, however old', { state: 'IN_REVIEW', decidedOn: null, lastChangeOn: '2010-01-01' }, null],
    ['expired six months ago', {}, 'ENDED_WITHOUT_SUSPICION'],
    ['withdrawn six months ago', { state: 'WITHDRAWN' }, 'ENDED_WITHOUT_SUSPICION'],
    ['expired a day later', { decidedOn: '2026-05-24' }, null],
    ['withdrawn under suspicion', { state: 'WITHDRAWN', suspicion: true }, null],
    [
      'withdrawn under suspicion five years ago',
      { state: 'WITHDRAWN', suspicion: true, decidedOn: '2021-11-23' },
      'REFUSED_OR_SUSPECTED',
    ],
    ['refused less than five years ago', { state: 'REJECTED', decidedOn: '2021-11-24' }, null],
    ['refused five years ago', { state: 'REJECTED', decidedOn: '2021-11-23' }, 'REFUSED_OR_SUSPECTED'],
    [
      'a customer of long standing',
      { state: 'APPROVED', decidedOn: '2000-01-01', customer: { state: 'ACTIVE', changedOn: '2000-01-01' } },
      null,
    ],
    [
      'a customer who left five years ago',
      { state: 'APPROVED', decidedOn: '2000-01-01', customer: { state: 'CLOSED', changedOn: '2021-11-23' } },
      'CUSTOMER_LEFT',
    ],
  ])('%s', (_what, change, rule) => {
    expect(retentionDue({ ...ENDED, ...change }, defaultOnboardingPolicy, TODAY)).toBe(rule)
  })

  it('counts from the end of the calendar year in Germany', () => {
    const left = { ...ENDED, customer: { state: 'CLOSED' as const, changedOn: '2021-11-23' } }
    const german = { ...defaultOnboardingPolicy, profile: 'DE' as const }
    expect([retentionDue(left, german, '2026-12-30'), retentionDue(left, german, '2026-12-31')]).toEqual([
      null,
      'CUSTOMER_LEFT',
    ])
  })
})
