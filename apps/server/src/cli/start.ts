/** `gatehouse start`: the whole system, until it is asked to stop. */
import { flushCompileCache } from 'node:module'
import { parseArgs } from 'node:util'
import { parseConfig } from '../config/parse-config.ts'
import { readEnv, unknownKeys } from '../config/read-env.ts'
import { withoutEffect } from '../config/without-effect.ts'
import { consoleDist, consoleFolder } from '../console/console-dist.ts'
import { createLog } from '../log.ts'
import type { GatehouseServer } from '../server.ts'
import { createServer } from '../server.ts'
import { buildConsoleIfStale } from '../console/console-build.ts'
import type { CliContext, Command } from './command.ts'
import { exitCodes } from './command.ts'

export const start: Command = {
  name: 'start',
  usage: '',
  summary: 'Start the server: engine, workers, screening, pages. Settings come from the environment (docs/config.md).',
  async run(args, context) {
    parseArgs({ args: [...args], options: {} })
    const raw = readEnv(context.env)
    const config = parseConfig(raw, context.cwd)
    for (const key of unknownKeys(context.env)) context.err(`Warning: ${key} is not a setting of Gatehouse.`)
    for (const key of withoutEffect(raw))
      context.err(
        `Warning: ${key} does nothing here: the Conductor server at CONDUCTOR_SERVER_URL has settings of its own.`,
      )
    const building = new AbortController()
    let asked = false
    // From the first moment on: a build under way must not go on without whoever began it.
    const stop = context.stopRequested().then(() => {
      asked = true
      building.abort()
    })
    const pagesBuilt = buildConsoleIfStale({
      folder: consoleFolder,
      dist: consoleDist,
      out: context.out,
      signal: building.signal,
    })
      .catch((error: unknown) => {
        if (!building.signal.aborted) context.err(error instanceof Error ? error.message : String(error))
        return false
      })
      .then((built) => {
        if (built || building.signal.aborted) return
        context.err('Warning: the pages could not be built; the API runs without them.')
      })
    try {
      const server = await createServer(config, { log: createLog(config.logLevel), pagesBuilt })
      try {
        if (!asked) await server.start()
        if (!asked) printWelcome(server, context)
        // Node keeps what it reads from the cache until the cache is written: given back here, the demo cases can have it.
        flushCompileCache()
        if (!asked && config.demo) await server.seedDemoCases()
        await stop
        context.out('Stopping …')
      } finally {
        await server.stop()
      }
      return exitCodes.ok
    } finally {
      building.abort()
      await pagesBuilt
    }
  },
}

function printWelcome({ urls, demoAccounts, config }: GatehouseServer, { out }: CliContext): void {
  out(`
Gatehouse is running.

  Console              ${urls.console}
  Applicants' pages    ${urls.apply}
  Conductor REST       ${urls.conductor}
  Screening (yente)    ${urls.screening}
  API description      ${urls.docs}
  Data                 ${config.dataDir}
`)
  if (demoAccounts.length === 0) return
  const width = Math.max(...demoAccounts.map(({ email }) => email.length))
  const lines = demoAccounts.map(({ email, roles, name }) => `  ${email.padEnd(width)}  ${roles.join(', ')} (${name})`)
  out(
    `Sign in as any of these, password ${demoAccounts[0]?.password ?? ''}\n\n${lines.join('\n')}\n\nStop with Ctrl-C. Nothing is lost.`,
  )
}
