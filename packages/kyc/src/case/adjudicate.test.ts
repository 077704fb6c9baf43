import { describe, expect, it } from 'vitest'
import type { HitFeature, ScreeningHit } from '../checks/screening-hit.ts'
import { sanctionsAnswer } from '../../testing/outside-world.ts'
import { adjudicate, type ProposedOutcome } from './adjudicate.ts'
import { HUMAN_TASK_KINDS } from './human-task.ts'
import { outcomesFor } from './review-outcomes.ts'

const NOTE = 'compared both sides field by field'

function hitWith(queryValue: string | null, listValue: string | null): ScreeningHit {
  const answer = sanctionsAnswer('C06')
  const hit = answer.status === 'ANSWERED' ? answer.hits[0] : undefined
  if (!hit) throw new TypeError('fixture without a hit')
  const features = hit.features.map(
    (feature): HitFeature => (feature.feature === 'birthDate' ? { ...feature, queryValue, listValue } : feature),
  )
  return { ...hit, features }
}

const DOB_FAR = hitWith('1999-03-14', '1976-10-05')

function judge(change: Partial<ProposedOutcome>) {
  const result = adjudicate({
    task: 'screening_review',
    finding: 'SANCTIONS_MATCH',
    outcome: 'FALSE_POSITIVE',
    reasonCodes: ['DOB_CONFLICT', 'BIRTHPLACE_CONFLICT'],
    note: NOTE,
    hits: [DOB_FAR],
    ...change,
  })
  return result.ok ? `${result.rule.effect} ${result.rule.checkerRoles.join('|')}`.trim() : result.error.code
}

