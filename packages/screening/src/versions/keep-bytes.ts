/** Puts a list's bytes on disk as they came. */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ListError } from '../lists/list-error.ts'
import type { ListFile } from '../lists/list-input.ts'
import type { SnapshotFile } from './snapshot.ts'

/** Copies the bytes as they come and hashes them on the way; parsing then reads our copy. */
export async function keepBytes(
  listId: string,
  files: readonly ListFile[],
  folder: string,
): Promise<readonly SnapshotFile[]> {
  const names = new Set<string>()
  const kept: SnapshotFile[] = []
  for (const file of files) {
    const name = basename(file.name)
    if (names.has(name)) throw new ListError('WRONG_FORMAT', { list: listId, file: name }, 'given twice')
    names.add(name)
    const hash = createHash('sha256')
    let bytes = 0
    const target = await open(join(folder, name), 'w')
    try {
      for await (const chunk of file.open()) {
        hash.update(chunk)
        bytes += chunk.byteLength
        await target.write(chunk)
      }
      await target.sync()
    } finally {
      await target.close()
    }
    kept.push({ name, bytes, sha256: hash.digest('hex') })
  }
  if (kept.length === 0) throw new ListError('MISSING_FILE', { list: listId }, 'no file was given')
  return kept
}
