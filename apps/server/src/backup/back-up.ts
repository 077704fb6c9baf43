/** A copy of everything that a server keeps, of one instant, made while it goes on. docs/adr/0009 says why it fits together. */
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { DataFileReport } from '@gatehouse/engine'
import { checkDataFile, payloadFolderOf, payloadsOf } from '@gatehouse/engine'
import type { KycInspection } from '@gatehouse/kyc/store'
import { blobPath } from '@gatehouse/kyc/store'
import type { StoredList } from '@gatehouse/screening'
import { storedLists } from '@gatehouse/screening'
import type { Config } from '../config/config.ts'
import { engineFileOf } from '../data-folder.ts'
import { loadMasterKey, masterKeyFile } from '../keys/master-key.ts'
import type { MasterKey } from '../keys/master-key.ts'
import { version } from '../version.ts'
import { BackupError, toDamage, toDiskError } from './backup-error.ts'
import { checksum, copyDurably, filesBelow, syncToDisk } from './copy-file.ts'
import { crossCheck } from './cross-check.ts'
import { takeJointState } from './joint-state.ts'
import type { BackupFile, BackupManifest } from './manifest.ts'
import { backupFormat, manifestName, masterKeyName, proofName, proofOf } from './manifest.ts'

/** How often a new state is taken because something that the last one names was removed before it could be copied. */
const mostStates = 5

/**
 * Makes the folder `target`, which gets its name only when everything in it is there, checked and on disk.
 * @throws BackupError
 */
export async function backUp(config: Config, target: string): Promise<BackupManifest> {
  if (existsSync(target)) throw new BackupError('TARGET_EXISTS', `${target} exists already.`)
  const partial = `${target}.partial`
  try {
    await rm(partial, { recursive: true, force: true })
    await mkdir(partial, { recursive: true, mode: 0o700 })
    const manifest = await writeBackup(config, partial)
    await rename(partial, target)
    await syncToDisk(dirname(target))
    return manifest
  } catch (cause) {
    // What happened first is what counts.
    await rm(partial, { recursive: true, force: true }).catch(() => undefined)
    throw toDiskError(cause, target)
  }
}

interface CopiedState {
  readonly takenAt: Date
  readonly kyc: KycInspection
  readonly engine: DataFileReport | undefined
  readonly lists: readonly StoredList[]
  /** Paths below the backup of what belongs to it. */
  readonly paths: ReadonlySet<string>
  /** Of these, what was not there to be copied. */
  readonly missing: ReadonlySet<string>
}

