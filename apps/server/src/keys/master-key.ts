/** The master key: given, kept in a file on this machine, or wrapped by AWS KMS. */
import { hkdfSync, randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MasterKeySource } from '../config/config.ts'
import { unwrapWithKms } from './kms.ts'

export interface MasterKey {
  /** 32 bytes. */
  readonly bytes: Uint8Array
  /** A key of its own for each purpose, so that one leaking tells nothing of the others. */
  derive(purpose: string): Uint8Array
}

/** @throws Error saying what to do, when a key file is unreadable or not a key */
export async function loadMasterKey(source: MasterKeySource, dataDir: string): Promise<MasterKey> {
  const bytes = await readKey(source, dataDir)
  return { bytes, derive: (purpose) => new Uint8Array(hkdfSync('sha256', bytes, 'gatehouse', purpose, 32)) }
}

/** Where a data folder keeps the key, or what a key management service makes the key of; undefined when it is given. */
export function masterKeyFile(source: MasterKeySource, dataDir: string): string | undefined {
  switch (source.kind) {
    case 'given':
      return undefined
    case 'file':
      return join(dataDir, 'master.key')
    case 'kms':
      return join(dataDir, 'master.key.kms')
  }
}

async function readKey(source: MasterKeySource, dataDir: string): Promise<Uint8Array> {
  switch (source.kind) {
    case 'given':
      return source.key
    case 'file':
      return readOrCreateFile(join(dataDir, 'master.key'))
    case 'kms':
      return unwrapWithKms(source.keyId, join(dataDir, 'master.key.kms'))
  }
}

async function readOrCreateFile(path: string): Promise<Uint8Array> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return createFile(path)
  const bytes = Buffer.from(text.trim(), 'base64')
  if (bytes.length !== 32)
    throw new Error(`${path} does not hold a master key. Restore it from a backup: without it the data cannot be read.`)
  return new Uint8Array(bytes)
}

/** Written beside and renamed: a crash leaves either no key or a whole one. */
async function createFile(path: string): Promise<Uint8Array> {
  const bytes = randomBytes(32)
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
  await writeFile(`${path}.new`, `${bytes.toString('base64')}\n`, { mode: 0o600, flush: true })
  await chmod(`${path}.new`, 0o600)
  await rename(`${path}.new`, path)
  return new Uint8Array(bytes)
}
