/** Puts a backup into an empty data folder: checked before and after, all of it or nothing. */
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Config } from '../config/config.ts'
import { restoreMarker } from './restore-marker.ts'
import type { Foundation } from '../foundation.ts'
import { openFoundation } from '../foundation.ts'
import { loadMasterKey, masterKeyFile } from '../keys/master-key.ts'
import type { MasterKey } from '../keys/master-key.ts'
import { BackupError, toDiskError } from './backup-error.ts'
import { copyDurably, syncToDisk } from './copy-file.ts'
import type { Erasure } from './erasures.ts'
import { readErasures } from './erasures.ts'
import type { BackupManifest } from './manifest.ts'
import { checkProof, readManifest } from './manifest.ts'
import { restorePostgres } from './postgres-dump.ts'
import { faultOf, refuseWrong, verifyContent, verifyFiles } from './verify.ts'

export interface Restored {
  readonly manifest: BackupManifest
  /** Cases erased once more. */
  readonly erased: number
}

const actor = { type: 'service', id: 'restore', roles: ['service'] } as const

/** What may be in the folder: the key that the data needs, and what a file system puts into an empty disk. */
const mayBeThere = new Set(['master.key', 'master.key.kms', 'lost+found'])

/**
 * @param erasures an export of the audit trail that is younger than the backup: what it says was erased is erased again
 * @throws BackupError
 */
export async function restore(config: Config, backup: string, erasures: string | undefined): Promise<Restored> {
  const { manifest, key } = await openBackup(config, backup, config.dataDir)
  checkSettings(config, manifest)
  const again = erasures === undefined ? [] : await readErasures(erasures, manifest.kyc.audit.head)
  await checkEmpty(config)
  const staging = await makeStaging(config.dataDir)
  try {
    await copyAll(backup, staging, manifest)
    if (config.database.kind === 'postgres') {
      // What fails after this leaves a database that has to be dropped; the message of a second try says so.
      await restorePostgres(config.database.url, join(staging, 'kyc.dump'))
      const { openPostgres } = await import('@gatehouse/kyc/postgres')
      await verifyContent(staging, manifest, key, openPostgres(config.database.url))
    } else await verifyContent(staging, manifest, key)
    const erased = await bringUpToDate({ ...config, ...stagedPaths(config, staging) }, { manifest, key, again })
    await rm(join(staging, 'kyc.dump'), { force: true })
    await putInPlace(config, staging)
    return { manifest, erased }
  } catch (cause) {
    if (!(await hasBegunToMove(config.dataDir))) await rm(staging, { recursive: true, force: true })
    throw toDiskError(cause, config.dataDir)
  }
}

/** Reads and proves a backup, and nothing else. @throws BackupError */
export async function verifyBackup(config: Config, backup: string): Promise<BackupManifest> {
  const { manifest, key } = await openBackup(config, backup, config.dataDir)
  await verifyFiles(backup, manifest)
  await verifyContent(backup, manifest, key)
  return manifest
}

async function openBackup(
  config: Config,
  backup: string,
  keyFolder: string,
): Promise<{ readonly manifest: BackupManifest; readonly key: MasterKey }> {
  const read = await readManifest(backup)
  const file = masterKeyFile(config.masterKey, config.masterKey.kind === 'kms' ? backup : keyFolder)
  if (file !== undefined && !existsSync(file))
    throw new BackupError('NO_MASTER_KEY', `The backup cannot be opened: there is no ${file}.`)
  const key = await loadMasterKey(config.masterKey, file === undefined ? keyFolder : dirname(file))
  await checkProof(backup, read, key)
  return { manifest: read.manifest, key }
}

function checkSettings(config: Config, { kyc, engine, documents }: BackupManifest): void {
  const differ = (said: string, key: string) => new BackupError('SETTINGS_DIFFER', `The backup ${said}; see ${key}.`)
  if (kyc.database !== config.database.kind)
    throw differ(`holds cases as ${kyc.database === 'sqlite' ? 'a SQLite file' : 'a PostgreSQL dump'}`, 'DATABASE_URL')
  if ((engine === 'elsewhere') !== (config.engine.kind === 'conductor'))
    throw differ(engine === 'elsewhere' ? 'holds no executions' : 'holds executions', 'CONDUCTOR_SERVER_URL')
  if ((documents === 'elsewhere') !== (config.documents.kind === 's3'))
    throw differ(documents === 'elsewhere' ? 'holds no documents' : 'holds documents', 'DOCUMENTS_URL')
}

