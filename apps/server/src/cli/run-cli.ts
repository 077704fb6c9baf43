/** Finds the command, runs it, and turns what was thrown into a sentence and an exit code. */
import { ConfigError } from '../config/config-error.ts'
import { auditVerify } from './audit-verify.ts'
import { backup, backupVerify, restore } from './backup.ts'
import { checks } from './checks.ts'
import type { CliContext, Command } from './command.ts'
import { exitCodes, UsageError } from './command.ts'
import { engineBackup, engineRestore } from './engine-backup.ts'
import { engineCheck } from './engine-check.ts'
import { engineExport } from './engine-export.ts'
import { engineRetention } from './engine-retention.ts'
import { keysAdd, keysList, keysRemove } from './keys.ts'
import { listsUpdate } from './lists-update.ts'
import { listsImport, listsRollback, listsStatus } from './lists.ts'
import { onboard } from './onboard.ts'
import { screeningEvaluate } from './screening-evaluate.ts'
import { screeningMatch, screeningScore } from './screening.ts'
import { retention } from './retention.ts'
import { start } from './start.ts'
import { usersAdd, usersList, usersPassword } from './users.ts'
import { workflowLint } from './workflow-lint.ts'
import { workers } from './workers.ts'
import { workflowRun } from './workflow-run.ts'

export const commands: readonly Command[] = [
  start,
  onboard,
  workflowRun,
  workflowLint,
  checks,
  workers,
  listsImport,
  listsUpdate,
  listsRollback,
  listsStatus,
  screeningScore,
  screeningMatch,
  screeningEvaluate,
  auditVerify,
  retention,
  backup,
  backupVerify,
  restore,
  engineCheck,
  engineBackup,
  engineRestore,
  engineExport,
  engineRetention,
  usersAdd,
  usersPassword,
  usersList,
  keysAdd,
  keysList,
  keysRemove,
]

export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  const words = args.filter((arg) => !arg.startsWith('-'))
  if (args.includes('--help') || args.includes('-h') || words.length === 0 || words[0] === 'help') {
    const asked = commands.find((command) => command.name === words.filter((word) => word !== 'help').join(' '))
    context.out(asked === undefined ? overview() : `gatehouse ${asked.name} ${asked.usage}\n\n${asked.summary}`)
    return args.length === 0 ? exitCodes.usage : exitCodes.ok
  }
  const command = commandOf(args)
  if (command === undefined) {
    context.err(`gatehouse: there is no command "${args.slice(0, 2).join(' ')}".\n\n${overview()}`)
    return exitCodes.usage
  }
  try {
    return await command.run(args.slice(command.name.split(' ').length), context)
  } catch (error) {
    context.err(`gatehouse ${command.name}: ${messageOf(error)}`)
    if (isUsage(error)) {
      context.err(`Usage: gatehouse ${command.name} ${command.usage}`)
      return exitCodes.usage
    }
    return error instanceof ConfigError ? exitCodes.usage : exitCodes.failed
  }
}

/** The longest name that fits: `backup verify` before `backup`. */
function commandOf(args: readonly string[]): Command | undefined {
  return commands
    .filter(({ name }) => args.slice(0, name.split(' ').length).join(' ') === name)
    .toSorted((one, other) => other.name.length - one.name.length)[0]
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary.split('. ', 1)[0]}`)
  return `gatehouse <command>\n\n${lines.join('\n')}\n  ${'help <command>'.padEnd(width)}How to use one of them`
}

/** parseArgs throws plain errors with these codes. */
function isUsage(error: unknown): boolean {
  if (error instanceof UsageError) return true
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS')
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code: unknown = 'code' in error ? error.code : undefined
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : ''
  return code === 'EADDRINUSE' ? `${error.message}. Set PORT to another one.` : `${error.message}${cause}`
}
