/** Which areas of the console a person sees, by the rights that the server gives. The server is the judge; this spares dead ends. */

export const areas = ['cases', 'screening', 'policy', 'build', 'operate', 'audit'] as const
export type Area = (typeof areas)[number]

// An area shows with the first of these rights that a person has.
const opens: Record<Area, readonly string[]> = {
  cases: ['case.read'],
  screening: ['lists.read', 'screening.try', 'blacklist.read'],
  policy: ['policy.read', 'retention.read'],
  build: ['engine.read'],
  operate: ['engine.read'],
  audit: ['audit.read'],
}

export const visibleAreas = (permissions: readonly string[]): ReadonlySet<Area> =>
  new Set(areas.filter((area) => opens[area].some((permission) => permissions.includes(permission))))

/** Where people begin: those who work on cases at the queue, those who run the engine at the runs. */
export function landingPage(permissions: readonly string[], hasPage: (to: string) => boolean): string {
  const wanted = permissions.includes('case.work') || permissions.includes('case.propose') ? '/cases' : '/home'
  return hasPage(wanted) ? wanted : '/home'
}
