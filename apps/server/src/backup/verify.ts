/** Whether a backup is whole: first file by file, then by what the files say. */
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { checkDataFile } from '@gatehouse/engine'
import { inspectKyc, KycError, localRootKey } from '@gatehouse/kyc/store'
import { openSqliteReadOnly } from '@gatehouse/kyc/sqlite'
import type { MasterKey } from '../keys/master-key.ts'
import { BackupError } from './backup-error.ts'
import { checksum, filesBelow } from './copy-file.ts'
import { crossCheck } from './cross-check.ts'
import type { BackupFile, BackupManifest } from './manifest.ts'
import { manifestName, proofName } from './manifest.ts'

const mostNamed = 5

/** @throws BackupError BACKUP_DAMAGED naming what is missing, changed, or too much */
export async function verifyFiles(folder: string, { files }: BackupManifest): Promise<void> {
  const wrong: string[] = []
  for (const file of files) {
    const fault = await faultOf(folder, file)
    if (fault !== undefined) wrong.push(`${file.path} ${fault}`)
  }
  const known = new Set([...files.map(({ path }) => path), manifestName, proofName])
  for (const path of await filesBelow(folder)) if (!known.has(path)) wrong.push(`${path} is not in the manifest`)
  refuseWrong(folder, wrong)
}

/** What one file is that it should not be. */
export async function faultOf(folder: string, file: BackupFile): Promise<string | undefined> {
  const path = join(folder, file.path)
  const found = await lstat(path).catch(() => undefined)
  if (found === undefined) return 'is missing'
  if (!found.isFile()) return 'is no file'
  if (found.size !== file.bytes) return `has ${found.size} bytes instead of ${file.bytes}`
  return (await checksum(path)).sha256 === file.sha256 ? undefined : 'has other content than when it was copied'
}

export function refuseWrong(folder: string, wrong: readonly string[]): void {
  if (wrong.length === 0) return
  const named = wrong.slice(0, mostNamed).join('; ')
  const more = wrong.length > mostNamed ? `; and ${wrong.length - mostNamed} more` : ''
  throw new BackupError('BACKUP_DAMAGED', `In ${folder}: ${named}${more}.`)
}

/**
 * Opens what the files hold, without changing it, and looks for problems that the backup did not have when it was made.
 * @param database where the cases are when they are in PostgreSQL; a dump cannot be looked into before it is restored
 * @throws BackupError BACKUP_DAMAGED, BACKUP_TOO_NEW
 */
export async function verifyContent(
  folder: string,
  manifest: BackupManifest,
  key: MasterKey,
  database?: KyselyDatabase,
): Promise<void> {
  const engine = manifest.engine === 'elsewhere' ? undefined : checkDataFile(join(folder, 'engine.db'))
  const db = database ?? (manifest.kyc.database === 'sqlite' ? openSqliteReadOnly(join(folder, 'kyc.db')) : undefined)
  if (db === undefined) return
  try {
    const kyc = await inspectKyc(db, localRootKey(key.derive('kyc root key')))
    const documentsFolder = manifest.documents === 'elsewhere' ? undefined : join(folder, 'documents')
    const problems = await crossCheck({ kyc, engine, documentsFolder })
    // What was wrong in the data already is no fault of the copy; paths in its sentences differ.
    if (problems.length > manifest.problems.length) refuseWrong(folder, problems)
    if (kyc.audit.head !== manifest.kyc.audit.head) refuseWrong(folder, ['the audit trail ends elsewhere'])
  } catch (cause) {
    if (cause instanceof KycError && cause.code === 'SCHEMA_TOO_NEW')
      throw new BackupError('BACKUP_TOO_NEW', cause.message, { cause })
    throw cause
  } finally {
    await db.destroy()
  }
}

type KyselyDatabase = ReturnType<typeof openSqliteReadOnly>
