/** What a parser is given, and what it answers: files in, entities out. */
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { Entity } from '../entity.ts'
import type { CsvMapping } from './csv-mapping.ts'

/** One file of a list. Opening it again starts at its first byte; gzip is recognised and undone by the reader. */
export interface ListFile {
  readonly name: string
  readonly open: () => AsyncIterable<Uint8Array>
}

/** What a file says about itself. */
export interface Publication {
  /** ISO date or time as far as the publisher states it. */
  readonly publishedAt?: string
  /** Number of records that the file declares. */
  readonly declaredCount?: number
}

export interface ParseRequest {
  /** Becomes the first part of every entity id, e.g. `OFAC-SDN`. */
  readonly listId: string
  readonly files: readonly ListFile[]
  /** Character set of the bytes where the format does not declare one; UTF-8 when left out. */
  readonly charset?: string
  /** How columns become properties; only for the format `mapped-csv`. */
  readonly mapping?: CsvMapping
  readonly onPublication?: (publication: Publication) => void
  /** Slips of the publisher that were worked round; each names its line and what was done. */
  readonly onWarning?: (warning: string) => void
}

/** Streams the entities of a list; throws `ListError` at the first thing it cannot trust. */
export type ListParser = (request: ParseRequest) => AsyncIterable<Entity>

/** A file held in memory. */
export function memoryFile(name: string, content: Uint8Array | string): ListFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return {
    name,
    open: async function* () {
      yield bytes
    },
  }
}

/** A file on disk. */
export function diskFile(path: string, name: string = basename(path)): ListFile {
  return { name, open: () => createReadStream(path) }
}
