/** Finds the command, runs it, and turns what was thrown into a sentence and an exit code. */
import { toDamage } from '../backup/backup-error.ts'
import { ConfigError } from '../config/config-error.ts'
import type { CliContext, Command } from './command.ts'
import { exitCodes, UsageError } from './command.ts'
import { commands } from './commands.ts'
import { messageOf } from './message-of.ts'

export async function runCli(args: readonly string[], context: CliContext): Promise<number> {
  const words = args.filter((arg) => !arg.startsWith('-'))
  if (args.includes('--help') || args.includes('-h') || words.length === 0 || words[0] === 'help') {
    const asked = await commands[words.filter((word) => word !== 'help').join(' ')]?.()
    context.out(asked === undefined ? await overview() : `gatehouse ${asked.name} ${asked.usage}\n\n${asked.summary}`)
    return args.length === 0 ? exitCodes.usage : exitCodes.ok
  }
  const command = await commandOf(args)
  if (command === undefined) {
    context.err(`gatehouse: there is no command "${args.slice(0, 2).join(' ')}".\n\n${await overview()}`)
    return exitCodes.usage
  }
  try {
    return await command.run(args.slice(command.name.split(' ').length), context)
  } catch (thrown) {
    // The engine names its own file.
    const error = toDamage(thrown, `kyc.db in ${context.env['GATEHOUSE_DATA'] ?? 'data'}`)
    context.err(`gatehouse ${command.name}: ${messageOf(error)}`)
    if (isUsage(error)) {
      context.err(`Usage: gatehouse ${command.name} ${command.usage}`)
      return exitCodes.usage
    }
    return error instanceof ConfigError ? exitCodes.usage : exitCodes.failed
  }
}

/** The longest name that fits: `backup verify` before `backup`. */
function commandOf(args: readonly string[]): Promise<Command> | undefined {
  const [name] = Object.keys(commands)
    .filter((one) => args.slice(0, one.split(' ').length).join(' ') === one)
    .toSorted((one, other) => other.length - one.length)
  return name === undefined ? undefined : commands[name]?.()
}

async function overview(): Promise<string> {
  const all: readonly Command[] = await Promise.all(Object.values(commands).map((load) => load()))
  const width = Math.max(...all.map(({ name }) => name.length)) + 2
  const lines = all.map(({ name, summary }) => `  ${name.padEnd(width)}${summary.split('. ', 1)[0]}`)
  return `gatehouse <command>\n\n${lines.join('\n')}\n  ${'help <command>'.padEnd(width)}How to use one of them`
}

/** parseArgs throws plain errors with these codes. */
function isUsage(error: unknown): boolean {
  if (error instanceof UsageError) return true
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS')
}
