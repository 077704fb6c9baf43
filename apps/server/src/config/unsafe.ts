/** Combinations that would put people's data at risk: the server refuses to start with them. */
import type { Config } from './config.ts'
import type { ConfigProblem } from './config-error.ts'

/** Off loopback it takes an encrypted way in, a key that is not in the data folder, and users of its own. */
export function findUnsafe(config: Config): ConfigProblem[] {
  if (config.http.loopback) return []
  const problems: ConfigProblem[] = []
  if (config.http.tls === undefined && config.http.trustedProxies.length === 0) {
    problems.push({
      key: 'HOST',
      message: `"${config.http.host}" is reachable from other machines. Set GATEHOUSE_TLS_CERT and GATEHOUSE_TLS_KEY, or GATEHOUSE_TRUST_PROXY to the address of the proxy that does TLS`,
    })
  }
  if (config.masterKey.kind === 'file') {
    problems.push({
      key: 'GATEHOUSE_MASTER_KEY',
      message:
        'must be set (or GATEHOUSE_KMS_KEY_ID) when other machines can reach the server: a key beside the data protects nothing',
    })
  }
  if (config.auth === 'local') {
    problems.push({
      key: 'GATEHOUSE_AUTH',
      message: 'must be required (or not set) when other machines can reach the server',
    })
  }
  if (config.demo) {
    problems.push({
      key: 'GATEHOUSE_DEMO',
      message: 'must be off (or not set) when other machines can reach the server: its passwords are printed',
    })
  }
  if (config.http.publicUrl === undefined) {
    problems.push({
      key: 'PUBLIC_URL',
      message: 'must say under which address people reach the server, such as https://gatehouse.example.com',
    })
  } else if (config.http.publicUrl.protocol !== 'https:') {
    problems.push({
      key: 'PUBLIC_URL',
      message: `must be an https:// address, but is "${config.http.publicUrl.origin}"`,
    })
  }
  return problems
}
