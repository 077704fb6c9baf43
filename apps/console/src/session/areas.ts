/** Which areas of the console each role sees, and where it lands. The server is the judge; this only spares dead ends. */

export const areas = ['cases', 'screening', 'policy', 'build', 'operate', 'audit'] as const
export type Area = (typeof areas)[number]

const byRole: Readonly<Record<string, readonly Area[]>> = {
  author: ['build', 'operate'],
  operator: ['operate', 'build'],
  analyst: ['cases', 'screening'],
  senior_analyst: ['cases', 'screening', 'policy'],
  mlro: ['cases', 'screening', 'policy', 'audit'],
  compliance_admin: ['policy', 'screening', 'build', 'operate', 'audit'],
  auditor: ['cases', 'screening', 'policy', 'build', 'operate', 'audit'],
  support: ['cases'],
}

/** The union over a person's roles. An unknown role adds nothing. */
export function visibleAreas(roles: readonly string[]): ReadonlySet<Area> {
  return new Set(roles.flatMap((role) => (Object.hasOwn(byRole, role) ? (byRole[role] ?? []) : [])))
}

const mayAct: Readonly<Record<'build' | 'operate', ReadonlySet<string>>> = {
  build: new Set(['author', 'compliance_admin']),
  operate: new Set(['author', 'operator', 'compliance_admin']),
}

/** Whether the person changes definitions (`build`) or runs (`operate`), or only reads them. */
export const canAct = (roles: readonly string[], area: 'build' | 'operate'): boolean =>
  roles.some((role) => mayAct[area].has(role))
