/** DRAFT → TESTED → PROPOSED → ACTIVE → RETIRED: which step a version of a policy may take, by whom. Pure. */
import type { Role } from '../roles/role.ts'

export const POLICY_STATES = ['DRAFT', 'TESTED', 'PROPOSED', 'ACTIVE', 'RETIRED'] as const
export type PolicyState = (typeof POLICY_STATES)[number]

export type PolicyStep =
  | { readonly kind: 'test' }
  | { readonly kind: 'propose'; readonly backtestAgeDays: number; readonly maxDays: number }
  | { readonly kind: 'publish'; readonly backtestAgeDays: number; readonly maxDays: number }
  /** The second person disagrees: it can be tested and proposed again. */
  | { readonly kind: 'send_back' }
  /** Another version takes its place. */
  | { readonly kind: 'retire' }

export type PolicyRefusal = 'STATE' | 'ROLE' | 'SAME_PERSON' | 'BACKTEST_TOO_OLD'

/** Who drafted and who proposed: neither may publish. */
export interface PolicyAuthors {
  readonly state: PolicyState
  readonly createdBy: string
  readonly proposedBy: string | null
}

export type PolicyStepResult =
  | { readonly ok: true; readonly state: PolicyState }
  | { readonly ok: false; readonly error: { readonly code: PolicyRefusal } }

const STEPS: Readonly<
  Record<
    PolicyStep['kind'],
    { readonly from: readonly PolicyState[]; readonly to: PolicyState; readonly who: readonly Role[] }
  >
> = {
  // Testing again renews the back-test of a version that waited too long.
  test: { from: ['DRAFT', 'TESTED'], to: 'TESTED', who: ['compliance_admin'] },
  propose: { from: ['TESTED'], to: 'PROPOSED', who: ['compliance_admin'] },
  publish: { from: ['PROPOSED'], to: 'ACTIVE', who: ['compliance_admin', 'mlro'] },
  send_back: { from: ['PROPOSED'], to: 'TESTED', who: ['compliance_admin', 'mlro'] },
  retire: { from: ['ACTIVE'], to: 'RETIRED', who: ['compliance_admin', 'mlro'] },
}

export function policyStep(
  version: PolicyAuthors,
  step: PolicyStep,
  actor: { readonly id: string; readonly roles: readonly Role[] },
): PolicyStepResult {
  const { from, to, who } = STEPS[step.kind]
  if (!from.includes(version.state)) return refuse('STATE')
  if (!who.some((role) => actor.roles.includes(role))) return refuse('ROLE')
  const second = step.kind === 'publish' || step.kind === 'send_back'
  if (second && (actor.id === version.createdBy || actor.id === version.proposedBy)) return refuse('SAME_PERSON')
  const old = (step.kind === 'propose' || step.kind === 'publish') && !(step.backtestAgeDays <= step.maxDays)
  return old ? refuse('BACKTEST_TOO_OLD') : { ok: true, state: to }
}

function refuse(code: PolicyRefusal): PolicyStepResult {
  return { ok: false, error: { code } }
}
