/** Reads `kafka://user:password@host:9092,host:9092?mechanism=SCRAM-SHA-256`; `kafkas://` is the same over TLS. */
import { resolve } from 'node:path'
import type { KafkaCluster } from '@gatehouse/engine'
import type { z } from 'zod'
import type { KafkaConfig } from './config.ts'

const shape =
  /^(kafkas?):\/\/(?:([^:@/]+):([^@/]+)@)?((?:\[[0-9a-f:]+\]|[\w.-]+)(?::\d{1,5})?(?:,(?:\[[0-9a-f:]+\]|[\w.-]+)(?::\d{1,5})?)*)(?:\?mechanism=(PLAIN|SCRAM-SHA-256|SCRAM-SHA-512))?$/

/** A transform of the configuration's schema. */
export function toKafkaCluster(text: string, context: z.RefinementCtx): KafkaCluster | undefined {
  const match = shape.exec(text)
  if (!match || /%(?![0-9a-f]{2})/i.test(text)) {
    const message = 'must be kafka://host:9092,host:9092 or kafkas://user:password@host:9092?mechanism=SCRAM-SHA-512'
    context.addIssue({ code: 'custom', message })
    return undefined
  }
  const [, scheme, username, password, servers = '', mechanism] = match
  return {
    servers: servers.split(',').map((server) => (/:\d+$/.test(server) ? server : `${server}:9092`)),
    ...(scheme === 'kafkas' ? { tls: {} } : {}),
    ...(username === undefined || password === undefined
      ? {}
      : {
          credentials: {
            // The pattern lets no other through.
            mechanism: (mechanism ?? 'PLAIN') as NonNullable<KafkaCluster['credentials']>['mechanism'],
            username: decodeURIComponent(username),
            password: decodeURIComponent(password),
          },
        }),
  }
}

interface KafkaSettings {
  readonly KAFKA_URL?: KafkaCluster | undefined
  readonly KAFKA_CA?: string | undefined
  readonly KAFKA_CERT?: string | undefined
  readonly KAFKA_KEY?: string | undefined
}

/** @param cwd folder against which relative paths are resolved */
export function toKafkaConfig(
  { KAFKA_URL: cluster, KAFKA_CA, KAFKA_CERT, KAFKA_KEY }: KafkaSettings,
  cwd: string,
): KafkaConfig | undefined {
  const path = (file: string | undefined) => (file === undefined ? undefined : resolve(cwd, file))
  return cluster && { cluster, files: { ca: path(KAFKA_CA), cert: path(KAFKA_CERT), key: path(KAFKA_KEY) } }
}
