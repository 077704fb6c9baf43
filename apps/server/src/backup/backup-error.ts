/** Why a backup was not made or not restored. `docs/errors.md` lists the same codes; a test compares the two. */

/** A new code does not compile until it has a way out. */
export const backupWaysOut = {
  NOTHING_TO_BACK_UP: 'Set GATEHOUSE_DATA to the folder of the server',
  TARGET_EXISTS: 'Name a folder that does not exist yet',
  SOURCE_DAMAGED: 'Keep this folder, and restore the latest backup to an empty one',
  KEEPS_CHANGING: 'Try again when retention is not removing so much',
  SERVER_BUSY: 'Try again; when it stays so, look for a program that keeps the database locked',
  TOOL_MISSING: 'Install the client programs of PostgreSQL, of the version of the server or newer',
  TOOL_FAILED: 'See what the program said',
  DISK_REFUSED: 'Make room, or choose another disk',
  NOT_A_BACKUP: 'Name the folder that "gatehouse backup" made',
  BACKUP_TOO_NEW: 'Restore with the version that made it, or a newer one',
  BACKUP_DAMAGED: 'Take another backup, or another copy of this one',
  BACKUP_ALTERED: 'Take another copy, and find out who changed this one',
  NO_MASTER_KEY: 'Put master.key into the empty data folder, or set GATEHOUSE_MASTER_KEY',
  WRONG_MASTER_KEY: 'Give the master key that the data was made with',
  FOLDER_NOT_EMPTY: 'Restore into an empty folder; rename the one that is there',
  SETTINGS_DIFFER: 'Set the environment as it was when the backup was made',
  RESTORE_UNFINISHED: 'Remove everything from the folder but master.key, and restore again',
  ERASURES_DAMAGED: 'Export the trail again',
  ERASURES_FOREIGN: 'Take an export of the trail of this installation that is younger than the backup',
} as const satisfies Record<string, string>

export type BackupErrorCode = keyof typeof backupWaysOut

export class BackupError extends Error {
  readonly code: BackupErrorCode
  constructor(code: BackupErrorCode, message: string, options: ErrorOptions = {}) {
    super(`${code}: ${message} ${backupWaysOut[code]}.`, options)
    this.name = 'BackupError'
    this.code = code
  }
}

/** SQLite's result codes of a disk that refuses: read-only, failing, full, no file to be opened. */
const sqliteRefusals: ReadonlySet<number> = new Set([8, 10, 13, 14])
const refusals: ReadonlySet<string> = new Set([
  'ENOSPC',
  'EDQUOT',
  'EFBIG',
  'EROFS',
  'EACCES',
  'EPERM',
  'EIO',
  'ENOTDIR',
])

/** Errors of the disk say what became of the copy; others come back as they are. */
export function toDiskError(cause: unknown, folder: string): unknown {
  if (!(cause instanceof Error)) return cause
  const isRefusal =
    ('code' in cause && typeof cause.code === 'string' && refusals.has(cause.code)) ||
    ('errcode' in cause && typeof cause.errcode === 'number' && sqliteRefusals.has(cause.errcode & 0xff))
  if (!isRefusal) return cause
  return new BackupError('DISK_REFUSED', `${folder} cannot be written; nothing was left there.`, { cause })
}

/** SQLite's result codes of a file that holds something else than it should. */
const damages: ReadonlySet<number> = new Set([11, 26])

/** Names the file that is damaged: SQLite does not. Other errors come back as they are. */
export function toDamage(cause: unknown, file: string): unknown {
  const isDamage =
    cause instanceof Error &&
    'errcode' in cause &&
    typeof cause.errcode === 'number' &&
    damages.has(cause.errcode & 0xff)
  return isDamage ? new BackupError('SOURCE_DAMAGED', `${file} is damaged.`, { cause }) : cause
}
