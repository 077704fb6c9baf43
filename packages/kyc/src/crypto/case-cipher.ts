/** Everything personal of one case is sealed with its own key; destroying that key makes all of it unreadable. */
import { createHmac, hkdfSync } from 'node:crypto'
import { canonicalJson } from '../canonical-json.ts'
import type { JsonValue } from '../store/json.ts'
import { openBytes, sealBytes } from './sealed-box.ts'

/** Goes up when a case key is replaced; part of the authenticated context. */
const KEY_VERSION = 1

export interface CaseCipher {
  seal(path: string, clear: string): string
  open(path: string, sealed: string): string
  sealJson(path: string, value: JsonValue): string
  openJson(path: string, sealed: string): unknown
  sealBytes(path: string, clear: Uint8Array): Buffer
  openBytes(path: string, sealed: Uint8Array): Buffer
  /** Keyed and unrevealing: proves later, to whoever holds the key, which value the trail spoke of. */
  commit(path: string, value: JsonValue): string
}

export function caseCipher(tenantId: string, caseId: string, key: Uint8Array): CaseCipher {
  // Two uses, two keys: a flaw found in one use must not reach the other.
  const fieldKey = Buffer.from(hkdfSync('sha256', key, '', 'gatehouse/fields', 32))
  const commitKey = Buffer.from(hkdfSync('sha256', key, '', 'gatehouse/commitments', 32))
  const context = (path: string) => JSON.stringify([tenantId, caseId, path, KEY_VERSION])
  const seal = (path: string, clear: string) =>
    sealBytes(fieldKey, Buffer.from(clear, 'utf8'), context(path)).toString('base64')
  const open = (path: string, sealed: string) =>
    openBytes(fieldKey, Buffer.from(sealed, 'base64'), context(path)).toString('utf8')
  return {
    seal,
    open,
    sealJson: (path, value) => seal(path, JSON.stringify(value)),
    openJson: (path, sealed): unknown => JSON.parse(open(path, sealed)),
    sealBytes: (path, clear) => sealBytes(fieldKey, clear, context(path)),
    openBytes: (path, sealed) => openBytes(fieldKey, sealed, context(path)),
    commit: (path, value) =>
      createHmac('sha256', commitKey)
        .update(canonicalJson([path, value]))
        .digest('hex'),
  }
}
