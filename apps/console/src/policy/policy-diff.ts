/** A policy as lines of path and value, and what differs between two of them. */

export interface PolicyLine {
  /** such as `weights.geography` */
  readonly path: string
  readonly value: string
}

export interface PolicyChange {
  readonly path: string
  /** null where that version has no such line */
  readonly from: string | null
  readonly to: string | null
}

/** Every value that is no object, in the order of the document. A list is one line: its order carries no meaning. */
export function policyLines(policy: Readonly<Record<string, unknown>>, base = ''): readonly PolicyLine[] {
  return Object.entries(policy).flatMap(([key, value]) => {
    const path = base === '' ? key : `${base}.${key}`
    if (isRecord(value)) return policyLines(value, path)
    return [{ path, value: Array.isArray(value) ? value.map(String).join(', ') : String(value) }]
  })
}

/** Lines that only one of the two has, or that differ, in the order of the newer one, then what went. */
export function policyDiff(
  from: Readonly<Record<string, unknown>>,
  to: Readonly<Record<string, unknown>>,
): readonly PolicyChange[] {
  const before = new Map(policyLines(from).map(({ path, value }) => [path, value]))
  const after = new Map(policyLines(to).map(({ path, value }) => [path, value]))
  const paths = [...after.keys(), ...[...before.keys()].filter((path) => !after.has(path))]
  return paths
    .map((path) => ({ path, from: before.get(path) ?? null, to: after.get(path) ?? null }))
    .filter((change) => change.from !== change.to)
}

/** The next number for a draft: `1.0.0` → `1.1.0`. */
export function nextVersion(version: string): string {
  const [major = '1', minor = '0'] = version.split('.')
  return `${major}.${Number(minor) + 1}.0`
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
