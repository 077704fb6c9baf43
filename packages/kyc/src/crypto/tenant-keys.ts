/** The keys of one tenant, unwrapped at start and kept in memory: data (wraps case keys), index, signing. */
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { caseCipher, type CaseCipher } from './case-cipher.ts'
import { openBytes, sealBytes } from './sealed-box.ts'

export interface TenantKeyMaterial {
  readonly version: number
  /** 32 bytes; wraps case keys and the bank's own list */
  readonly data: Uint8Array
  /** 32 bytes; blind indexes and short codes */
  readonly index: Uint8Array
  /** Ed25519 private key, PKCS #8 DER */
  readonly signing: Uint8Array
}

export interface TenantKeys {
  readonly tenantId: string
  readonly version: number
  newCaseKey(caseId: string): { wrapped: string; cipher: CaseCipher }
  openCaseKey(caseId: string, wrapped: string): CaseCipher
  /** For what belongs to the bank rather than to a case. */
  seal(path: string, clear: string): string
  open(path: string, sealed: string): string
  /** HMAC-SHA-256 with the index key, hex. `purpose` keeps indexes of different kinds apart. */
  digest(purpose: string, value: string): string
  readonly signingKey: KeyObject
  /** SPKI DER, base64 */
  readonly publicKey: string
}

export function newTenantKeyMaterial(): TenantKeyMaterial {
  const pair = generateKeyPairSync('ed25519')
  const signing = pair.privateKey.export({ format: 'der', type: 'pkcs8' })
  return { version: 1, data: randomBytes(32), index: randomBytes(32), signing }
}

export function tenantKeys(tenantId: string, material: TenantKeyMaterial): TenantKeys {
  const signingKey = createPrivateKey({ key: Buffer.from(material.signing), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(signingKey).export({ format: 'der', type: 'spki' }).toString('base64')
  const caseContext = (caseId: string) => JSON.stringify([tenantId, caseId, 'case-key', material.version])
  const ownContext = (path: string) => JSON.stringify([tenantId, null, path, material.version])
  return {
    tenantId,
    version: material.version,
    newCaseKey(caseId) {
      const key = randomBytes(32)
      const wrapped = sealBytes(material.data, key, caseContext(caseId)).toString('base64')
      return { wrapped, cipher: caseCipher(tenantId, caseId, key) }
    },
    openCaseKey(caseId, wrapped) {
      const key = openBytes(material.data, Buffer.from(wrapped, 'base64'), caseContext(caseId))
      return caseCipher(tenantId, caseId, key)
    },
    seal: (path, clear) => sealBytes(material.data, Buffer.from(clear, 'utf8'), ownContext(path)).toString('base64'),
    open: (path, sealed) => openBytes(material.data, Buffer.from(sealed, 'base64'), ownContext(path)).toString('utf8'),
    digest: (purpose, value) =>
      createHmac('sha256', material.index)
        .update(JSON.stringify([purpose, value]))
        .digest('hex'),
    signingKey,
    publicKey,
  }
}
