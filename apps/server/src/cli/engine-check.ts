/** `gatehouse engine check`: verifies the data file of the embedded engine. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { checkDataFile } from '@gatehouse/engine'
import { engineFileOf } from '../data-folder.ts'
import type { CliContext, Command } from './command.ts'
import { exitCodes, UsageError } from './command.ts'
import { readConfig } from './open-parts.ts'

export const engineCheck: Command = {
  name: 'engine check',
  usage: '[FILE]',
  summary: "Verify the embedded engine's data file, or a backup of it, without changing it. It may be in use.",
  async run(args, context) {
    const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true })
    if (positionals.length > 1) throw new UsageError('One file at most.')
    const { file, schemaVersion, executions, openExecutions, tasks, bytes, problems } = checkDataFile(
      positionals[0] === undefined ? engineFile(context) : resolve(context.cwd, positionals[0]),
    )
    for (const { invariant, count, examples } of problems) {
      context.err(`Broken: ${invariant}. ${count} found, such as ${examples.join('; ')}.`)
    }
    const size = `${(bytes / 1_000_000).toFixed(1)} MB`
    context.out(
      `${file}: schema ${schemaVersion}, ${executions} executions (${openExecutions} open), ${tasks} tasks, ${size}. ${problems.length === 0 ? 'Sound.' : 'Not sound.'}`,
    )
    return problems.length === 0 ? exitCodes.ok : exitCodes.failed
  },
}

/** Where the embedded engine keeps its state. */
export function engineFile(context: CliContext): string {
  return engineFileOf(readConfig(context).dataDir)
}
