import { closeSync, fsyncSync, openSync } from 'node:fs'

/** A file, or a folder's list of names: one that is new or renamed is only on disk once the folder is. */
export function syncToDisk(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
