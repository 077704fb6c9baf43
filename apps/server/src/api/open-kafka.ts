/** The cluster that KAFKA_PUBLISH tasks publish to, with the certificates that its settings name. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { KafkaPublisher } from '@gatehouse/engine'
import { createKafkaPublisher } from '@gatehouse/engine'
import type { KafkaConfig } from '../config/config.ts'
import { ConfigError } from '../config/config-error.ts'
import type { ConfigKey } from '../config/config-keys.ts'

/** @throws ConfigError naming a file that cannot be read or is not what it should be */
export function openKafka({ cluster, files }: KafkaConfig): KafkaPublisher {
  if (cluster.tls === undefined) return createKafkaPublisher(cluster)
  const ca = readPem('KAFKA_CA', files.ca, (text) => new X509Certificate(text))
  const cert = readPem('KAFKA_CERT', files.cert, (text) => new X509Certificate(text))
  const key = readPem('KAFKA_KEY', files.key, (text) => createPrivateKey(text))
  const client = cert !== undefined && key !== undefined ? { cert, key } : undefined
  return createKafkaPublisher({ ...cluster, tls: { ...(ca && { ca }), ...(client && { client }) } })
}

/** A wrong file would only show with the first message. */
function readPem(key: ConfigKey, file: string | undefined, parse: (text: string) => unknown): string | undefined {
  if (file === undefined) return undefined
  try {
    const text = readFileSync(file, 'utf8')
    parse(text)
    return text
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause)
    const what = key === 'KAFKA_KEY' ? 'an unencrypted private key' : 'a certificate'
    throw new ConfigError([{ key, message: `must be a readable PEM file with ${what}: ${file} (${said})` }])
  }
}
