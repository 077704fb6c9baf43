import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ConfigError } from './config-error.ts'
import { configKeys } from './config-keys.ts'
import type { RawConfig } from './config-keys.ts'
import { parseConfig } from './parse-config.ts'
import { readEnv, unknownKeys } from './read-env.ts'

const cwd = '/srv/gatehouse'
const key = Buffer.alloc(32, 7).toString('base64')
const offLoopback: RawConfig = {
  HOST: '0.0.0.0',
  GATEHOUSE_TRUST_PROXY: '10.0.0.7',
  GATEHOUSE_MASTER_KEY: key,
  PUBLIC_URL: 'https://kyc.example.com',
}

function problemsOf(raw: RawConfig): string[] {
  try {
    parseConfig(raw, cwd)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map((problem) => `${problem.key}: ${problem.message}`)
  }
}

describe('parseConfig', () => {
  it('needs nothing to be set', () => {
    expect(parseConfig({}, cwd)).toMatchObject({
      dataDir: '/srv/gatehouse/data',
      http: { host: '127.0.0.1', port: 8080, loopback: true },
      auth: 'local',
      demo: true,
      database: { kind: 'sqlite' },
      documents: { kind: 'folder', path: '/srv/gatehouse/data/documents' },
      engine: { kind: 'embedded', httpAllow: [] },
      masterKey: { kind: 'file' },
      logLevel: 'info',
    })
  })

  it.each<[RawConfig, RegExp]>([
    [{ PORT: '80a' }, /PORT: must be a port number.*"80a"/],
    [{ PORT: '70000' }, /PORT: must be a port number/],
    [{ GATEHOUSE_AUTH: 'yes' }, /GATEHOUSE_AUTH: must be local or required, but is "yes"/],
    [{ GATEHOUSE_MASTER_KEY: 'short' }, /GATEHOUSE_MASTER_KEY: must be 32 bytes.*value not shown/],
    [{ DATABASE_URL: 'mysql://root:secret@db/x' }, /DATABASE_URL: must be a postgresql.*value not shown/],
    [{ CONDUCTOR_SERVER_URL: 'ftp://x' }, /CONDUCTOR_SERVER_URL: must be an http/],
    [{ CONDUCTOR_AUTH_KEY: 'a' }, /CONDUCTOR_AUTH_SECRET: must be set when CONDUCTOR_AUTH_KEY is/],
    [{ OIDC_ISSUER: 'https://id.example.com' }, /OIDC_CLIENT_ID: must be set when OIDC_ISSUER is/],
    [{ DOCUMENTS_URL: 'http://x' }, /DOCUMENTS_URL: must be file/],
    [{ GATEHOUSE_TRUST_PROXY: 'proxy.local' }, /GATEHOUSE_TRUST_PROXY: must be addresses/],
    [{ GATEHOUSE_LISTS: 'a=b' }, /GATEHOUSE_LISTS: "a=b" is not of the form/],
    [{ GATEHOUSE_LISTS: 'UN:unxml=u.xml' }, /"unxml" is no list format/],
    [{ VOP_URL: 'http://vop.example/check' }, /VOP_URL: must be an https/],
    [{ GATEHOUSE_UPDATE_TOKEN: 'short' }, /GATEHOUSE_UPDATE_TOKEN: must have at least 16.*value not shown/],
    [{ GATEHOUSE_STREAM_BYTES: '1 KB' }, /GATEHOUSE_STREAM_BYTES: must be a number of bytes/],
    [{ GATEHOUSE_STREAM_HOURS: '0' }, /GATEHOUSE_STREAM_HOURS: must be a number of hours/],
    [{ GATEHOUSE_REMOVE_DAYS: '0' }, /GATEHOUSE_REMOVE_DAYS: must be a number of days/],
    [{ GATEHOUSE_ARCHIVE_DAYS: '30', GATEHOUSE_REMOVE_DAYS: '30' }, /REMOVE_DAYS: must be more than GATEHOUSE_ARCHIVE/],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'no value' }, /OTLP_HEADERS: must be headers.*value not shown/],
    [{ PUBLIC_URL: 'https://x.example/path' }, /PUBLIC_URL: must be an origin/],
  ])('refuses %j and says why', (raw, message) => {
    expect(problemsOf(raw).join('\n')).toMatch(message)
  })

  it('reports every problem at once', () => {
    expect(problemsOf({ PORT: 'x', LOG_LEVEL: 'loud', SMTP_URL: 'mail' })).toHaveLength(3)
  })

  it('never shows a secret in a message', () => {
    expect(problemsOf({ GATEHOUSE_MASTER_KEY: 'hunter2', SMTP_URL: 'hunter2' }).join()).not.toContain('hunter2')
  })

  it('listens on other addresses only with encryption, a given key, users and a public address', () => {
    expect(parseConfig(offLoopback, cwd)).toMatchObject({ auth: 'required', demo: false })
    const { GATEHOUSE_TRUST_PROXY: _proxy, ...noProxy } = offLoopback
    const { GATEHOUSE_MASTER_KEY: _key, ...noKey } = offLoopback
    expect(problemsOf(noProxy).join()).toMatch(/HOST: .*GATEHOUSE_TLS_CERT/)
    expect(problemsOf(noKey).join()).toMatch(/GATEHOUSE_MASTER_KEY: must be set/)
    expect(problemsOf({ ...offLoopback, GATEHOUSE_AUTH: 'local' }).join()).toMatch(/GATEHOUSE_AUTH/)
    expect(problemsOf({ ...offLoopback, GATEHOUSE_DEMO: 'on' }).join()).toMatch(/GATEHOUSE_DEMO/)
    expect(problemsOf({ ...offLoopback, PUBLIC_URL: 'http://kyc.example.com' }).join()).toMatch(
      /PUBLIC_URL: must be an https/,
    )
  })

  it('takes a Conductor address with or without /api', () => {
    const engine = parseConfig({ CONDUCTOR_SERVER_URL: 'http://conductor:8080/api/' }, cwd).engine
    expect(engine).toEqual({ kind: 'conductor', url: 'http://conductor:8080', credentials: undefined })
  })
})

