// What SQLite complains of, said so that somebody can do something about it.

import { EngineError } from '../errors.ts'

/** SQLite's primary result codes. */
const results = { busy: 5, readOnly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 } as const

/**
 * UNAVAILABLE with what happened to the data file and what helps; the original is its cause.
 * Errors that are no trouble with the file come back as they are.
 */
export function toStoreError(cause: unknown, file: string): unknown {
  const result = resultOf(cause)
  const trouble = result === undefined ? undefined : describe(result)
  if (trouble === undefined || cause instanceof EngineError) return cause
  return new EngineError('UNAVAILABLE', `The data file ${file} ${trouble}`, { file, sqlite: result }, { cause })
}

/** SQLite's primary result code, or the one that comes nearest to what the file system said; undefined for others. */
export function resultOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff
  return 'code' in error && typeof error.code === 'string' ? fileSystemCodes[error.code] : undefined
}

const fileSystemCodes: Readonly<Record<string, number>> = {
  EACCES: results.readOnly,
  EPERM: results.readOnly,
  EROFS: results.readOnly,
  ENOSPC: results.full,
  EDQUOT: results.full,
  EFBIG: results.full,
  EIO: results.ioError,
}

function describe(result: number): string | undefined {
  switch (result) {
    case results.full:
      return 'could not be written: the disk is full. Make room; nothing that was acknowledged is lost.'
    case results.readOnly:
    case results.cannotOpen:
      return 'cannot be written: check that the file and its folder belong to this user and are not read-only.'
    case results.corrupt:
    case results.notADatabase:
      return 'is damaged. Restore the latest backup to an empty folder (gatehouse restore), and keep this one.'
    case results.busy:
      return 'is locked by another program. Stop it and try again.'
    case results.ioError:
      return 'could not be read or written: the disk refused. Check its space, its limits and its health.'
    default:
      return undefined
  }
}
