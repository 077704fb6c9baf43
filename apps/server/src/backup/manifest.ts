/** What a backup says of itself, and the proof that nobody has changed it since. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { MasterKey } from '../keys/master-key.ts'
import { BackupError } from './backup-error.ts'

export const manifestName = 'manifest.json'
/** HMAC-SHA256 of the manifest's bytes, hex, under a key derived from the master key. */
export const proofName = 'manifest.hmac'

export const backupFormat = 1

/** Folders and files, nothing that leads out of the backup. */
function isInside(path: string): boolean {
  return (
    !path.includes('\0') && !path.includes('\\') && path.split('/').every((name) => !['', '.', '..'].includes(name))
  )
}

const FileSchema = z.object({
  path: z.string().max(1_000).refine(isInside, 'must lie in the backup'),
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

const ManifestSchema = z.object({
  format: z.literal(backupFormat),
  /** Version of the program that made it. */
  version: z.string(),
  /** The instant that both databases show. */
  takenAt: z.iso.datetime(),
  /** Names the master key without revealing anything of it. The key itself is in no backup. */
  masterKey: z.string(),
  /** `elsewhere`: a Conductor server runs the executions. */
  engine: z.union([
    z.literal('elsewhere'),
    z.object({ schemaVersion: z.number(), executions: z.number(), openExecutions: z.number() }),
  ]),
  kyc: z.object({
    database: z.enum(['sqlite', 'postgres']),
    schemaVersion: z.number(),
    cases: z.number(),
    audit: z.object({ records: z.number(), head: z.string().nullable() }),
  }),
  /** Number of them; `elsewhere`: in an object store, which is not copied. */
  documents: z.union([z.literal('elsewhere'), z.number()]),
  lists: z.array(z.object({ listId: z.string(), current: z.string(), snapshots: z.number() })),
  /** What did not hold in the data itself when it was copied: a backup cannot mend that. */
  problems: z.array(z.string()),
  files: z.array(FileSchema),
})

export type BackupManifest = Readonly<z.infer<typeof ManifestSchema>>
export type BackupFile = z.infer<typeof FileSchema>

export function masterKeyName(key: MasterKey): string {
  return Buffer.from(key.derive('backup key name')).toString('hex').slice(0, 16)
}

export function proofOf(key: MasterKey, manifest: Uint8Array): string {
  return createHmac('sha256', key.derive('backup manifest')).update(manifest).digest('hex')
}

/** NOT_A_BACKUP, BACKUP_TOO_NEW. The files themselves are not looked at. */
export async function readManifest(folder: string): Promise<{ manifest: BackupManifest; bytes: Uint8Array }> {
  const bytes = await readFile(join(folder, manifestName)).catch((cause: unknown) => {
    throw new BackupError('NOT_A_BACKUP', `${folder} has no ${manifestName}.`, { cause })
  })
  const raw = parsed(bytes)
  const format = z.looseObject({ format: z.number() }).safeParse(raw)
  if (format.success && format.data.format > backupFormat) {
    const message = `The backup has format ${format.data.format}; this program knows up to ${backupFormat}.`
    throw new BackupError('BACKUP_TOO_NEW', message)
  }
  const manifest = ManifestSchema.safeParse(raw)
  if (!manifest.success) throw new BackupError('NOT_A_BACKUP', `${join(folder, manifestName)} is no manifest of one.`)
  return { manifest: manifest.data, bytes }
}

/** WRONG_MASTER_KEY, or BACKUP_ALTERED when the manifest is not the one that was written. */
export async function checkProof(
  folder: string,
  { manifest, bytes }: { readonly manifest: BackupManifest; readonly bytes: Uint8Array },
  key: MasterKey,
): Promise<void> {
  const given = masterKeyName(key)
  if (manifest.masterKey !== given) {
    const message = `The backup was made with the master key ${manifest.masterKey}; the one given is ${given}.`
    throw new BackupError('WRONG_MASTER_KEY', message)
  }
  const found = await readFile(join(folder, proofName), 'utf8').catch(() => '')
  const expected = Buffer.from(proofOf(key, bytes))
  const proof = Buffer.from(found.trim())
  if (proof.length !== expected.length || !timingSafeEqual(proof, expected))
    throw new BackupError('BACKUP_ALTERED', `${manifestName} is not as it was written.`)
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}
