import { configKeys } from './config-keys.ts'
import type { ConfigKey, RawConfig } from './config-keys.ts'
import { isNamedValue } from './named-values.ts'

/** The web's own settings are as often written small. */
const alsoSmall: ReadonlySet<string> = new Set<ConfigKey>(['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'])

/** Takes the known keys out of an environment. An empty value counts as not set. */
export function readEnv(env: Readonly<Record<string, string | undefined>>): RawConfig {
  return Object.fromEntries(
    [...configKeys, ...Object.keys(env).filter(isNamedValue)].flatMap((key) => {
      const value = (env[key] ?? (alsoSmall.has(key) ? env[key.toLowerCase()] : undefined))?.trim()
      return value ? [[key, value]] : []
    }),
  )
}

/** Keys that look like ours and are not: most often a misspelling. */
export function unknownKeys(env: Readonly<Record<string, string | undefined>>): string[] {
  const known: ReadonlySet<string> = new Set([...configKeys, 'GATEHOUSE_SHARED'])
  return Object.keys(env).filter((key) => key.startsWith('GATEHOUSE_') && !known.has(key))
}
