/** Turns the raw settings into a `Config`, or says everything that is wrong with them at once. */
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PayloadThresholds } from '@gatehouse/engine'
import { z } from 'zod'
import type { Config, DatabaseConfig, DocumentsConfig, EngineConfig, MasterKeySource } from './config.ts'
import { logLevels } from './config.ts'
import type { ConfigKey, RawConfig } from './config-keys.ts'
import { secretKeys } from './config-keys.ts'
import type { ConfigProblem } from './config-error.ts'
import { ConfigError } from './config-error.ts'
import { toKafkaCluster, toKafkaConfig } from './kafka-url.ts'
import { namedValues } from './named-values.ts'
import { parseLists } from './parse-lists.ts'
import { findUnsafe } from './unsafe.ts'

/**
 * Defaults make `{}` a complete configuration.
 * @param cwd folder against which relative paths are resolved
 * @throws ConfigError naming every key that cannot be used, and why
 */
export function parseConfig(raw: RawConfig, cwd: string): Config {
  const parsed = RawSchema.safeParse(raw)
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => toProblem(issue, raw)))
  const env = parsed.data
  const dataDir = resolve(cwd, env.GATEHOUSE_DATA)
  const loopback = isLoopbackHost(env.HOST)
  const config: Config = {
    dataDir,
    http: {
      host: env.HOST,
      port: env.PORT,
      publicUrl: env.PUBLIC_URL,
      tls:
        env.GATEHOUSE_TLS_CERT !== undefined && env.GATEHOUSE_TLS_KEY !== undefined
          ? { certFile: resolve(cwd, env.GATEHOUSE_TLS_CERT), keyFile: resolve(cwd, env.GATEHOUSE_TLS_KEY) }
          : undefined,
      trustedProxies: env.GATEHOUSE_TRUST_PROXY,
      loopback,
    },
    auth: env.GATEHOUSE_AUTH ?? (loopback ? 'local' : 'required'),
    demo: env.GATEHOUSE_DEMO ?? (loopback && env.GATEHOUSE_AUTH !== 'required'),
    workers: env.GATEHOUSE_WORKERS,
    masterKey: toMasterKey(env.GATEHOUSE_MASTER_KEY, env.GATEHOUSE_KMS_KEY_ID),
    database: toDatabase(env.DATABASE_URL),
    documents: toDocuments(env.DOCUMENTS_URL, dataDir),
    engine: toEngine(env, raw, cwd),
    screening: {
      remoteUrl: env.SCREENING_URL,
      lists: parseLists(env.GATEHOUSE_LISTS, cwd),
      proxy: { http: env.HTTP_PROXY, https: env.HTTPS_PROXY, none: env.NO_PROXY },
      updateToken: env.GATEHOUSE_UPDATE_TOKEN,
      stream: { bytesPerMinute: env.GATEHOUSE_STREAM_BYTES, mostMs: env.GATEHOUSE_STREAM_HOURS * 3_600_000 },
    },
    vop: env.VOP_URL === undefined ? undefined : { url: env.VOP_URL, token: env.VOP_TOKEN, timeoutMs: vopTimeoutMs },
    mail: { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM },
    oidc:
      env.OIDC_ISSUER !== undefined && env.OIDC_CLIENT_ID !== undefined && env.OIDC_CLIENT_SECRET !== undefined
        ? { issuer: env.OIDC_ISSUER, clientId: env.OIDC_CLIENT_ID, clientSecret: env.OIDC_CLIENT_SECRET }
        : undefined,
    tracing:
      env.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? undefined
        : {
            endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
            headers: env.OTEL_EXPORTER_OTLP_HEADERS,
            serviceName: env.OTEL_SERVICE_NAME,
          },
    logLevel: env.LOG_LEVEL,
  }
  const problems = findUnsafe(config)
  if (problems.length > 0) throw new ConfigError(problems)
  return config
}

/** True for addresses that only this machine can reach. */
function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

const httpUrl = z
  .string()
  .refine(
    (text) => URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol),
    'must be an http:// or https:// address',
  )
  .transform((text) => text.replace(/\/+$/, ''))

const words = z.string().transform((text) => text.split(/[\s,]+/).filter((word) => word !== ''))

const days = z
  .string()
  .regex(/^[1-9]\d{0,4}$/, 'must be a number of days, 1 or more')
  .transform(Number)

