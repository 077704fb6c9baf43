/** `gatehouse engine retention`: old executions of the embedded engine; a running server does the same once an hour. */
import { parseArgs } from 'node:util'
import { planRetention, retainDataFile } from '@gatehouse/engine'
import type { EngineRetention } from '../config/config.ts'
import { dueBefore } from '../retention/engine-retention.ts'
import type { CliContext, Command } from './command.ts'
import { exitCodes, UsageError } from './command.ts'
import { engineFile } from './engine-check.ts'
import { readConfig } from './open-parts.ts'

export const engineRetention: Command = {
  name: 'engine retention',
  usage: '[--dry-run] [--archive-days N] [--remove-days N]',
  summary:
    'Archive and remove executions that ended long ago, as GATEHOUSE_ARCHIVE_DAYS and GATEHOUSE_REMOVE_DAYS say. With --dry-run it only counts them, and the server may be running; without, the server must be stopped.',
  async run(args, context) {
    const options = {
      'dry-run': { type: 'boolean', default: false },
      'archive-days': { type: 'string' },
      'remove-days': { type: 'string' },
    } as const
    const { values } = parseArgs({ args: [...args], options })
    const request = dueBefore(daysOf(values['archive-days'], values['remove-days'], context), Date.now())
    if (values['dry-run']) {
      const { executions, archived, removed, bytes, freeBytes } = planRetention(engineFile(context), request)
      context.out(`Of ${executions} executions, ${removed} would be removed and ${archived} archived.`)
      context.out(`The file has ${megabytes(bytes)}, of which ${megabytes(freeBytes)} are free for what comes next.`)
      return exitCodes.ok
    }
    const { removed, archived, freedBytes } = await retainDataFile(engineFile(context), request)
    context.out(`Removed ${removed} executions, archived ${archived}. The file is ${megabytes(freedBytes)} smaller.`)
    return exitCodes.ok
  },
}

function daysOf(archive: string | undefined, remove: string | undefined, context: CliContext): EngineRetention {
  const { engine } = readConfig(context)
  const configured = engine.kind === 'embedded' ? engine.retention : { archiveDays: undefined, removeDays: undefined }
  const archiveDays = archive === undefined ? configured.archiveDays : toDays(archive)
  const removeDays = remove === undefined ? configured.removeDays : toDays(remove)
  if (archiveDays !== undefined || removeDays !== undefined) return { archiveDays, removeDays }
  throw new UsageError('Everything is kept: neither GATEHOUSE_ARCHIVE_DAYS nor GATEHOUSE_REMOVE_DAYS is set.')
}

function toDays(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text)
  throw new UsageError(`"${text}" is no number of days.`)
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
