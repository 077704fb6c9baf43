import { describe, expect, it } from 'vitest'
import { PersonIdSchema } from '../ids.ts'
import type { Case } from '../case/case.ts'
import { allowedActions } from './case-actions.ts'
import { CASE_ACTIONS, GLOBAL_ACTIONS, may, PERMISSIONS, type Action } from './permissions.ts'
import { ROLES, type Role } from './role.ts'

describe('the role table', () => {
  it('gives an action to nobody without a role', () => {
    for (const action of [...CASE_ACTIONS, ...GLOBAL_ACTIONS]) expect(may([], action)).toBe(false)
  })

  it.each<[Role, Action[]]>([
    ['analyst', ['confirm', 'decide_edd', 'lower_class', 'publish_policy', 'assign', 'verify_audit']],
    ['senior_analyst', ['propose', 'decide_edd', 'publish_policy', 'export_sar']],
    ['mlro', ['draft_policy', 'propose', 'edit_blacklist']],
    ['compliance_admin', ['propose', 'confirm', 'decide_edd', 'view_case', 'unmask']],
    ['auditor', ['propose', 'confirm', 'write_note', 'claim', 'draft_policy', 'retry_hold']],
    ['support', ['view_case', 'view_screening', 'view_risk', 'view_documents', 'unmask']],
    ['operator', ['view_case', 'view_screening', 'view_documents', 'unmask', 'view_status']],
    ['author', ['view_case', 'publish_workflow', 'operate_engine']],
    ['applicant', ['view_case', 'view_screening', 'view_risk', 'propose']],
    ['service', ['view_case', 'propose', 'confirm', 'unmask']],
  ])('%s may not do what belongs to others', (role, forbidden) => {
    expect(forbidden.filter((action) => may([role], action))).toEqual([])
  })

  it('keeps a restricted case to mlro and auditor, but for its neutral status', () => {
    const restricted = { restricted: true }
    for (const role of ROLES) {
      const inside = may([role], 'view_case', restricted) || may([role], 'view_screening', restricted)
      expect(inside).toBe(role === 'mlro' || role === 'auditor')
    }
    expect(may(['support'], 'view_status', restricted)).toBe(true)
  })

  it('gives every action to somebody', () => {
    expect(Object.entries(PERMISSIONS).filter(([, roles]) => roles.length === 0)).toEqual([])
  })
})

describe('the decision bar', () => {
  const id = (value: string) => PersonIdSchema.parse(value)
  const person = (value: string, ...roles: Role[]) => ({ type: 'person' as const, id: id(value), roles })
  const second = {
    state: 'SECOND_REVIEW',
    applicantId: id('app-1'),
    excludedPersonIds: [id('eva')],
    restricted: false,
    assigneeId: null,
    eddReviewerId: null,
    proposal: { makerId: id('ana'), checkerRoles: ['mlro'] },
  } as unknown as Case // only these fields are read

  const whyNot = (who: ReturnType<typeof person>, action: string, kycCase = second) =>
    allowedActions(kycCase, who).find((offered) => offered.action === action)?.whyNot

  it('says who is the wrong person to confirm, and why', () => {
    expect(whyNot(person('mia', 'mlro'), 'confirm')).toBeNull()
    expect(whyNot(person('ana', 'analyst', 'mlro'), 'confirm')).toBe('why-not.same-person')
    expect(whyNot(person('seb', 'senior_analyst'), 'confirm')).toBe('why-not.checker-role')
    expect(whyNot(person('eva', 'mlro'), 'confirm')).toBe('why-not.excluded')
    expect(whyNot(person('app-1', 'mlro'), 'confirm')).toBe('why-not.own-case')
    expect(whyNot(person('ana', 'analyst'), 'propose')).toBe('why-not.state')
    expect(whyNot(person('mia', 'mlro'), 'confirm', { ...second, state: 'REJECTED' })).toBe('why-not.closed')
    expect(whyNot(person('seb', 'senior_analyst'), 'confirm', { ...second, restricted: true })).toBe(
      'why-not.restricted',
    )
  })

  it('leaves out what a role never does', () => {
    expect(allowedActions(second, person('aud', 'auditor')).map(({ action }) => action)).toEqual(['export_case_file'])
  })
})
