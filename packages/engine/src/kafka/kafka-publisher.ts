/**
 * Publishes messages of KAFKA_PUBLISH tasks to one cluster. The client is loaded with the first message; connections stay
 * for a while. Only the servers that the cluster was given by may be named by tasks; the brokers these servers name in turn
 * are the cluster's own.
 */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Producer } from '@platformatic/kafka'
import { createEgressPolicy } from '../http/egress-policy.ts'
import type { KafkaMessage, KafkaOutcome, KafkaPublisher } from '../ports.ts'
import { createRecentlyUsed } from '../scripts/recently-used.ts'
import { keyBytes } from './kafka-key.ts'

export interface KafkaCluster {
  /** `host:port` */
  readonly servers: readonly string[]
  /** Undefined: in clear. */
  readonly tls?: KafkaTls | undefined
  readonly credentials?:
    | {
        readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512'
        readonly username: string
        readonly password: string
      }
    | undefined
}

/** PEM texts. */
export interface KafkaTls {
  /** Authorities that the brokers' certificates come from. Default: those that this machine knows. */
  readonly ca?: string
  /** What the client shows of itself. */
  readonly client?: { readonly cert: string; readonly key: string }
}

const cancelled: KafkaOutcome = { ok: false, reason: 'It was cancelled.', terminal: false }

type TextProducer = Producer<Buffer, Buffer, Buffer, Buffer>

/** Conductor keeps as many, by servers and times. */
const mostProducers = 10
const retryDelayMs = 200
const closeWithinMs = 1000

export function createKafkaPublisher(cluster: KafkaCluster): KafkaPublisher {
  // Named by whoever runs the server: a private address is what it should be, a reserved one never is.
  const policy = createEgressPolicy({ allow: cluster.servers })
  const known = new Set(cluster.servers)
  const closing = new Set<Promise<void>>()
  const producers = createRecentlyUsed<Promise<TextProducer>>(mostProducers, (producer) => {
    const closed = closeProducer(producer).finally(() => closing.delete(closed))
    closing.add(closed)
  })

  async function refusal(servers: readonly string[]): Promise<string | undefined> {
    for (const server of servers) {
      if (!known.has(server)) return `${server} is not one of the servers of KAFKA_URL.`
      const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(server) ?? []
      const bare = host.replace(/^\[|\]$/g, '')
      for (const { address } of await lookup(bare, { all: true }).catch(() => [])) {
        const reason = policy.refusal(bare, Number(port), address)
        if (reason !== undefined) return reason
      }
    }
    return undefined
  }

  function producerFor(servers: readonly string[], { requestTimeoutMs, maxBlockMs }: KafkaMessage) {
    const name = `${servers.join(',')} ${requestTimeoutMs} ${maxBlockMs}`
    const kept = producers.get(name)
    if (kept) return kept
    const made = openProducer(cluster, servers, requestTimeoutMs, maxBlockMs)
    producers.set(name, made)
    // One that could not be opened is not kept: the next message tries again.
    made.catch(() => producers.delete(name))
    return made
  }

  return {
    async publish(message, signal) {
      const key = keyBytes(message.key, message.keySerializer)
      if (!key.ok) return { ok: false, reason: key.reason, terminal: true }
      const servers = message.bootstrapServers.split(',').map((server) => withPort(server.trim()))
      const reason = await refusal(servers)
      if (reason !== undefined) return { ok: false, reason, terminal: true }
      // Loading the client is none of the cluster's time.
      const producer = await producerFor(servers, message)
      if (signal.aborted) return cancelled
      const sent = send(producer, message, key.bytes)
      return explained(await withinTime(sent, message.requestTimeoutMs + message.maxBlockMs, signal), cluster)
    },
    async close() {
      producers.clear()
      await Promise.all(closing)
    },
  }
}

function withPort(server: string): string {
  return /:\d+$/.test(server) ? server : `${server}:9092`
}

