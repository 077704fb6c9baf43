import type { KafkaCluster, PayloadThresholds } from '@gatehouse/engine'
import type { ListPurpose, ListSource } from '@gatehouse/screening'

/** What the server is told, parsed. Everything behind `createServer` trusts it. */
export interface Config {
  /** Absolute path of the folder that holds all durable state which is not in a database server. */
  readonly dataDir: string
  readonly http: HttpConfig
  /** `local`: `/api` and `/screening` are open on loopback. `required`: everything asks for a sign-in. */
  readonly auth: 'local' | 'required'
  /** Synthetic people, seeded staff accounts, demo watchlists, the mailbox page. */
  readonly demo: boolean
  /** `elsewhere`: `gatehouse workers` does the tasks, in processes of its own. */
  readonly workers: 'in-process' | 'elsewhere'
  readonly masterKey: MasterKeySource
  readonly database: DatabaseConfig
  readonly documents: DocumentsConfig
  readonly engine: EngineConfig
  readonly screening: ScreeningConfig
  /** Not set: nobody is asked, and the account check says so. */
  readonly vop: VopConfig | undefined
  readonly mail: MailConfig
  readonly oidc: OidcConfig | undefined
  /** Not set: nothing is traced. */
  readonly tracing: TracingConfig | undefined
  readonly logLevel: LogLevel
}

export interface TracingConfig {
  /** Of the collector, without `/v1/traces`. */
  readonly endpoint: string
  readonly headers: Readonly<Record<string, string>>
  readonly serviceName: string
}

export interface HttpConfig {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** Address under which people reach the server, when it is not `http://host:port`. */
  readonly publicUrl: URL | undefined
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined
  /** Addresses or ranges of proxies whose X-Forwarded headers count. */
  readonly trustedProxies: readonly string[]
  readonly loopback: boolean
}

export type MasterKeySource =
  /** 32 bytes, given. */
  | { readonly kind: 'given'; readonly key: Uint8Array }
  /** A file in the data folder, created on the first start. Only on loopback. */
  | { readonly kind: 'file' }
  | { readonly kind: 'kms'; readonly keyId: string }

export type DatabaseConfig = { readonly kind: 'sqlite' } | { readonly kind: 'postgres'; readonly url: string }

export type DocumentsConfig =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string }

export type EngineConfig =
  /** `httpAllow`: `host[:port]` or ranges that HTTP tasks may call although they are private. */
  | {
      readonly kind: 'embedded'
      readonly httpAllow: readonly string[]
      /** `${workflow.secrets.NAME}` and `${workflow.env.NAME}`, by name. */
      readonly secrets: ReadonlyMap<string, string>
      readonly environment: ReadonlyMap<string, string>
      readonly retention: EngineRetention
      /** From which size on payloads are kept in files of their own. Undefined: the engine's defaults. */
      readonly payloadThresholds: PayloadThresholds | 'off' | undefined
      /** Where KAFKA_PUBLISH tasks may publish. */
      readonly kafka: KafkaConfig | undefined
    }
  | {
      readonly kind: 'conductor'
      /** Without a trailing slash and without `/api`. */
      readonly url: string
      readonly credentials: { readonly keyId: string; readonly secret: string } | undefined
    }

export interface KafkaConfig {
  readonly cluster: KafkaCluster
  /** Absolute paths of PEM files. */
  readonly files: {
    readonly ca: string | undefined
    readonly cert: string | undefined
    readonly key: string | undefined
  }
}

/** How long ended executions are kept, in days. Undefined: for ever. */
export interface EngineRetention {
  /** Then their tasks and logs go; they are still found by searches. */
  readonly archiveDays: number | undefined
  /** Then nothing is left of them. Later than archiving. */
  readonly removeDays: number | undefined
}

interface ScreeningConfig {
  /** A remote service that speaks yente's `/match`; asked instead of the lists in process. */
  readonly remoteUrl: string | undefined
  readonly lists: ListsConfig
  readonly proxy: ProxyConfig
  /** Secret of `POST /screening/updatez`; undefined: nobody may. */
  readonly updateToken: string | undefined
  /** Of streams of customers: what a client moves in a minute at least, and how long one may take. */
  readonly stream: { readonly bytesPerMinute: number; readonly mostMs: number }
}

/** Which lists to keep fresh. Nothing named: what was imported stays as it is. */
export interface ListsConfig {
  readonly sources: readonly ListSource[]
  /** Folders of list files, absolute: each file is recognised by what it is. */
  readonly folders: readonly string[]
}

export const listPurposes = ['sanctions', 'blacklist', 'pep', 'adverse-media'] as const satisfies readonly ListPurpose[]

/** How requests to publishers leave the house; empty texts where nothing is set. */
export interface ProxyConfig {
  readonly http: string
  readonly https: string
  /** Hosts that are asked directly, separated by commas. */
  readonly none: string
}

/** The service that verifies payees. */
export interface VopConfig {
  readonly url: string
  /** Sent as bearer token. */
  readonly token: string | undefined
  readonly timeoutMs: number
}

export interface MailConfig {
  /** Not set: outgoing mail is kept and shown on the mailbox page. */
  readonly smtpUrl: string | undefined
  readonly from: string
}

export interface OidcConfig {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
}

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]
