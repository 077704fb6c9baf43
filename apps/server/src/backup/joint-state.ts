/**
 * Cases and executions as they were at one instant, while the server goes on. What is copied is what `kill -9` would have
 * left at that instant, and from that every start finds its way.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { KycInspection } from '@gatehouse/kyc/store'
import { inspectKyc, localRootKey } from '@gatehouse/kyc/store'
import { openSqliteReadOnly } from '@gatehouse/kyc/sqlite'
import type { Config } from '../config/config.ts'
import { engineFileOf } from '../data-folder.ts'
import type { MasterKey } from '../keys/master-key.ts'
import { BackupError } from './backup-error.ts'
import { snapshotPostgres } from './postgres-dump.ts'
import type { FileSnapshot } from './sqlite-snapshot.ts'
import { openSnapshot, whileNobodyWrites } from './sqlite-snapshot.ts'

export interface JointState {
  readonly takenAt: Date
  /** Undefined: executions are elsewhere. */
  readonly engine: FileSnapshot | undefined
  readonly kyc: {
    /** Name of the file in a backup. */
    readonly fileName: KycFileName
    copyTo(file: string): Promise<KycInspection>
    release(): Promise<void>
  }
}

export type KycFileName = 'kyc.db' | 'kyc.dump'

/** @throws BackupError SERVER_BUSY, NOTHING_TO_BACK_UP */
export async function takeJointState(config: Config, masterKey: MasterKey): Promise<JointState> {
  const engineFile = config.engine.kind === 'embedded' ? engineFileOf(config.dataDir) : undefined
  // The engine may go on meanwhile: the instant is the one of this line, and cases stay as they are around it.
  const atTheInstant = () => ({
    takenAt: new Date(),
    engine: engineFile !== undefined && existsSync(engineFile) ? openSnapshot(engineFile) : undefined,
  })
  const rootKey = localRootKey(masterKey.derive('kyc root key'))
  if (config.database.kind === 'postgres') {
    const { snapshot, result } = await snapshotPostgres(config.database.url, atTheInstant)
    const copyTo = async (file: string) => {
      await snapshot.dumpTo(file)
      return inspectKyc(snapshot.db, rootKey)
    }
    return { ...result, kyc: { fileName: 'kyc.dump', copyTo, release: snapshot.release } }
  }
  const kycFile = join(config.dataDir, 'kyc.db')
  if (!existsSync(kycFile)) throw new BackupError('NOTHING_TO_BACK_UP', `There is no ${kycFile}.`)
  const { kyc, ...result } = whileNobodyWrites(kycFile, () => ({ kyc: openSnapshot(kycFile), ...atTheInstant() }))
  const copyTo = async (file: string) => {
    await kyc.copyTo(file)
    const db = openSqliteReadOnly(file)
    try {
      return await inspectKyc(db, rootKey)
    } finally {
      await db.destroy()
    }
  }
  return { ...result, kyc: { fileName: 'kyc.db', copyTo, release: async () => kyc.release() } }
}