describe('readEnv', () => {
  it('takes known keys and treats an empty value as not set', () => {
    expect(readEnv({ PORT: '9000', HOST: ' ', HOME: '/root' })).toEqual({ PORT: '9000' })
  })

  it('takes the settings of a proxy as they are usually written', () => {
    const raw = readEnv({ https_proxy: 'http://proxy:3128', HTTP_PROXY: 'http://up:1', http_proxy: 'http://down:1' })
    expect(parseConfig(raw, cwd).screening.proxy).toEqual({ https: 'http://proxy:3128', http: 'http://up:1', none: '' })
  })

  it('takes secrets and values that workflows name', () => {
    const raw = readEnv({
      CONDUCTOR_SECRET_VENDOR: 'hush',
      CONDUCTOR_ENV_REGION: 'eu',
      CONDUCTOR_ENV_: 'x',
      OTHER: 'y',
    })
    const { engine } = parseConfig(raw, cwd)
    expect(engine).toMatchObject({ secrets: new Map([['VENDOR', 'hush']]), environment: new Map([['REGION', 'eu']]) })
  })

  it('finds keys that look like ours and are not', () => {
    expect(unknownKeys({ GATEHOUSE_DATAS: 'x', GATEHOUSE_DATA: 'y', HOME: 'z' })).toEqual(['GATEHOUSE_DATAS'])
  })
})

describe('docs/config.md', () => {
  it('lists every key, and no other', () => {
    const text = readFileSync(new URL('../../../../docs/config.md', import.meta.url), 'utf8')
    const listed = [...text.matchAll(/^\| `([A-Z_]+)`/gm)].map((match) => match[1])
    expect(listed.toSorted()).toEqual([...configKeys].toSorted())
  })
})
