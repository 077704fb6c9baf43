/** `gatehouse lists update`: asks the publishers, or looks into folders, and puts new versions in force. */
import { parseArgs } from 'node:util'
import type { ListSource } from '@gatehouse/screening'
import { readListFolder } from '@gatehouse/screening'
import type { ListsConfig } from '../config/config.ts'
import { knownListIds, parseLists } from '../config/parse-lists.ts'
import type { CliContext, Command } from './command.ts'
import { UsageError } from './command.ts'
import { readConfig } from './open-parts.ts'
import { takeLists } from './take-lists.ts'

export const listsUpdate: Command = {
  name: 'lists update',
  usage: '[LIST|FOLDER…]',
  summary: `Bring lists up to date: those of GATEHOUSE_LISTS, or those named. Without a network, name a folder of files. Lists with a known address: ${knownListIds.join(', ')}.`,
  async run(args, context) {
    const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true })
    const configured = readConfig(context).screening.lists
    const asked = positionals.length === 0 ? configured : named(positionals, configured, context)
    const sources = [...asked.sources]
    for (const folder of asked.folders) sources.push(...(await readFolder(folder, context)))
    if (sources.length === 0) {
      throw new UsageError(
        `No list to update: set GATEHOUSE_LISTS, or name lists (${knownListIds.join(', ')}) or a folder that holds some.`,
      )
    }
    return takeLists(sources, context)
  },
}

/** A configured list keeps its configured address. */
function named(words: readonly string[], configured: ListsConfig, { cwd }: CliContext): ListsConfig {
  const found: ListSource[] = []
  const others: string[] = []
  for (const word of words) {
    const own = configured.sources.find(({ listId }) => listId === word)
    if (own === undefined) others.push(word)
    else found.push(own)
  }
  const { sources, folders } = parseLists(others.join(' '), cwd)
  return { sources: [...found, ...sources], folders }
}

async function readFolder(folder: string, context: CliContext): Promise<readonly ListSource[]> {
  const { sources, passedOver } = await readListFolder(folder)
  for (const { file, reason } of passedOver) context.err(`${file}: passed over, ${reason}`)
  return sources
}
