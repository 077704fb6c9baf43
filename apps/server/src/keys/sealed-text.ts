/** Texts sealed with AES-256-GCM. The context is authenticated with them: what is moved elsewhere does not open. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** Base64 of nonce, tag and cipher text. */
export function sealText(key: Uint8Array, context: string, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

/** @throws Error when key, context or any byte is not the one that it was sealed with */
export function openText(key: Uint8Array, context: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12)).setAAD(Buffer.from(context))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}
