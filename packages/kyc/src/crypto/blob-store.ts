/** Where sealed documents lie. What comes in is encrypted already; names are opaque. */
import { lstat, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { KycError } from '../store/outcome.ts'

export interface BlobStore {
  /** On disk when it answers. Throws BLOB_NOT_KEPT, and nothing is there, when the disk refuses. */
  put(name: string, sealed: Uint8Array): Promise<void>
  /** Throws BLOB_MISSING when there is none. */
  get(name: string): Promise<Uint8Array>
  /** Deleting what is not there is no error. */
  delete(name: string): Promise<void>
}

const NAME = /^[A-Za-z0-9_-]{1,80}$/

/** Where a blob lies below the folder of `fileBlobs`. Throws BLOB_MISSING for what is no name of one. */
export function blobPath(name: string): string {
  if (!NAME.test(name)) throw new KycError('BLOB_MISSING', `'${name}' is no blob name`)
  return join(name.slice(-2), name)
}

/** One file a blob, written aside, flushed and renamed: a crash leaves the old file or the new one. */
export function fileBlobs(folder: string): BlobStore {
  const pathOf = (name: string): string => join(folder, blobPath(name))
  return {
    async put(name, sealed) {
      const path = pathOf(name)
      const part = `${path}.part`
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 })
        await writeFile(part, sealed, { mode: 0o600, flush: true })
        await rename(part, path)
        await syncFolder(dirname(path))
      } catch (cause) {
        await rm(part, { force: true }).catch(() => undefined)
        throw new KycError('BLOB_NOT_KEPT', `Blob ${name} could not be written to the document store`, {}, cause)
      }
    },
    async get(name) {
      try {
        // What a link leads to is none of ours.
        if ((await lstat(pathOf(name))).isFile()) return await readFile(pathOf(name))
      } catch (cause) {
        throw new KycError('BLOB_MISSING', `Blob ${name} is not in the document store`, {}, cause)
      }
      throw new KycError('BLOB_MISSING', `Blob ${name} in the document store is no file`)
    },
    delete: (name) => rm(pathOf(name), { force: true }),
  }
}

/** A name is only on disk once its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
