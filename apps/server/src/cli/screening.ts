/** `gatehouse screening …`: scores of whole files, without a server and without changing anything. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { matchQueries, scorePairs } from '@gatehouse/screening'
import type { CliContext, Command } from './command.ts'
import { exitCodes, UsageError } from './command.ts'
import { indexFiles } from './screening-lists.ts'
import { createRowWriter, namingFile, openTable, progressOf } from './table-files.ts'

export const screeningScore: Command = {
  name: 'screening score',
  usage: 'PAIRS.csv',
  summary:
    'Score pairs of names with their attributes; writes id,score (0 to 100). Columns: q_name, c_name, and for either side birth_date, nationality, gender, id_number.',
  async run(args, context) {
    const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true })
    const [file] = positionals
    if (file === undefined || positionals.length !== 1) throw new UsageError('One file of pairs is needed.')
    return namingFile(file, async () => {
      const rows = createRowWriter(['id', 'score'], context)
      for await (const { id, score } of scorePairs(openTable(file, context), progressOf(file, context))) {
        rows.write([id, score])
      }
      rows.end()
      return exitCodes.ok
    })
  },
}

export const screeningMatch: Command = {
  name: 'screening match',
  usage: 'QUERIES.csv --list FILE|FOLDER|ID:FORMAT=FILE… [--limit N] [--threshold SCORE]',
  summary:
    'Find each customer of a file in lists; writes qid,uid,score,rank, best first: all that were found, up to --limit (20), unless --threshold asks for a score. Columns: name, and schema, birth_date, nationality, country, gender, place_of_birth, id_number.',
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        list: { type: 'string', multiple: true, default: [] },
        limit: { type: 'string', default: '20' },
        threshold: { type: 'string', default: '0' },
      },
      allowPositionals: true,
    })
    const [file, ...moreLists] = positionals
    const lists = [...values.list, ...moreLists]
    if (file === undefined || lists.length === 0) throw new UsageError('A file of customers and --list are needed.')
    const limit = numberBetween('--limit', values.limit, 1, 1000)
    const threshold = numberBetween('--threshold', values.threshold, 0, 100)
    const index = await indexFiles(lists, context)
    return namingFile(file, () => match(file, index, { limit, threshold }, context))
  },
}

async function match(
  file: string,
  index: Awaited<ReturnType<typeof indexFiles>>,
  options: { readonly limit: number; readonly threshold: number },
  context: CliContext,
): Promise<number> {
  const rows = createRowWriter(['qid', 'uid', 'score', 'rank'], context)
  const table = openTable(file, context)
  for await (const { id, result } of matchQueries(table, index, {
    ...progressOf(file, context),
    ...options,
    workers: availableParallelism(),
  })) {
    result.hits.forEach(({ entity, score }, position) => rows.write([id, entity.entryId, score, position + 1]))
  }
  rows.end()
  return exitCodes.ok
}

function numberBetween(option: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= least && value <= most)) {
    throw new UsageError(`${option} is a number from ${least} to ${most}.`)
  }
  return value
}
