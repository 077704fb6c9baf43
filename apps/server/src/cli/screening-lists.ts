/** An index over list files that were never imported, for commands that look at files alone. */
import { mkdtemp, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import type { Entity, ListSource, ScreeningIndex } from '@gatehouse/screening'
import { createScreeningIndex, diskFile, isInForce, parserFor, readListFolder } from '@gatehouse/screening'
import { parseLists } from '../config/parse-lists.ts'
import type { CliContext } from './command.ts'
import { UsageError } from './command.ts'

/** @param words files, folders, or lists spelt out as `listId:format=file` where a file does not say what it is */
export async function indexFiles(words: readonly string[], context: CliContext): Promise<ScreeningIndex> {
  const spelt = parseLists(words.filter((word) => word.includes('=')).join(' '), context.cwd).sources
  const plain = words.filter((word) => !word.includes('=')).map((word) => resolve(context.cwd, word))
  const day = new Date().toISOString().slice(0, 10)
  const entities: Entity[] = []
  for (const source of [...spelt, ...(await recognise(plain))]) {
    const before = entities.length
    const files = Object.entries(source.files).map(([name, path]) => diskFile(path, name))
    const { listId, mapping, charset } = source
    const parsed = parserFor(source.format)({
      listId,
      files,
      ...(mapping === undefined ? {} : { mapping }),
      ...(charset === undefined ? {} : { charset }),
    })
    for await (const entity of parsed) if (isInForce(entity, day)) entities.push(entity)
    context.err(`${listId}: ${entities.length - before} entries`)
  }
  return createScreeningIndex(entities)
}

/** Files are recognised as those of a folder are: laid side by side in one, files of one set are found together. */
async function recognise(paths: readonly string[]): Promise<readonly ListSource[]> {
  const found: ListSource[] = []
  const side = await mkdtemp(join(tmpdir(), 'gatehouse-lists-'))
  try {
    for (const path of paths) {
      if ((await stat(path)).isDirectory()) found.push(...withSources(path, await readListFolder(path)))
      else await symlink(path, join(side, basename(path)))
    }
    const { sources, passedOver } = await readListFolder(side)
    const [unknown] = passedOver
    if (unknown !== undefined) {
      throw new UsageError(`${unknown.file}: ${unknown.reason}. Spell it out as --list ID:FORMAT=${unknown.file}.`)
    }
    for (const source of sources) {
      const files = Object.entries(source.files).map(([name, link]) => {
        const path = paths.find((given) => basename(given) === basename(link)) ?? link
        return [name, path] as const
      })
      found.push({ ...source, files: Object.fromEntries(files) })
    }
    return found
  } finally {
    await rm(side, { recursive: true, force: true })
  }
}

function withSources(path: string, { sources }: { readonly sources: readonly ListSource[] }): readonly ListSource[] {
  if (sources.length === 0) throw new UsageError(`${path} holds no list file.`)
  return sources
}