const RawSchema = z
  .object({
    GATEHOUSE_DATA: z.string().default('data'),
    HOST: z
      .string()
      .regex(/^[A-Za-z0-9.:-]+$/, 'must be an address or host name to listen on, without a port')
      .default('127.0.0.1'),
    PORT: z
      .string()
      .regex(/^\d{1,5}$/, 'must be a port number from 0 to 65535; 0 takes a free one')
      .transform(Number)
      .refine((port) => port <= 65_535, 'must be a port number from 0 to 65535; 0 takes a free one')
      .default(8080),
    PUBLIC_URL: httpUrl
      .transform((text) => new URL(text))
      .refine((url) => url.pathname === '/' && url.search === '', 'must be an origin without a path')
      .optional(),
    GATEHOUSE_TRUST_PROXY: words
      .refine((list) => list.every(isAddressOrRange), 'must be addresses or ranges, such as 10.0.0.7 or 10.0.0.0/24')
      .default([]),
    GATEHOUSE_TLS_CERT: z.string().optional(),
    GATEHOUSE_TLS_KEY: z.string().optional(),
    GATEHOUSE_AUTH: z.enum(['local', 'required'], 'must be local or required').optional(),
    GATEHOUSE_DEMO: z
      .enum(['on', 'off'], 'must be on or off')
      .transform((word) => word === 'on')
      .optional(),
    GATEHOUSE_WORKERS: z.enum(['in-process', 'elsewhere'], 'must be in-process or elsewhere').default('in-process'),
    GATEHOUSE_MASTER_KEY: z
      .string()
      .regex(/^[A-Za-z0-9+/_-]{43}=?$/, 'must be 32 bytes as base64 (openssl rand -base64 32)')
      .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
      .optional(),
    GATEHOUSE_KMS_KEY_ID: z.string().optional(),
    DATABASE_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must be a postgresql:// address; not set, SQLite in the data folder is used')
      .optional(),
    DOCUMENTS_URL: z
      .string()
      .regex(/^(file:\/\/\/|s3:\/\/[a-z0-9][a-z0-9.-]+)/, 'must be file:///folder or s3://bucket/prefix')
      .optional(),
    CONDUCTOR_SERVER_URL: httpUrl.transform((text) => text.replace(/\/api$/, '')).optional(),
    CONDUCTOR_AUTH_KEY: z.string().optional(),
    CONDUCTOR_AUTH_SECRET: z.string().optional(),
    SCREENING_URL: httpUrl.optional(),
    GATEHOUSE_LISTS: z.string().optional(),
    GATEHOUSE_STREAM_BYTES: z
      .string()
      .regex(/^\d{1,7}$/, 'must be a number of bytes, from 0 to 9999999; 0 asks for none')
      .transform(Number)
      .default(2000),
    GATEHOUSE_STREAM_HOURS: z
      .string()
      .regex(/^[1-9]\d{0,3}$/, 'must be a number of hours, 1 or more')
      .transform(Number)
      .default(24),
    GATEHOUSE_UPDATE_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
    GATEHOUSE_HTTP_ALLOW: words.default([]),
    GATEHOUSE_ARCHIVE_DAYS: days.optional(),
    GATEHOUSE_REMOVE_DAYS: days.optional(),
    GATEHOUSE_PAYLOAD_KB: z
      .string()
      .regex(/^(off|\d{1,5}\s*,\s*\d{1,5})$/, 'must be off, or two sizes in KB such as 5120,3072')
      .transform(toThresholds)
      .optional(),
    KAFKA_URL: z.string().transform(toKafkaCluster).optional(),
    KAFKA_CA: z.string().optional(),
    KAFKA_CERT: z.string().optional(),
    KAFKA_KEY: z.string().optional(),
    HTTPS_PROXY: httpUrl.default(''),
    HTTP_PROXY: httpUrl.default(''),
    NO_PROXY: z.string().default(''),
    VOP_URL: httpUrl
      .refine(isPrivateOrEncrypted, 'must be an https:// address: it is sent names and accounts')
      .optional(),
    VOP_TOKEN: z.string().optional(),
    SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\//, 'must be an smtp:// or smtps:// address')
      .optional(),
    MAIL_FROM: z
      .string()
      .regex(/^[^\r\n]*[^\s@<]+@[^\s@>]+>?$/, 'must be a mail address')
      .default('Gatehouse <no-reply@gatehouse.invalid>'),
    OIDC_ISSUER: httpUrl.optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.transform((text) => text.replace(/\/v1\/traces$/, '')).optional(),
    OTEL_EXPORTER_OTLP_HEADERS: z
      .string()
      .regex(/^[^=,]+=[^,]*(,[^=,]+=[^,]*)*$/, 'must be headers as name=value, separated by commas')
      .transform(toHeaders)
      .default({}),
    OTEL_SERVICE_NAME: z.string().default('gatehouse'),
    LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  })
  .superRefine((env, context) => {
    const together: readonly (readonly (keyof typeof env)[])[] = [
      ['GATEHOUSE_TLS_CERT', 'GATEHOUSE_TLS_KEY'],
      ['KAFKA_CERT', 'KAFKA_KEY'],
      ['CONDUCTOR_AUTH_KEY', 'CONDUCTOR_AUTH_SECRET'],
      ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
    ]
    for (const group of together) {
      const missing = group.filter((key) => env[key] === undefined)
      if (missing.length === 0 || missing.length === group.length) continue
      const set = group.filter((key) => env[key] !== undefined).join(' and ')
      for (const key of missing)
        context.addIssue({ code: 'custom', path: [key], message: `must be set when ${set} is` })
    }
    if (env.GATEHOUSE_MASTER_KEY !== undefined && env.GATEHOUSE_KMS_KEY_ID !== undefined) {
      const message = 'set either this or GATEHOUSE_MASTER_KEY, not both'
      context.addIssue({ code: 'custom', path: ['GATEHOUSE_KMS_KEY_ID'], message })
    }
    const { GATEHOUSE_ARCHIVE_DAYS: archive, GATEHOUSE_REMOVE_DAYS: remove } = env
    if (archive !== undefined && remove !== undefined && remove <= archive) {
      const message = 'must be more than GATEHOUSE_ARCHIVE_DAYS: what is removed was archived before'
      context.addIssue({ code: 'custom', path: ['GATEHOUSE_REMOVE_DAYS'], message })
    }
    for (const key of ['KAFKA_CA', 'KAFKA_CERT'] as const) {
      if (env[key] === undefined || env.KAFKA_URL?.tls !== undefined) continue
      context.addIssue({ code: 'custom', path: [key], message: 'is for a KAFKA_URL that begins with kafkas://' })
    }
    if (env.CONDUCTOR_AUTH_KEY !== undefined && env.CONDUCTOR_SERVER_URL === undefined) {
      const message = 'must be set when CONDUCTOR_AUTH_KEY is'
      context.addIssue({ code: 'custom', path: ['CONDUCTOR_SERVER_URL'], message })
    }
  })

