/** Real list files for tests, when they are there. */
import { createReadStream, existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Entity } from '../src/entity.ts'
import type { ListFile, ListParser, ParseRequest } from '../src/lists/list-input.ts'

const shared = process.env.GATEHOUSE_SHARED ?? join(import.meta.dirname, '../../../../shared')

const watchlists = join(shared, 'data/watchlists')

/** False skips what needs the files and says so in one line; under REQUIRE_ALL their absence is a failure. */
export function haveWatchlists(): boolean {
  if (existsSync(watchlists)) return true
  if (process.env.REQUIRE_ALL === '1') throw new Error(`No watchlist files in ${watchlists}; set GATEHOUSE_SHARED`)
  console.log(`left out: watchlist files are not in ${watchlists}`)
  return false
}

/** A file under its name without `.gz`: readers recognise gzip by its bytes. */
export function watchlistFile(path: string): ListFile {
  return { name: basename(path).replace(/\.gz$/, ''), open: () => createReadStream(join(watchlists, path)) }
}

export async function collect(parser: ListParser, request: ParseRequest): Promise<Entity[]> {
  const entities: Entity[] = []
  for await (const entity of parser(request)) entities.push(entity)
  return entities
}
