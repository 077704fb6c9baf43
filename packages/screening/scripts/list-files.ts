/** Files on disk as a list parser wants them. */
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { ListFile } from '../src/lists/list-input.ts'

export function listFiles(paths: readonly string[]): ListFile[] {
  return paths.map((path) => ({
    name: basename(path).replace(/\.gz$/, ''),
    open: () => createReadStream(path),
  }))
}
