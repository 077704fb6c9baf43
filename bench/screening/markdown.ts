/** The tables of quality and speed in docs/benchmarks.md, written between two marks. */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { AtRates, PairsResult } from './pairs.ts'
import { percent } from './print.ts'
import type { RetrievalResult } from './retrieval.ts'

const file = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url))
const begin = '<!-- screening: written by `npm run bench -- screening quality --write` -->'
const end = '<!-- screening: end -->'

export function writeQuality(pairs: PairsResult, retrieval: RetrievalResult): void {
  const text = readFileSync(file, 'utf8')
  const from = text.indexOf(begin)
  const to = text.indexOf(end)
  if (from < 0 || to < from) throw new Error(`${file} lacks the marks of the screening tables`)
  const tables = [pairsTable(pairs), phenomenaTable(pairs), retrievalTable(retrieval), speedTable(pairs, retrieval)]
  writeFileSync(file, `${text.slice(0, from)}${begin}\n\n${tables.join('\n\n')}\n\n${text.slice(to)}`)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function shares(values: AtRates | undefined): string {
  return (values ?? []).map(percent).join(' / ')
}

function pairsTable({ systems, guard, rows }: PairsResult): string {
  const head = ['recall at 1 % / 5 % false positives', 'all positives', 'one script', 'across scripts']
  const lines = systems.map((system) => [
    system.name,
    shares(system.recall),
    shares(system.sameScript),
    shares(system.crossScript),
  ])
  return `${rows.toLocaleString('en')} labelled pairs, one threshold for all; of 5,000 pairs of unlike people ours alerts on ${shares(guard)}.\n\n${table(head, lines)}`
}

function phenomenaTable({ systems, phenomena }: PairsResult): string {
  const head = ['positives that alert at 1 % / 5 %', 'pairs', ...systems.map(({ name }) => name)]
  const positives = phenomena.filter(({ positive }) => positive).toSorted((a, b) => b.rows - a.rows)
  const lines = positives.map(({ name, rows, alerts, isBehind }) => [
    isBehind ? `**${name}: behind**` : name,
    String(rows),
    ...alerts.map(shares),
  ])
  return table(head, lines)
}

function retrievalTable({ systems, rates, customers }: RetrievalResult): string {
  const ours = systems[0]
  const head = ['listed names that are found', 'queries', ...systems.map(({ name }) => name)]
  const cells = (phenomenon: string | null): string[] =>
    systems.map(({ all, byPhenomenon }) => {
      const figures = phenomenon === null ? all : byPhenomenon.get(phenomenon)
      return figures ? `${percent(figures.recallAt10)}; ${shares(figures.alerts)}` : ''
    })
  const phenomena = [...(ours?.byPhenomenon.entries() ?? [])].sort((a, b) => b[1].rows - a[1].rows)
  const lines = [
    ['all', String(ours?.all.rows ?? 0), ...cells(null)],
    ...phenomena.map(([name, { rows }]) => [name, String(rows), ...cells(name)]),
  ]
  const about = `Each cell: recall@10; then the share that alerts where ${shares(rates)} of ${customers.toLocaleString('en')} ordinary customers do. logic-v2 has no search of its own here and ranks the candidates that ours found.`
  return `${about}\n\n${table(head, lines)}`
}

function speedTable(pairs: PairsResult, retrieval: RetrievalResult): string {
  const { p50, p99, cpuMs } = retrieval
  const peerPair = pairs.logicV2 ? `${perPair(pairs.logicV2)} ms` : 'did not run'
  const peerVersions = Object.entries(pairs.logicV2?.versions ?? {}).map(([name, version]) => `${name} ${version}`)
  const lines = [
    [
      'comparing two names and their attributes, CPU',
      `${pairs.cpuMs.toFixed(3)} ms, parsing the row included`,
      peerPair,
    ],
    ['a customer against the list, CPU', `${cpuMs.toFixed(3)} ms, parsing the row included`, 'has no search'],
    ['a customer against the list, p50 / p99', `${p50.toFixed(3)} / ${p99.toFixed(3)} ms`, 'has no search'],
  ]
  return table(['speed', 'Gatehouse', `logic-v2 (${peerVersions.join(', ') || 'not installed'})`], lines)
}

function perPair({ cpuSeconds, pairs }: { readonly cpuSeconds: number; readonly pairs: number }): string {
  return ((cpuSeconds / pairs) * 1000).toFixed(3)
}