async function openProducer(
  cluster: KafkaCluster,
  servers: readonly string[],
  requestTimeoutMs: number,
  maxBlockMs: number,
): Promise<TextProducer> {
  const { Producer } = await import('@platformatic/kafka')
  return new Producer<Buffer, Buffer, Buffer, Buffer>({
    clientId: 'gatehouse',
    bootstrapBrokers: [...servers],
    connectTimeout: maxBlockMs,
    requestTimeout: requestTimeoutMs,
    timeout: requestTimeoutMs,
    // A topic that the cluster makes on first use is not there at once. Half of the time goes into waiting, so that the
    // last try's error comes before the time is up.
    retries: Math.max(1, Math.floor(maxBlockMs / retryDelayMs / 2)),
    retryDelay: retryDelayMs,
    autocreateTopics: true,
    ...(cluster.tls ? tlsOptions(cluster.tls, servers) : {}),
    ...(cluster.credentials ? { sasl: cluster.credentials } : {}),
  })
}

/** Brokers behind one address are told apart by the name that was asked for; an address of numbers is none. */
function tlsOptions({ ca, client }: KafkaTls, servers: readonly string[]) {
  const isNamed = servers.every((server) => isIP(server.replace(/:\d+$/, '').replace(/^\[|\]$/g, '')) === 0)
  return { tls: { ...(ca === undefined ? {} : { ca }), ...client }, tlsServerName: isNamed }
}

async function send(producer: TextProducer, message: KafkaMessage, key: Buffer | undefined): Promise<KafkaOutcome> {
  try {
    await producer.send({
      messages: [
        {
          topic: message.topic,
          ...(key ? { key } : {}),
          value: Buffer.from(message.value),
          headers: new Map(
            Object.entries(message.headers).map(([name, text]) => [Buffer.from(name), Buffer.from(text)]),
          ),
        },
      ],
      // Every replica that has to have it has it.
      acks: -1,
    })
    return { ok: true }
  } catch (error) {
    return { ok: false, reason: textOf(error), terminal: false }
  }
}

/** The client keeps trying on its own; whoever waits for it does not. */
function withinTime(sent: Promise<KafkaOutcome>, ms: number, signal: AbortSignal): Promise<KafkaOutcome> {
  return new Promise((resolve) => {
    const give = (reason: string) => resolve({ ok: false, reason, terminal: false })
    const late = () => give(`The cluster has not acknowledged the message within ${ms} ms.`)
    const timer = setTimeout(late, ms)
    const onAbort = () => resolve(cancelled)
    signal.addEventListener('abort', onAbort, { once: true })
    void sent.then((outcome) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', onAbort)
      resolve(outcome)
    })
  })
}

/** Brokers hang up without a word on whoever comes in by the wrong door. */
function explained(outcome: KafkaOutcome, { tls, credentials }: KafkaCluster): KafkaOutcome {
  if (outcome.ok) return outcome
  const hint = hints.find(([pattern]) => pattern.test(outcome.reason))?.[1]({ tls, credentials })
  return hint === undefined ? outcome : { ...outcome, reason: `${outcome.reason} ${hint}` }
}

const hints: readonly (readonly [
  RegExp,
  (cluster: Pick<KafkaCluster, 'tls' | 'credentials'>) => string | undefined,
])[] = [
  [/certificate|self-signed/i, () => 'KAFKA_CA names the authority of the brokers.'],
  [/SASL authentication failed/, () => 'KAFKA_URL holds user, password and mechanism.'],
  [
    /Connection closed|has not acknowledged/,
    ({ tls, credentials }) => {
      if (credentials === undefined && tls?.client === undefined)
        return 'Perhaps brokers there ask for a user (KAFKA_URL) or a certificate (KAFKA_CERT).'
      if (tls === undefined) return 'Perhaps brokers there speak TLS (kafkas://).'
      return 'More time (requestTimeoutMs, maxBlockMs) lets them say why.'
    },
  ],
]

/** With what went wrong at each broker: the outermost error only says that something did. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const inner: unknown[] =
    error instanceof AggregateError ? error.errors : error.cause === undefined ? [] : [error.cause]
  const texts = [...new Set(inner.map(textOf))].filter((text) => text !== '')
  return texts.length === 0 ? error.message : `${error.message} ${texts.join(' ')}`
}

async function closeProducer(producer: Promise<TextProducer>): Promise<void> {
  try {
    const closed = (await producer).close(true)
    // It waits for a broker that is silent; nobody else does.
    await Promise.race([closed, pause(closeWithinMs, undefined, { ref: false })])
  } catch {
    // It is gone either way.
  }
}
