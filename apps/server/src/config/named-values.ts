/** Values that workflows name: `${workflow.secrets.NAME}` and `${workflow.env.NAME}`, from the environment as with Conductor. */
import type { NamedValueKey, RawConfig } from './config-keys.ts'

const prefixes = { secret: 'CONDUCTOR_SECRET_', environment: 'CONDUCTOR_ENV_' } as const

export function isNamedValue(key: string): key is NamedValueKey {
  return Object.values(prefixes).some((prefix) => key.startsWith(prefix) && key.length > prefix.length)
}

/** By the name that an expression uses. */
export function namedValues(raw: RawConfig, kind: keyof typeof prefixes): ReadonlyMap<string, string> {
  const prefix = prefixes[kind]
  return new Map(
    Object.entries(raw).flatMap(([key, value]) =>
      key.startsWith(prefix) && value !== undefined ? [[key.slice(prefix.length), value] as const] : [],
    ),
  )
}
