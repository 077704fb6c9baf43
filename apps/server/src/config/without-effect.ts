/** Settings of the embedded engine that do nothing while a Conductor server elsewhere runs the executions. */
import type { ConfigKey, RawConfig } from './config-keys.ts'
import { isNamedValue } from './named-values.ts'

const ofTheEngine: readonly ConfigKey[] = [
  'GATEHOUSE_ARCHIVE_DAYS',
  'GATEHOUSE_REMOVE_DAYS',
  'GATEHOUSE_PAYLOAD_KB',
  'GATEHOUSE_HTTP_ALLOW',
  'KAFKA_URL',
  'KAFKA_CA',
  'KAFKA_CERT',
  'KAFKA_KEY',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
]

/** Keys that are set for nothing. Their values are not looked at. */
export function withoutEffect(raw: RawConfig): string[] {
  if (raw.CONDUCTOR_SERVER_URL === undefined) return []
  const settings: Readonly<Record<string, string | undefined>> = raw
  return Object.keys(raw)
    .filter((key) => settings[key] !== undefined)
    .filter((key) => ofTheEngine.some((one) => one === key) || isNamedValue(key))
}