async function writeBackup(config: Config, folder: string): Promise<BackupManifest> {
  const masterKey = await presentMasterKey(config)
  const { takenAt, kyc, engine, lists, paths, missing } = await copySettledState(config, masterKey, folder)
  const documentsFolder = config.documents.kind === 'folder' ? join(folder, 'documents') : undefined
  // What an earlier state named is of no use any more.
  for (const path of await filesBelow(folder)) if (!paths.has(path)) await rm(join(folder, path))
  const manifest: BackupManifest = {
    format: backupFormat,
    version,
    takenAt: takenAt.toISOString(),
    masterKey: masterKeyName(masterKey),
    engine: engine === undefined ? 'elsewhere' : pick(engine),
    kyc: {
      database: config.database.kind,
      schemaVersion: kyc.schemaVersion,
      cases: kyc.cases,
      audit: { records: kyc.audit.records, head: kyc.audit.head },
    },
    documents: documentsFolder === undefined ? 'elsewhere' : kyc.documents.length,
    lists: lists.map(({ listId, current, snapshots }) => ({ listId, current, snapshots })),
    problems: [
      ...(await crossCheck({ kyc, engine, documentsFolder })),
      ...[...missing].filter((path) => path.startsWith('lists/')).map((path) => `${path} is not there.`),
    ],
    files: await listFiles(folder),
  }
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`)
  for (const [name, content] of [
    [manifestName, bytes],
    [proofName, `${proofOf(masterKey, bytes)}\n`],
  ] as const) {
    await writeFile(join(folder, name), content, { mode: 0o600, flush: true })
  }
  await syncToDisk(folder)
  return manifest
}

async function listFiles(folder: string): Promise<BackupFile[]> {
  const files: BackupFile[] = []
  for (const path of await filesBelow(folder)) files.push({ path, ...(await checksum(join(folder, path))) })
  return files
}

function pick({ schemaVersion, executions, openExecutions }: DataFileReport) {
  return { schemaVersion, executions, openExecutions }
}

/** Reads the key that is there: making one, as a first start does, would be no help to anybody. */
async function presentMasterKey(config: Config): Promise<MasterKey> {
  const file = masterKeyFile(config.masterKey, config.dataDir)
  if (file !== undefined && !existsSync(file)) throw new BackupError('NO_MASTER_KEY', `There is no ${file}.`)
  return loadMasterKey(config.masterKey, config.dataDir)
}

/**
 * Documents, payloads and list versions are never changed, but may be removed between the instant of a state and their
 * turn to be copied. Then a new state is taken, which does not name them any more; what it names again has been missing
 * all along.
 */
async function copySettledState(config: Config, masterKey: MasterKey, folder: string): Promise<CopiedState> {
  let before: ReadonlySet<string> = new Set()
  for (let states = 1; states <= mostStates; states++) {
    const state = await copyState(config, masterKey, folder)
    if ([...state.missing].every((path) => before.has(path))) return state
    before = state.missing
  }
  const message = `What the ${mostStates} states name that were taken was removed before it could be copied.`
  throw new BackupError('KEEPS_CHANGING', message)
}

async function copyState(config: Config, masterKey: MasterKey, folder: string): Promise<CopiedState> {
  const paths = new Set<string>()
  const missing = new Set<string>()
  /** What has been copied for an earlier state is the same. */
  const copy = async (from: string, path: string): Promise<void> => {
    paths.add(path)
    if (existsSync(join(folder, path))) return
    if (!(await copyDurably(from, join(folder, path)))) missing.add(path)
  }
  const state = await takeJointState(config, masterKey)
  const kycCopy = join(folder, state.kyc.fileName)
  const engineCopy = join(folder, 'engine.db')
  await Promise.all([kycCopy, engineCopy].map((file) => rm(file, { force: true })))
  let kyc: KycInspection
  try {
    await state.engine?.copyTo(engineCopy)
    kyc = await state.kyc.copyTo(kycCopy).catch((cause: unknown) => {
      throw toDamage(cause, join(config.dataDir, 'kyc.db'))
    })
  } finally {
    state.engine?.release()
    await state.kyc.release()
  }
  paths.add(state.kyc.fileName)
  await syncToDisk(kycCopy)
  if (state.engine !== undefined) {
    paths.add('engine.db')
    await syncToDisk(engineCopy)
    for (const { path } of payloadsOf(engineCopy))
      await copy(join(payloadFolderOf(engineFileOf(config.dataDir)), path), `engine.db-payloads/${path}`)
  }
  if (config.documents.kind === 'folder') {
    for (const { blob } of kyc.documents)
      await copy(join(config.documents.path, blobPath(blob)), `documents/${blobPath(blob)}`)
  }
  const lists = await copyLists(join(config.dataDir, 'lists'), join(folder, 'lists'), copy)
  for (const { index } of lists) paths.add(`lists/${index.path}`)
  const wrapped = masterKeyFile(config.masterKey, config.dataDir)
  // Only the key management service opens it, and nothing else has it.
  if (config.masterKey.kind === 'kms' && wrapped !== undefined) await copy(wrapped, 'master.key.kms')
  const engine = state.engine === undefined ? undefined : checkDataFile(engineCopy)
  return { takenAt: state.takenAt, kyc, engine, lists, paths, missing }
}

async function copyLists(
  from: string,
  to: string,
  copy: (from: string, path: string) => Promise<void>,
): Promise<readonly StoredList[]> {
  const lists = await storedLists(from)
  for (const { files, index } of lists) {
    for (const path of files) await copy(join(from, path), `lists/${path}`)
    await mkdir(dirname(join(to, index.path)), { recursive: true })
    await writeFile(join(to, index.path), index.text, { flush: true })
  }
  return lists
}
