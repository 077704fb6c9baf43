/** `gatehouse engine backup` and `gatehouse engine restore`: the embedded engine's state, out and in again. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { backUpDataFile, restoreDataFile } from '@gatehouse/engine'
import type { CliContext, Command } from './command.ts'
import { exitCodes, UsageError } from './command.ts'
import { engineFile } from './engine-check.ts'

export const engineBackup: Command = {
  name: 'engine backup',
  usage: 'FILE',
  summary:
    "Copy the embedded engine's state as it is now to a new file, and check the copy. The server may be running.",
  async run(args, context) {
    const { file, executions, openExecutions, problems } = backUpDataFile(engineFile(context), fileOf(args, context))
    context.out(`Backed up ${executions} executions (${openExecutions} open) to ${file}.`)
    for (const { invariant, count } of problems)
      context.err(`Broken in the copy, as in the original: ${invariant} (${count}).`)
    return problems.length === 0 ? exitCodes.ok : exitCodes.failed
  },
}

export const engineRestore: Command = {
  name: 'engine restore',
  usage: 'FILE',
  summary:
    "Put a backup in the place of the embedded engine's state. The server must be stopped; the old state is kept.",
  async run(args, context) {
    const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-')
    const { file, executions, openExecutions, previous } = restoreDataFile(
      fileOf(args, context),
      engineFile(context),
      stamp,
    )
    context.out(`Restored ${executions} executions (${openExecutions} open) to ${file}.`)
    if (previous) context.out(`What was there before is kept as ${previous}.`)
    return exitCodes.ok
  },
}

function fileOf(args: readonly string[], { cwd }: CliContext): string {
  const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true })
  const [file] = positionals
  if (file === undefined || positionals.length > 1) throw new UsageError('The name of one file is needed.')
  return resolve(cwd, file)
}
