/** `gatehouse screening evaluate`: how well scores tell labelled pairs apart, and where to draw the line. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import type { Evaluation, Judged, ScoredPair, ScreeningIndex } from '@gatehouse/screening'
import { BatchError, evaluate, matchQueries, scorePairs } from '@gatehouse/screening'
import type { CliContext, Command } from './command.ts'
import { exitCodes, UsageError } from './command.ts'
import { indexFiles } from './screening-lists.ts'
import { namingFile, openTable, progressOf } from './table-files.ts'

export const screeningEvaluate: Command = {
  name: 'screening evaluate',
  usage: 'FILE… [--list FILE|FOLDER|ID:FORMAT=FILE…] [--rates 0.01,0.05]',
  summary:
    'Measure scores on labelled pairs (columns as for "screening score", label 1 or 0, phenomenon): recall and the threshold for each wanted rate of false positives, by phenomenon. With --list the files are of customers (columns as for "screening match"): those with expected_uids must be found, the others must not be.',
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        rates: { type: 'string', default: '0.01,0.05' },
        list: { type: 'string', multiple: true, default: [] },
      },
      allowPositionals: true,
    })
    if (positionals.length === 0) throw new UsageError('At least one file of labelled pairs is needed.')
    const rates = values.rates.split(',').map(Number)
    if (!rates.every((rate) => rate >= 0 && rate < 1)) throw new UsageError('--rates are shares from 0 to below 1.')
    const judged: Judged[] = []
    const index = values.list.length === 0 ? undefined : await indexFiles(values.list, context)
    for (const file of positionals) {
      for (const row of await (index === undefined ? judge(file, context) : judgeCustomers(file, index, context))) {
        judged.push(row)
      }
    }
    if (judged.every(({ positive }) => positive) || !judged.some(({ positive }) => positive)) {
      throw new Error('An evaluation needs pairs of both labels, 1 and 0.')
    }
    context.out(describe(evaluate(judged, rates)))
    return exitCodes.ok
  },
}

/** A customer who stands on the list scores as the entry does that they are; any other as the best of all entries. */
async function judgeCustomers(file: string, index: ScreeningIndex, context: CliContext): Promise<readonly Judged[]> {
  return namingFile(file, async () => {
    const judged: Judged[] = []
    const options = { ...progressOf(file, context), limit: 200, threshold: 0, workers: availableParallelism() }
    for await (const { cells, result } of matchQueries(openTable(file, context), index, options)) {
      const expected = (cells['expected_uids'] ?? '').split(/[;|]/).map((uid) => uid.trim())
      const positive = expected.some((uid) => uid !== '')
      const counting = positive ? result.hits.filter(({ entity }) => expected.includes(entity.entryId)) : result.hits
      judged.push({ score: counting[0]?.score ?? 0, positive, phenomenon: cells['phenomenon'] ?? '' })
    }
    return judged
  })
}

async function judge(file: string, context: CliContext): Promise<readonly Judged[]> {
  return namingFile(file, async () => {
    const judged: Judged[] = []
    for await (const pair of scorePairs(openTable(file, context), progressOf(file, context))) {
      judged.push({ score: pair.score, positive: labelOf(pair), phenomenon: pair.cells['phenomenon'] ?? '' })
    }
    return judged
  })
}

function labelOf({ cells, line }: ScoredPair): boolean {
  const value = cells['label']
  if (value === '1' || value === '0') return value === '1'
  if (value === undefined) {
    throw new BatchError('COLUMN_MISSING', "Column 'label' is missing.", { line: 1, column: 'label' })
  }
  const message = `Line ${line}, column 'label': '${value}' is neither 1 nor 0.`
  throw new BatchError('VALUE_INVALID', message, { line, column: 'label', value })
}

function describe({ positives, negatives, points, auc, bestF1, phenomena }: Evaluation): string {
  const rate = (share: number) => `${(share * 100).toFixed(1)} %`
  const lines = points.map(({ falsePositiveRate, threshold, recall }) => [
    rate(falsePositiveRate),
    `> ${threshold.toFixed(1)}`,
    rate(recall),
  ])
  const rows = phenomena.map(({ phenomenon, positive, rows: count, alertRates }) => [
    positive ? '1' : '0',
    phenomenon,
    String(count),
    ...alertRates.map(rate),
  ])
  const wanted = points.map(({ falsePositiveRate }) => `alerts at ${rate(falsePositiveRate)}`)
  return [
    `${positives} pairs of one entity, ${negatives} of two. AUC ${auc.toFixed(4)}, best F1 ${bestF1.toFixed(3)}.`,
    '',
    ...table([['false positives', 'alert when', 'recall'], ...lines]),
    '',
    ...table([['label', 'phenomenon', 'rows', ...wanted], ...rows]),
  ].join('\n')
}

/** Columns as wide as their widest cell. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
