/** Where sealed documents lie. What comes in is encrypted already; names are opaque. */
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { KycError } from '../store/outcome.ts'

export interface BlobStore {
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
      await mkdir(join(folder, name.slice(-2)), { recursive: true, mode: 0o700 })
      const file = await open(`${path}.part`, 'w', 0o600)
      try {
        await file.writeFile(sealed)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(`${path}.part`, path)
    },
    async get(name) {
      try {
        return await readFile(pathOf(name))
      } catch (cause) {
        throw new KycError('BLOB_MISSING', `Blob ${name} is not in the document store`, {}, cause)
      }
    },
    delete: (name) => rm(pathOf(name), { force: true }),
  }
}
