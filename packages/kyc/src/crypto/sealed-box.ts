/** AES-256-GCM with a random 96-bit nonce. The context is authenticated, so a value moved elsewhere does not open. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { KycError } from '../store/outcome.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** By how much a sealed value is longer than the clear one. */
export const SEAL_BYTES = NONCE_BYTES + TAG_BYTES

/** nonce ‖ ciphertext ‖ tag */
export function sealBytes(key: Uint8Array, clear: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(context, 'utf8'))
  return Buffer.concat([nonce, cipher.update(clear), cipher.final(), cipher.getAuthTag()])
}

/** Throws DECRYPTION_FAILED when key, context or any byte is not the one that it was sealed with. */
export function openBytes(key: Uint8Array, sealed: Uint8Array, context: string): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES))
    decipher.setAAD(Buffer.from(context, 'utf8'))
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES))
    const body = sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES)
    return Buffer.concat([decipher.update(body), decipher.final()])
  } catch (cause) {
    throw new KycError('DECRYPTION_FAILED', `Sealed value of ${context} does not open with this key`, {}, cause)
  }
}
