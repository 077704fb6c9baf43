/** `gatehouse engine export`: takes definitions and running executions to a Conductor server. */
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Credentials } from '../export/conductor-rest.ts'
import { createConductorRest } from '../export/conductor-rest.ts'
import { exportDefinitions } from '../export/export-definitions.ts'
import { exportExecutions } from '../export/export-executions.ts'
import type { ExportReport } from '../export/report.ts'
import { hasFailures, reportLines } from '../export/report.ts'
import { namedValuesIn } from '../export/value-names.ts'
import type { CliContext, Command } from './command.ts'
import { exitCodes, UsageError } from './command.ts'

export const engineExport: Command = {
  name: 'engine export',
  usage: '--to ADDRESS [--from ADDRESS] [--definitions] [--executions] [--dry-run] [--pause-source] [--report FILE]',
  summary:
    'Take definitions, event handlers, schedules and running executions of a running server to a Conductor server. Both kinds unless one is named. Writes what travelled, what did not and why to engine-export.json. Nothing is changed at the source unless --pause-source is given. Keys: CONDUCTOR_AUTH_KEY and CONDUCTOR_AUTH_SECRET for the target, GATEHOUSE_API_KEY and GATEHOUSE_API_SECRET for a source that asks for a sign-in. Exit code 1 when something did not travel.',
  async run(args, context) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        to: { type: 'string' },
        from: { type: 'string' },
        definitions: { type: 'boolean', default: false },
        executions: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
        'pause-source': { type: 'boolean', default: false },
        report: { type: 'string', default: 'engine-export.json' },
      },
    })
    const to = addressOf(values.to, '--to')
    const from = addressOf(values.from ?? `http://127.0.0.1:${context.env['PORT'] ?? '8080'}`, '--from')
    if (to === from) throw new UsageError('Source and target are the same server.')
    const source = createConductorRest(from, credentialsOf(context, 'GATEHOUSE_API'))
    const target = createConductorRest(to, credentialsOf(context, 'CONDUCTOR_AUTH'))
    try {
      const options = { source, target, dryRun: values['dry-run'], pauseSource: values['pause-source'] }
      const both = values.definitions === values.executions
      const definitions = both || values.definitions ? await exportDefinitions(options) : { entries: [], read: [] }
      const executions = both || values.executions ? await exportExecutions(options, Date.now) : []
      const report: ExportReport = {
        source: source.url,
        target: target.url,
        dryRun: options.dryRun,
        at: new Date().toISOString(),
        entries: [...definitions.entries, ...executions],
        ...namedValuesIn(definitions.read),
      }
      const file = resolve(context.cwd, values.report)
      await writeFile(file, `${JSON.stringify(report, undefined, 2)}\n`)
      for (const line of reportLines(report)) context.out(line)
      context.out(`${options.dryRun ? 'Nothing was changed. ' : ''}The report is in ${file}.`)
      return hasFailures(report) ? exitCodes.failed : exitCodes.ok
    } finally {
      await Promise.all([source.close(), target.close()])
    }
  },
}

function addressOf(text: string | undefined, option: string): string {
  if (text === undefined) throw new UsageError(`${option} is needed: the address of a Conductor server.`)
  const isHttp = URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
  if (!isHttp) throw new UsageError(`${option} must be an http:// or https:// address, not "${text}".`)
  return text.replace(/\/+$/, '').replace(/\/api$/, '')
}

function credentialsOf({ env }: CliContext, prefix: string): Credentials | undefined {
  const keyId = env[`${prefix}_KEY`]
  const secret = env[`${prefix}_SECRET`]
  return keyId && secret ? { keyId, secret } : undefined
}
