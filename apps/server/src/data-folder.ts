/** The folder that holds all that an installation keeps, and whose it is. */
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Lease } from '@gatehouse/engine'
import { takeLease } from '@gatehouse/engine'
import { BackupError } from './backup/backup-error.ts'
import { restoreMarker } from './backup/restore-marker.ts'
import type { Config } from './config/config.ts'

/** Makes the folder when it is missing. @throws BackupError RESTORE_UNFINISHED */
export async function openDataFolder(dataDir: string): Promise<void> {
  if (existsSync(join(dataDir, restoreMarker)))
    throw new BackupError('RESTORE_UNFINISHED', `A restore into ${dataDir} has not come to its end.`)
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
}

/** Where the embedded engine keeps its state. */
export function engineFileOf(dataDir: string): string {
  return join(dataDir, 'engine.db')
}

/**
 * Claims the folder for one server, before anything in it is made or brought up to date: a second start, of another version
 * perhaps, must change nothing under the first. Undefined with a Conductor elsewhere, where servers may share a database.
 * @throws EngineError LEASE_HELD, or UNAVAILABLE when the folder cannot be written
 */
export async function claimDataFolder({ dataDir, engine }: Config): Promise<Lease | undefined> {
  await openDataFolder(dataDir)
  return engine.kind === 'embedded' ? takeLease(engineFileOf(dataDir)) : undefined
}
