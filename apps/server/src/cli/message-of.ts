/** What a command says of an error: its message, and the way out where the system's own words name none. */

export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const wayOut = waysOut[codeOf(error)]
  if (wayOut !== undefined) return `${error.message}. ${wayOut}`
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : ''
  return `${error.message}${cause}`
}

/** The system's code, or SQLite's primary result code. */
function codeOf(error: Error): string {
  if ('errcode' in error && typeof error.errcode === 'number') return `SQLITE_${error.errcode & 0xff}`
  return 'code' in error && typeof error.code === 'string' ? error.code : ''
}

const makeRoom = 'Make room on the disk and try again; nothing that was acknowledged is lost.'
const letIn =
  'Check that the data folder and what is in it belong to this user and can be written, or set GATEHOUSE_DATA to another one.'

const waysOut: Readonly<Record<string, string>> = {
  EADDRINUSE: 'Set PORT to another one.',
  ENOSPC: makeRoom,
  EDQUOT: makeRoom,
  EACCES: letIn,
  EPERM: letIn,
  EROFS: 'Its file system is read-only: mount it for writing, or set GATEHOUSE_DATA to another folder.',
  SQLITE_8: letIn,
  SQLITE_13: makeRoom,
  SQLITE_14: letIn,
}
