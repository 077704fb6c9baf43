/** An entry as it lies in an image: short JSON, in which what is empty is left out, and its two hashes as bytes. */
import { nothingKnown } from '../entity.ts'
import type { Entity } from '../entity.ts'

/** Both hashes of an entry, one after the other. */
export const hashBytes = 64

const hashForm = /^sha256:[0-9a-f]{64}$/

/** Hashes that are no SHA-256 stay in the text. */
export function toEntityRecord(entity: Entity): string {
  const record: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(entity)) {
    const isHash = (key === 'contentHash' || key === 'displayHash') && hashForm.test(String(value))
    if (!isHash && !(Object.hasOwn(nothingKnown, key) && isEmpty(value))) record[key] = value
  }
  return JSON.stringify(record)
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

/** `hashes` are those that `hashesOf` gave. */
export function fromEntityRecord(text: string, hashes: Uint8Array): Entity {
  // Written by `toEntityRecord`, from an entity; the checksum of the image has been compared.
  const record = JSON.parse(text) as Partial<Entity>
  const contentHash = `sha256:${hex(hashes.subarray(0, hashBytes / 2))}`
  const displayHash = `sha256:${hex(hashes.subarray(hashBytes / 2))}`
  return { ...nothingKnown, contentHash, displayHash, ...record } as Entity
}

export function hashesOf(entity: Entity): Uint8Array {
  const hashes = new Uint8Array(hashBytes)
  writeHash(entity.contentHash, hashes, 0)
  writeHash(entity.displayHash, hashes, hashBytes / 2)
  return hashes
}

function writeHash(hash: string, to: Uint8Array, at: number): void {
  if (hashForm.test(hash)) to.set(Buffer.from(hash.slice('sha256:'.length), 'hex'), at)
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