function toHeaders(text: string): Record<string, string> {
  const pairs = text.split(',').map((pair): [string, string] => {
    const mark = pair.indexOf('=')
    return [pair.slice(0, mark).trim().toLowerCase(), decoded(pair.slice(mark + 1).trim())]
  })
  return Object.fromEntries(pairs)
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Within the ten seconds that the rulebook for payee verification gives a bank. */
const vopTimeoutMs = 5_000

/** What is sent to this machine itself needs no encryption. */
function isPrivateOrEncrypted(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || isLoopbackHost(hostname.replace(/^\[|\]$/g, ''))
}

function toThresholds(text: string): PayloadThresholds | 'off' {
  if (text === 'off') return 'off'
  const [workflow = 0, task = 0] = text.split(',').map(Number)
  return { workflowBytes: workflow * 1024, taskBytes: task * 1024 }
}

type Env = z.infer<typeof RawSchema>

function toProblem(issue: z.core.$ZodIssue, raw: RawConfig): ConfigProblem {
  // The schema has exactly the keys of RawConfig and no nesting.
  const key = String(issue.path[0]) as ConfigKey
  const value = raw[key]
  const shown = value === undefined ? '' : secretKeys.has(key) ? ' (value not shown)' : `, but is "${value}"`
  return { key, message: `${issue.message}${shown}` }
}

function toMasterKey(key: Uint8Array | undefined, kmsKeyId: string | undefined): MasterKeySource {
  if (key !== undefined) return { kind: 'given', key }
  if (kmsKeyId !== undefined) return { kind: 'kms', keyId: kmsKeyId }
  return { kind: 'file' }
}

function toDatabase(url: string | undefined): DatabaseConfig {
  return url === undefined ? { kind: 'sqlite' } : { kind: 'postgres', url }
}

function toDocuments(url: string | undefined, dataDir: string): DocumentsConfig {
  if (url === undefined) return { kind: 'folder', path: resolve(dataDir, 'documents') }
  const parsed = new URL(url)
  if (parsed.protocol === 'file:') return { kind: 'folder', path: fileURLToPath(parsed) }
  return { kind: 's3', bucket: parsed.hostname, prefix: parsed.pathname.slice(1) }
}

function toEngine(env: Env, raw: RawConfig, cwd: string): EngineConfig {
  if (env.CONDUCTOR_SERVER_URL === undefined) {
    return {
      kind: 'embedded',
      httpAllow: env.GATEHOUSE_HTTP_ALLOW,
      secrets: namedValues(raw, 'secret'),
      environment: namedValues(raw, 'environment'),
      retention: { archiveDays: env.GATEHOUSE_ARCHIVE_DAYS, removeDays: env.GATEHOUSE_REMOVE_DAYS },
      payloadThresholds: env.GATEHOUSE_PAYLOAD_KB,
      kafka: toKafkaConfig(env, cwd),
    }
  }
  const { CONDUCTOR_AUTH_KEY: keyId, CONDUCTOR_AUTH_SECRET: secret } = env
  return {
    kind: 'conductor',
    url: env.CONDUCTOR_SERVER_URL,
    credentials: keyId !== undefined && secret !== undefined ? { keyId, secret } : undefined,
  }
}

function isAddressOrRange(text: string): boolean {
  const [address, bits, more] = text.split('/')
  const family = isIP(address ?? '')
  if (family === 0 || more !== undefined) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}
