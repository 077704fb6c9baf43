import { describe, expect, it } from 'vitest'
import type { Role } from '../roles/role.ts'
import { type PolicyState, type PolicyStep, policyStep } from './policy-lifecycle.ts'

const ANN = { id: 'ann', roles: ['compliance_admin'] as Role[] }
const BEN = { id: 'ben', roles: ['compliance_admin'] as Role[] }
const MIA = { id: 'mia', roles: ['mlro'] as Role[] }
const EVE = { id: 'eve', roles: ['analyst', 'senior_analyst'] as Role[] }
const fresh = { backtestAgeDays: 3, maxDays: 30 }

describe('the life of a policy version', () => {
  it.each<[string, PolicyState, PolicyStep, typeof ANN, string]>([
    ['is tested', 'DRAFT', { kind: 'test' }, ANN, 'TESTED'],
    ['is tested again', 'TESTED', { kind: 'test' }, BEN, 'TESTED'],
    ['is not tested once proposed', 'PROPOSED', { kind: 'test' }, ANN, 'STATE'],
    ['is proposed', 'TESTED', { kind: 'propose', ...fresh }, ANN, 'PROPOSED'],
    ['is not proposed untested', 'DRAFT', { kind: 'propose', ...fresh }, ANN, 'STATE'],
    ['is not proposed by the mlro', 'TESTED', { kind: 'propose', ...fresh }, MIA, 'ROLE'],
    [
      'is not proposed on an old back-test',
      'TESTED',
      { kind: 'propose', ...fresh, backtestAgeDays: 31 },
      ANN,
      'BACKTEST_TOO_OLD',
    ],
    [
      'is not proposed on none',
      'TESTED',
      { kind: 'propose', ...fresh, backtestAgeDays: Number.NaN },
      ANN,
      'BACKTEST_TOO_OLD',
    ],
    ['is published by a second admin', 'PROPOSED', { kind: 'publish', ...fresh }, BEN, 'ACTIVE'],
    ['is published by the mlro', 'PROPOSED', { kind: 'publish', ...fresh }, MIA, 'ACTIVE'],
    ['is not published by its author', 'PROPOSED', { kind: 'publish', ...fresh }, ANN, 'SAME_PERSON'],
    ['is not published by an analyst', 'PROPOSED', { kind: 'publish', ...fresh }, EVE, 'ROLE'],
    ['is not published late', 'PROPOSED', { kind: 'publish', ...fresh, backtestAgeDays: 31 }, MIA, 'BACKTEST_TOO_OLD'],
    ['is sent back', 'PROPOSED', { kind: 'send_back' }, MIA, 'TESTED'],
    ['is retired', 'ACTIVE', { kind: 'retire' }, MIA, 'RETIRED'],
    ['is retired for good', 'RETIRED', { kind: 'publish', ...fresh }, MIA, 'STATE'],
  ])('%s', (_what, state, step, who, expected) => {
    const result = policyStep({ state, createdBy: 'ann', proposedBy: state === 'DRAFT' ? null : 'ann' }, step, who)
    expect(result.ok ? result.state : result.error.code).toBe(expected)
  })
})
