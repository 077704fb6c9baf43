/** `gatehouse lists …`: watchlists in the data folder. A running server sees a new version within seconds. */
import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { ListStore } from '@gatehouse/screening'
import { isListFormat, ListError, listFormats, openListStore, parseCsvMapping } from '@gatehouse/screening'
import { listPurposes } from '../config/config.ts'
import { listSource } from '../config/parse-lists.ts'
import { createLists } from '../screening/lists-in-force.ts'
import { describeListFailure } from '../screening/list-failure.ts'
import type { CliContext, Command } from './command.ts'
import { exitCodes, UsageError } from './command.ts'
import { readConfig, withFoundation } from './open-parts.ts'
import { takeLists } from './take-lists.ts'
import { cliActor } from './users.ts'

export const listsImport: Command = {
  name: 'lists import',
  usage:
    'FILE|ADDRESS… --list ID --format FORMAT [--purpose PURPOSE] [--mapping FILE] [--charset NAME] [--max-shrink PERCENT]',
  summary: `Import a list and put it in force; several files are one list. Formats: ${listFormats.join(', ')}. Purposes: ${listPurposes.join(', ')}.`,
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        list: { type: 'string' },
        format: { type: 'string' },
        purpose: { type: 'string', default: 'sanctions' },
        mapping: { type: 'string' },
        charset: { type: 'string' },
        'max-shrink': { type: 'string' },
      },
      allowPositionals: true,
    })
    const [first] = positionals
    if (first === undefined) throw new UsageError('A file or an address is needed.')
    const [nameId, nameFormat] = basename(first).split('.')
    const listId = values.list ?? nameId ?? ''
    const format = values.format ?? nameFormat ?? ''
    const purpose = listPurposes.find((word) => word === values.purpose)
    const shrink = Number(values['max-shrink'] ?? 20)
    if (!isListFormat(format)) throw new UsageError(`--format is one of ${listFormats.join(', ')}.`)
    if (purpose === undefined) throw new UsageError(`--purpose is one of ${listPurposes.join(', ')}.`)
    if (!(shrink >= 0 && shrink <= 100)) throw new UsageError('--max-shrink is a share from 0 to 100.')
    const from = positionals.map((place) => (/^https?:\/\//.test(place) ? place : resolve(context.cwd, place)))
    const source = {
      ...listSource({ listId, format, purpose, from, everyHours: 24 }),
      maxShrinkPercent: shrink,
      ...(values.mapping === undefined ? {} : { mapping: await readMapping(values.mapping, listId, context) }),
      ...(values.charset === undefined ? {} : { charset: values.charset }),
    }
    return takeLists([source], context)
  },
}

async function readMapping(file: string, listId: string, { cwd }: CliContext) {
  const parsed: unknown = JSON.parse(await readFile(resolve(cwd, file), 'utf8'))
  return parseCsvMapping(parsed, listId)
}

export const listsStatus: Command = {
  name: 'lists status',
  usage: '[--versions]',
  summary: 'Show every list with its version in force and its age; with --versions, every version kept',
  async run(args, context) {
    const { values } = parseArgs({ args: [...args], options: { versions: { type: 'boolean', default: false } } })
    const now = () => new Date()
    const lists = createLists(await openLists(context), { now })
    await lists.reload()
    const rows = lists.status(now())
    if (rows.length === 0)
      context.out('No list has been imported. "lists update" takes one in; a demo start brings its own.')
    for (const row of rows) {
      context.out(
        `${row.listId.padEnd(16)} ${row.status.padEnd(8)} ${String(row.entries).padStart(8)} entries  ${row.snapshotId ?? '-'}  ${row.name}`,
      )
      const index = values.versions ? await lists.store.index(row.listId) : undefined
      for (const { snapshotId, entryCount, source } of index?.snapshots.toReversed() ?? []) {
        const mark = snapshotId === index?.current ? '*' : ' '
        context.out(`  ${mark} ${snapshotId}  ${String(entryCount).padStart(8)} entries  ${source}`)
      }
    }
    return rows.some((row) => row.status !== 'current') ? exitCodes.failed : exitCodes.ok
  },
}

export const listsRollback: Command = {
  name: 'lists rollback',
  usage: 'LIST VERSION [--note TEXT]',
  summary:
    'Put an earlier version of a list in force. What was rolled back stays so, until its publisher offers another edition.',
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { note: { type: 'string' } },
      allowPositionals: true,
    })
    const [listId, snapshotId] = positionals
    if (listId === undefined || snapshotId === undefined || positionals.length !== 2) {
      throw new UsageError('A list and one of its versions are needed; "lists status --versions" shows them.')
    }
    const store = await openLists(context)
    try {
      const before = (await store.snapshot(listId)).snapshotId
      const note = values.note === undefined ? {} : { note: values.note }
      await store.rollback(listId, snapshotId, { at: new Date().toISOString(), by: cliActor.id, ...note })
      await withFoundation(context, ({ store: kyc }) =>
        kyc.recordAudit({
          actor: cliActor,
          action: 'LIST_ROLLED_BACK',
          object: { type: 'list', id: listId },
          after: { snapshotId, before },
        }),
      )
      context.out(`${listId}: version ${snapshotId} is in force; it was ${before}.`)
      return exitCodes.ok
    } catch (error) {
      if (!(error instanceof ListError)) throw error
      const inForce = await store.index(listId).catch(() => undefined)
      throw new Error(describeListFailure(error, inForce?.current), { cause: error })
    }
  },
}

export async function openLists(context: CliContext): Promise<ListStore> {
  return openListStore(join(readConfig(context).dataDir, 'lists'))
}