describe('adjudication', () => {
  it.each<[string, Partial<ProposedOutcome>, string]>([
    ['a false positive on a sanctions list', {}, 'CLEARED senior_analyst|mlro'],
    ['a true match on a sanctions list', { outcome: 'TRUE_MATCH', reasonCodes: ['NAME_DOB_EQUAL'] }, 'CONFIRMED mlro'],
    ['an open question', { outcome: 'INCONCLUSIVE', reasonCodes: ['DATA_MISSING_CUSTOMER'] }, 'RFI'],
    ['a short note', { note: 'looks fine to me' }, 'NOTE_TOO_SHORT'],
    ['a note of spaces', { note: ' '.repeat(40) }, 'NOTE_TOO_SHORT'],
    ['no reason', { reasonCodes: [] }, 'REASON_CODE_REQUIRED'],
    ['a reason of another outcome', { reasonCodes: ['NAME_DOB_EQUAL'] }, 'REASON_CODE_UNKNOWN'],
    ['an outcome of another task', { outcome: 'SAME_PERSON' }, 'OUTCOME_NOT_ALLOWED'],
    ['nationality alone', { reasonCodes: ['NATIONALITY_CONFLICT'] }, 'WEAK_CONFLICT_ALONE'],
    ['gender alone, twice', { reasonCodes: ['GENDER_CONFLICT', 'GENDER_CONFLICT'] }, 'WEAK_CONFLICT_ALONE'],
    ['geography and death', { reasonCodes: ['GEOGRAPHY_CONFLICT', 'DECEASED'] }, 'WEAK_CONFLICT_ALONE'],
    [
      'nationality and gender',
      { reasonCodes: ['NATIONALITY_CONFLICT', 'GENDER_CONFLICT'] },
      'CLEARED senior_analyst|mlro',
    ],
    ['death alone', { reasonCodes: ['DECEASED'] }, 'DECEASED_DOES_NOT_CLEAR'],
    ['a birth date 23 years off', { reasonCodes: ['DOB_CONFLICT'] }, 'CLEARED senior_analyst|mlro'],
    [
      'a birth year two off',
      { reasonCodes: ['DOB_CONFLICT'], hits: [hitWith('1978-10-05', '1976-10-05')] },
      'DOB_NOT_IN_CONFLICT',
    ],
    [
      'day and month swapped',
      { reasonCodes: ['DOB_CONFLICT'], hits: [hitWith('1976-05-10', '1976-10-05')] },
      'DOB_NOT_IN_CONFLICT',
    ],
    ['no listed date', { reasonCodes: ['DOB_CONFLICT'], hits: [hitWith('1999-03-14', null)] }, 'DOB_NOT_IN_CONFLICT'],
    [
      'one listed date near, one far',
      { reasonCodes: ['DOB_CONFLICT'], hits: [hitWith('1999-03-14', '1976-10-05, 1998')] },
      'DOB_NOT_IN_CONFLICT',
    ],
    [
      'one of two entries without conflict',
      { reasonCodes: ['DOB_CONFLICT'], hits: [DOB_FAR, hitWith('1999-03-14', '1999')] },
      'DOB_NOT_IN_CONFLICT',
    ],
    ['a near birth date beside another reason', { hits: [hitWith('1976', '1976')] }, 'CLEARED senior_analyst|mlro'],
    [
      'the bank’s own list',
      { task: 'blacklist_review', finding: 'BLACKLIST_POSSIBLE', reasonCodes: ['DOB_CONFLICT'] },
      'CLEARED senior_analyst',
    ],
    [
      'the bank’s own list, born two years apart',
      {
        task: 'blacklist_review',
        finding: 'BLACKLIST_POSSIBLE',
        reasonCodes: ['DOB_CONFLICT'],
        hits: [hitWith('1978-10-05', '1976-10-05')],
      },
      'DOB_NOT_IN_CONFLICT',
    ],
    ['a birth date against no hit at all', { reasonCodes: ['DOB_CONFLICT'], hits: [] }, 'DOB_NOT_IN_CONFLICT'],
    ['a dead PEP', { finding: 'PEP_MATCH', reasonCodes: ['DECEASED'] }, 'CLEARED'],
    ['a PEP', { finding: 'PEP_MATCH', outcome: 'TRUE_MATCH', reasonCodes: ['NAME_DOB_EQUAL'] }, 'CONFIRMED'],
    ['nationality alone on a PEP', { finding: 'PEP_MATCH', reasonCodes: ['NATIONALITY_CONFLICT'] }, 'CLEARED'],
    [
      'a duplicate',
      { task: 'duplicate_review', finding: 'DUPLICATE', outcome: 'SAME_PERSON', reasonCodes: ['DOCUMENT_EQUAL'] },
      'CONFIRMED senior_analyst',
    ],
    [
      'a country not served',
      {
        task: 'policy_decline_review',
        finding: 'POLICY_RESIDENCE',
        outcome: 'DECLINE',
        reasonCodes: ['COUNTRY_NOT_SERVED'],
      },
      'CONFIRMED senior_analyst',
    ],
    [
      'an exception to it',
      {
        task: 'policy_decline_review',
        finding: 'POLICY_RESIDENCE',
        outcome: 'LIFT',
        reasonCodes: ['EXCEPTION_GRANTED'],
      },
      'CLEARED mlro',
    ],
    [
      'no fixed residence',
      { task: 'address_review', finding: 'ADDRESS_REVIEW', outcome: 'ACCEPT', reasonCodes: ['NO_FIXED_RESIDENCE'] },
      'CLEARED',
    ],
    [
      'the approval of EDD',
      { task: 'edd_senior_approval', finding: null, outcome: 'REFUSE', reasonCodes: ['OUTSIDE_RISK_APPETITE'] },
      'CONFIRMED',
    ],
  ])('%s', (_what, change, expected) => {
    expect(judge(change)).toBe(expected)
  })

  it('lets nobody reject alone, except the mlro at the end of EDD', () => {
    for (const task of HUMAN_TASK_KINDS) {
      const alone = outcomesFor(task, null).filter((rule) => rule.rejection !== null && rule.checkerRoles.length === 0)
      expect(alone.map(({ outcome }) => outcome)).toEqual(task === 'edd_senior_approval' ? ['REFUSE'] : [])
    }
  })
})
