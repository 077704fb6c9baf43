/** Every key that the environment may set. `docs/config.md` lists the same ones; a test compares the two. */
export const configKeys = [
  'GATEHOUSE_DATA',
  'HOST',
  'PORT',
  'PUBLIC_URL',
  'GATEHOUSE_TRUST_PROXY',
  'GATEHOUSE_TLS_CERT',
  'GATEHOUSE_TLS_KEY',
  'GATEHOUSE_AUTH',
  'GATEHOUSE_DEMO',
  'GATEHOUSE_WORKERS',
  'GATEHOUSE_MASTER_KEY',
  'GATEHOUSE_KMS_KEY_ID',
  'DATABASE_URL',
  'DOCUMENTS_URL',
  'CONDUCTOR_SERVER_URL',
  'CONDUCTOR_AUTH_KEY',
  'CONDUCTOR_AUTH_SECRET',
  'SCREENING_URL',
  'GATEHOUSE_LISTS',
  'GATEHOUSE_UPDATE_TOKEN',
  'GATEHOUSE_STREAM_BYTES',
  'GATEHOUSE_STREAM_HOURS',
  'GATEHOUSE_HTTP_ALLOW',
  'GATEHOUSE_ARCHIVE_DAYS',
  'GATEHOUSE_REMOVE_DAYS',
  'GATEHOUSE_PAYLOAD_KB',
  'KAFKA_URL',
  'KAFKA_CA',
  'KAFKA_CERT',
  'KAFKA_KEY',
  'HTTPS_PROXY',
  'HTTP_PROXY',
  'NO_PROXY',
  'VOP_URL',
  'VOP_TOKEN',
  'SMTP_URL',
  'MAIL_FROM',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_SERVICE_NAME',
  'LOG_LEVEL',
] as const

export type ConfigKey = (typeof configKeys)[number]

/** Values that workflows name, each under a key of its own. */
export type NamedValueKey = `CONDUCTOR_SECRET_${string}` | `CONDUCTOR_ENV_${string}`

/** What the environment says, keys with an empty value left out. */
export type RawConfig = Partial<Readonly<Record<ConfigKey, string>>> & {
  readonly [key: NamedValueKey]: string | undefined
}

/** Keys whose value never appears in a message or a log. */
export const secretKeys: ReadonlySet<ConfigKey> = new Set([
  'GATEHOUSE_MASTER_KEY',
  'GATEHOUSE_UPDATE_TOKEN',
  'CONDUCTOR_AUTH_SECRET',
  'OIDC_CLIENT_SECRET',
  'DATABASE_URL',
  'SMTP_URL',
  'KAFKA_URL',
  'VOP_TOKEN',
  'OTEL_EXPORTER_OTLP_HEADERS',
  // May hold a password.
  'HTTPS_PROXY',
  'HTTP_PROXY',
])
