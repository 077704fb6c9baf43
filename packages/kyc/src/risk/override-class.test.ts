import { describe, expect, it } from 'vitest'
import { PersonIdSchema } from '../ids.ts'
import type { Role } from '../roles/role.ts'
import type { RiskAssessment } from './assessment.ts'
import {
  type ClassOverride,
  effectiveClass,
  nextReviewFor,
  type OverriddenClass,
  overrideClass,
} from './override-class.ts'

describe('setting a class by hand', () => {
  const person = (id: string, ...roles: Role[]) => ({ type: 'person' as const, id: PersonIdSchema.parse(id), roles })
  const ana = person('ana', 'analyst', 'senior_analyst')
  const assessment = (floors: RiskAssessment['floors']) =>
    ({ final: 'HIGH', nextReviewOn: '2027-11-23', floors }) as unknown as RiskAssessment // only these fields are read
  const law = { id: 'F-PEP', effect: 'HIGH', authority: 'LAW', basis: '', driver: '' } as const
  const lowering: ClassOverride = {
    to: 'MEDIUM',
    maker: ana,
    checker: person('mia', 'mlro'),
    reason: 'function ended and was reassessed in person',
  }

  it('lowers with two people and until the next review', () => {
    expect(overrideClass(assessment([]), lowering)).toMatchObject({
      ok: true,
      value: { model: 'HIGH', set: 'MEDIUM', expiresOn: '2027-11-23' },
    })
  })

  it.each<[string, RiskAssessment['floors'], Partial<ClassOverride>, string]>([
    ['below a floor of law', [law], {}, 'BELOW_LAW_FLOOR'],
    ['alone', [], { checker: null }, 'CHECKER_MISSING'],
    ['with oneself', [], { checker: { ...ana, roles: ['mlro'] } }, 'MAKER_IS_CHECKER'],
    ['with another analyst', [], { checker: person('bob', 'senior_analyst') }, 'CHECKER_ROLE'],
    ['as an analyst', [], { maker: person('cem', 'analyst') }, 'MAKER_ROLE'],
    ['without words', [], { reason: 'ok' }, 'REASON_TOO_SHORT'],
    ['to the same', [], { to: 'HIGH' }, 'CLASS_UNCHANGED'],
  ])('refuses to lower %s', (_how, floors, change, code) => {
    expect(overrideClass(assessment(floors), { ...lowering, ...change })).toEqual({ ok: false, error: { code } })
  })

  it('raises before anything was assessed, by any analyst, and lowers nothing then', () => {
    const early = { maker: person('cem', 'analyst'), checker: null, reason: lowering.reason }
    expect(overrideClass(null, { ...early, to: 'HIGH' })).toEqual({
      ok: true,
      value: { model: null, set: 'HIGH', expiresOn: null },
    })
    expect(overrideClass(null, { ...lowering, to: 'LOW' })).toEqual({ ok: false, error: { code: 'NOT_ASSESSED' } })
  })

  const model = (final: RiskAssessment['final'], floors: RiskAssessment['floors'] = []) =>
    ({ ...assessment(floors), final, asOf: '2026-11-23', nextReviewOn: '2031-11-23' }) as RiskAssessment

  it.each<[string, RiskAssessment, OverriddenClass | null, string]>([
    ['the model’s, when nothing was set', model('LOW'), null, 'LOW'],
    ['the raised one', model('LOW'), { model: 'LOW', set: 'HIGH', expiresOn: null }, 'HIGH'],
    [
      'the model’s, when it rose above the raised one',
      model('HIGH'),
      { model: 'LOW', set: 'MEDIUM', expiresOn: null },
      'HIGH',
    ],
    ['the lowered one', model('HIGH'), { model: 'HIGH', set: 'MEDIUM', expiresOn: null }, 'MEDIUM'],
    [
      'the model’s, when a floor of law came in',
      model('HIGH', [law]),
      { model: 'HIGH', set: 'LOW', expiresOn: null },
      'HIGH',
    ],
    ['the model’s, when it changed since', model('MEDIUM'), { model: 'HIGH', set: 'LOW', expiresOn: null }, 'MEDIUM'],
    [
      'the model’s, once the review is due',
      model('LOW'),
      { model: 'LOW', set: 'HIGH', expiresOn: '2026-11-23' },
      'LOW',
    ],
    ['PROHIBITED, whatever was set', model('PROHIBITED'), { model: 'HIGH', set: 'LOW', expiresOn: null }, 'PROHIBITED'],
  ])('counts %s', (_which, latest, set, counting) => {
    expect(effectiveClass(latest, set, '2026-11-23')).toBe(counting)
  })

  it('looks again within twelve months at a customer raised to HIGH', () => {
    expect([nextReviewFor(model('LOW'), 'HIGH'), nextReviewFor(model('LOW'), 'LOW')]).toEqual([
      '2027-11-23',
      '2031-11-23',
    ])
  })
})
