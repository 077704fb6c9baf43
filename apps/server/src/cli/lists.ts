/** `gatehouse lists …`: watchlists in the data folder. A running server sees a new version within seconds. */
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { isListFormat, ListError, listFormats, openListStore } from '@gatehouse/screening'
import { listPurposes } from '../config/config.ts'
import { createLists } from '../screening/lists-in-force.ts'
import { importFrom } from '../screening/list-sources.ts'
import type { Command } from './command.ts'
import { exitCodes, UsageError } from './command.ts'
import { readConfig, withFoundation } from './open-parts.ts'
import { cliActor } from './users.ts'

export const listsImport: Command = {
  name: 'lists import',
  usage: 'FILE|ADDRESS --list ID --format FORMAT [--purpose PURPOSE]',
  summary: `Import a list and put it in force. Formats: ${listFormats.join(', ')}. Purposes: ${listPurposes.join(', ')}.`,
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        list: { type: 'string' },
        format: { type: 'string' },
        purpose: { type: 'string', default: 'sanctions' },
      },
      allowPositionals: true,
    })
    const [from] = positionals
    if (from === undefined || positionals.length !== 1) throw new UsageError('One file or address is needed.')
    const [nameId, nameFormat] = basename(from).split('.')
    const listId = values.list ?? nameId ?? ''
    const format = values.format ?? nameFormat ?? ''
    const purpose = listPurposes.find((word) => word === values.purpose)
    if (!isListFormat(format)) throw new UsageError(`--format is one of ${listFormats.join(', ')}.`)
    if (purpose === undefined) throw new UsageError(`--purpose is one of ${listPurposes.join(', ')}.`)
    const isAddress = /^https?:\/\//.test(from)
    const config = readConfig(context)
    const store = await openListStore(join(config.dataDir, 'lists'))
    try {
      const source = { listId, format, purpose, from: isAddress ? from : resolve(context.cwd, from), everyHours: 24 }
      const { outcome, snapshot, delta } = await importFrom(store, source, new Date(), 'command-line')
      await withFoundation(context, ({ store: kyc }) =>
        kyc.recordAudit({
          actor: cliActor,
          action: 'LIST_IMPORTED',
          object: { type: 'list', id: listId },
          after: { outcome, snapshotId: snapshot.snapshotId, entries: snapshot.entryCount },
        }),
      )
      context.out(
        `${listId}: ${outcome}, version ${snapshot.snapshotId}, ${snapshot.entryCount} entries ` +
          `(${delta.added.length} added, ${delta.changed.length} changed, ${delta.removed.length} removed).`,
      )
      return exitCodes.ok
    } catch (error) {
      if (error instanceof ListError)
        throw new Error(`${error.message} [${error.code}]. The version in force stays.`, { cause: error })
      throw error
    }
  },
}

export const listsStatus: Command = {
  name: 'lists status',
  usage: '',
  summary: 'Show every list with its version in force and its age.',
  async run(args, context) {
    parseArgs({ args: [...args], options: {} })
    const lists = createLists(await openListStore(join(readConfig(context).dataDir, 'lists')))
    await lists.reload()
    const rows = lists.status(new Date())
    if (rows.length === 0)
      context.out('No list has been imported. "lists import" takes one in; a demo start brings its own.')
    for (const row of rows) {
      context.out(
        `${row.listId.padEnd(16)} ${row.status.padEnd(8)} ${String(row.entries).padStart(8)} entries  ${row.snapshotId ?? '-'}  ${row.name}`,
      )
    }
    return rows.some((row) => row.status !== 'current') ? exitCodes.failed : exitCodes.ok
  },
}
