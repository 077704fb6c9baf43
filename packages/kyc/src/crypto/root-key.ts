/** The root key wraps tenant keys and nothing else. A key management service fits behind the same two methods. */
import { createHash } from 'node:crypto'
import { KycError } from '../store/outcome.ts'
import { openBytes, sealBytes } from './sealed-box.ts'

export interface RootKey {
  /** Names the key without revealing it; stored beside what it wrapped. */
  readonly id: string
  wrap(clear: Uint8Array, context: string): Promise<Uint8Array>
  unwrap(wrapped: Uint8Array, context: string): Promise<Uint8Array>
}

/** A root key held in memory: 32 bytes from a file or the environment. */
export function localRootKey(bytes: Uint8Array): RootKey {
  if (bytes.length !== 32) {
    throw new KycError('ROOT_KEY_LENGTH', `The root key has ${bytes.length} bytes; it needs exactly 32`)
  }
  const id = `local:${createHash('sha256').update('gatehouse-root-key-id').update(bytes).digest('hex').slice(0, 16)}`
  return {
    id,
    wrap: async (clear, context) => sealBytes(bytes, clear, context),
    unwrap: async (wrapped, context) => openBytes(bytes, wrapped, context),
  }
}