async function checkEmpty({ dataDir, documents }: Config): Promise<void> {
  if (existsSync(join(dataDir, restoreMarker)))
    throw new BackupError('RESTORE_UNFINISHED', `A restore into ${dataDir} has not come to its end.`)
  await refuseContent(dataDir, mayBeThere)
  if (documents.kind === 'folder') await refuseContent(documents.path, new Set(['lost+found']))
}

async function refuseContent(folder: string, allowed: ReadonlySet<string>): Promise<void> {
  const names = existsSync(folder) ? await readdir(folder) : []
  const found = names.find((name) => !allowed.has(name))
  if (found !== undefined) throw new BackupError('FOLDER_NOT_EMPTY', `${folder} is not empty: it has ${found}.`)
}

/** Making it is also the lock: a second restore finds it there. */
async function makeStaging(dataDir: string): Promise<string> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const staging = join(dataDir, restoreMarker)
  await mkdir(staging, { mode: 0o700 }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw toDiskError(cause, dataDir)
    throw new BackupError(
      'RESTORE_UNFINISHED',
      `Another restore into ${dataDir} is running, or has not come to its end.`,
    )
  })
  return staging
}

/** Each copy is compared with the manifest as it is on disk now. */
async function copyAll(backup: string, staging: string, { files }: BackupManifest): Promise<void> {
  const wrong: string[] = []
  for (const file of files) {
    await copyDurably(join(backup, file.path), join(staging, file.path))
    const fault = await faultOf(staging, file)
    if (fault !== undefined) wrong.push(`${file.path} ${fault}`)
  }
  refuseWrong(backup, wrong)
}

function stagedPaths(config: Config, staging: string): Pick<Config, 'dataDir' | 'documents'> {
  const documents = config.documents.kind === 's3' ? config.documents : stagedDocuments(staging)
  return { dataDir: staging, documents }
}

function stagedDocuments(staging: string): Config['documents'] {
  return { kind: 'folder', path: join(staging, 'documents') }
}

/** What has to be done before anybody is served: nobody is signed in any more, and what was erased is erased. */
async function bringUpToDate(
  config: Config,
  { manifest, key, again }: { manifest: BackupManifest; key: MasterKey; again: readonly Erasure[] },
): Promise<number> {
  const foundation: Foundation = await openFoundation(
    { ...config, masterKey: { kind: 'given', key: key.bytes } },
    () => new Date(),
  )
  try {
    const { store, auth } = foundation
    await auth.endAllSessions()
    await store.endAllApplicantSessions()
    const outcome = await store.replayTombstones({ actor, tombstones: again })
    if (!outcome.ok) throw new Error(`What had been erased could not be erased again: ${outcome.error.message}`)
    await store.recordAudit({
      actor,
      action: 'data.restored',
      object: { type: 'backup', id: manifest.takenAt },
      after: { records: manifest.kyc.audit.records, erasedAgain: outcome.value.erased, madeBy: manifest.version },
    })
    return outcome.value.erased
  } finally {
    await foundation.close()
  }
}

/** The staging folder goes last: as long as it is there, no server starts. */
async function putInPlace(config: Config, staging: string): Promise<void> {
  if (config.documents.kind === 'folder' && existsSync(join(staging, 'documents')))
    await moveDocuments(join(staging, 'documents'), config.documents.path)
  for (const name of await readdir(staging)) {
    if (existsSync(join(config.dataDir, name))) await rm(join(staging, name), { recursive: true, force: true })
    else await rename(join(staging, name), join(config.dataDir, name))
  }
  await syncToDisk(config.dataDir)
  await rmdir(staging)
  await syncToDisk(config.dataDir)
}

/** To where they are kept, which may be another disk. */
async function moveDocuments(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true, mode: 0o700 })
  for (const folder of await readdir(from)) {
    await mkdir(join(to, folder), { recursive: true, mode: 0o700 })
    for (const name of await readdir(join(from, folder))) {
      const [source, target] = [join(from, folder, name), join(to, folder, name)]
      await rename(source, target).catch(async (cause: NodeJS.ErrnoException) => {
        if (cause.code !== 'EXDEV' || !(await copyDurably(source, target))) throw cause
      })
    }
    await syncToDisk(join(to, folder))
  }
  await syncToDisk(to)
  await rm(from, { recursive: true, force: true })
}

async function hasBegunToMove(dataDir: string): Promise<boolean> {
  const names = existsSync(dataDir) ? await readdir(dataDir) : []
  return names.some((name) => name !== restoreMarker && !mayBeThere.has(name))
}
