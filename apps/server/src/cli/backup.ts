/** `gatehouse backup`, `backup verify` and `restore`: everything that a server keeps, out and in again. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { backUp } from '../backup/back-up.ts'
import type { BackupManifest } from '../backup/manifest.ts'
import { restore as restoreBackup, verifyBackup } from '../backup/restore.ts'
import type { CliContext, Command } from './command.ts'
import { exitCodes, UsageError } from './command.ts'
import { readConfig } from './open-parts.ts'

export const backup: Command = {
  name: 'backup',
  usage: 'FOLDER',
  summary:
    'Copy cases, executions, documents and lists as they are at one instant to a new folder, and check the copy. The server may be running. The master key is not in it.',
  async run(args, context) {
    const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true })
    const folder = folderOf(positionals, context)
    const manifest = await backUp(readConfig(context), folder)
    context.out(`Backed up ${contentOf(manifest)} to ${folder}, as of ${manifest.takenAt}.`)
    context.out(`To restore it takes the master key ${manifest.masterKey}, which is not in it.`)
    return tellProblems(manifest, context)
  },
}

export const backupVerify: Command = {
  name: 'backup verify',
  usage: 'FOLDER',
  summary: 'Check that a backup is whole and unchanged, and that its parts fit together. Nothing is written.',
  async run(args, context) {
    const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true })
    const folder = folderOf(positionals, context)
    const manifest = await verifyBackup(readConfig(context), folder)
    context.out(`Sound: ${contentOf(manifest)}, as of ${manifest.takenAt}.`)
    return tellProblems(manifest, context)
  },
}

export const restore: Command = {
  name: 'restore',
  usage: 'FOLDER [--erasures AUDIT-EXPORT]',
  summary:
    'Put a backup into the empty data folder, or an empty one and an empty database. With --erasures, erase again what a younger export of the audit trail says was erased.',
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { erasures: { type: 'string' } },
      allowPositionals: true,
    })
    const config = readConfig(context)
    const erasures = values.erasures === undefined ? undefined : resolve(context.cwd, values.erasures)
    const { manifest, erased } = await restoreBackup(config, folderOf(positionals, context), erasures)
    context.out(`Restored ${contentOf(manifest)} to ${config.dataDir}, as of ${manifest.takenAt}.`)
    if (erasures !== undefined) context.out(`Erased again: ${erased} cases.`)
    context.out('Everybody has to sign in again. Look through accounts and keys: what was removed since is back.')
    return tellProblems(manifest, context)
  },
}

function folderOf(positionals: readonly string[], { cwd }: CliContext): string {
  const [folder] = positionals
  if (folder === undefined || positionals.length > 1) throw new UsageError('The name of one folder is needed.')
  return resolve(cwd, folder)
}

function contentOf({ kyc, engine, documents, lists }: BackupManifest): string {
  const parts = [
    `${kyc.cases} cases`,
    engine === 'elsewhere' ? undefined : `${engine.executions} executions (${engine.openExecutions} open)`,
    documents === 'elsewhere' ? undefined : `${documents} documents`,
    `${lists.length} lists`,
    `${kyc.audit.records} audit records`,
  ]
  return parts.filter((part) => part !== undefined).join(', ')
}

/** The copy is as good as the data was, which may not be good. */
function tellProblems({ problems }: BackupManifest, { err }: CliContext): number {
  for (const problem of problems) err(`In the data itself: ${problem}`)
  return problems.length === 0 ? exitCodes.ok : exitCodes.failed
}
