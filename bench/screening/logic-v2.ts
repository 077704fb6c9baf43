/** OpenSanctions' logic-v2 in a Python process of its own, asked row by row while our engine runs. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Entity, ScreeningIndex } from '../../packages/screening/src/index.ts'
import { toFtmEntity } from '../../packages/screening/src/api/ftm-entity.ts'
import type { QueryRow } from '../../packages/screening/src/batch/query-row.ts'
import { genderOf, splitValues } from '../../packages/screening/src/batch/query-row.ts'

export const logicV2Settings = ['logic-v2', 'logic-v2, stronger date and gender'] as const

/** Scores of one pair from 0 to 1, one for each of the settings. */
export type LogicV2Scores = readonly number[]

export interface FtmThing {
  readonly id: string
  readonly schema: string
  readonly properties: Readonly<Record<string, readonly string[]>>
}

export interface LogicV2Figures {
  readonly pairs: number
  /** Processor time of comparing with the default settings. */
  readonly cpuSeconds: number
  readonly versions: Readonly<Record<string, string>>
}

export interface LogicV2 {
  readonly keep: (entity: FtmThing) => void
  /** Scores of the query against each of the others: kept ones by id, or given whole. */
  readonly compare: (query: FtmThing, against: readonly (FtmThing | string)[]) => Promise<readonly LogicV2Scores[]>
  readonly end: () => Promise<LogicV2Figures>
}

const folder = fileURLToPath(new URL('../peers', import.meta.url))
const python = process.env.GATEHOUSE_BENCH_PYTHON ?? `${folder}/.venv/bin/python`

/** Null, with a line that says why, where Python has no nomenklatura. */
export function openLogicV2(): LogicV2 | null {
  if (!existsSync(python)) {
    console.log(
      'logic-v2: left out; python3 -m venv bench/peers/.venv && bench/peers/.venv/bin/pip install nomenklatura==4.17.4',
    )
    return null
  }
  const child = spawn(python, [`${folder}/logic_v2.py`], { stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting: ((line: string) => void)[] = []
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(line))
  let drained: Promise<unknown> | null = null
  const write = (message: unknown): void => {
    const isFull = !child.stdin.write(`${JSON.stringify(message)}\n`)
    if (isFull) drained ??= once(child.stdin, 'drain').then(() => (drained = null))
  }
  // Answers come in the order of the questions.
  const nextLine = (): Promise<string> => new Promise((resolve) => waiting.push(resolve))
  return {
    keep: (entity) => write({ entity }),
    compare: async (query, against) => {
      const answer = nextLine()
      write({ id: query.id, query, against })
      await drained
      // What our own script prints.
      return (JSON.parse(await answer) as { scores: LogicV2Scores[] }).scores
    },
    end: async () => {
      const last = nextLine()
      child.stdin.end()
      return JSON.parse(await last) as LogicV2Figures
    },
  }
}

/** One side of a row of pairs, or a customer, in FollowTheMoney's words. */
export function rowAsFtm(row: QueryRow, prefix: '' | 'q_' | 'c_', id: string): FtmThing {
  const schema = row.schema || 'Person'
  const isPerson = schema === 'Person'
  const gender = genderOf(row[`${prefix}gender`])
  const values = (column: string): string[] => splitValues(row[prefix + column])
  return {
    id,
    schema,
    properties: {
      name: [row[`${prefix}name`] ?? ''],
      [isPerson ? 'birthDate' : 'incorporationDate']: values('birth_date'),
      [isPerson ? 'nationality' : 'country']: values('nationality'),
      ...(isPerson && gender !== undefined ? { gender: [gender] } : {}),
      idNumber: values('id_number'),
    },
  }
}

export function entityAsFtm(entity: Entity, index: ScreeningIndex): FtmThing {
  // Without a dataset it is not told when it was seen, which nothing compares.
  const { id, schema, properties } = toFtmEntity(entity, { index, datasets: [] })
  return { id, schema, properties }
}

/** Runs `work` over the rows with this many under way, so that both processes have something to do. */
export async function inFlight<Row>(
  rows: AsyncIterable<Row>,
  atOnce: number,
  work: (row: Row) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>()
  for await (const row of rows) {
    const task: Promise<void> = work(row).finally(() => running.delete(task))
    running.add(task)
    if (running.size >= atOnce) await Promise.race(running)
  }
  await Promise.all(running)
}
