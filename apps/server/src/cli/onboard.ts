/** `gatehouse onboard`: one application from intake to the decision, or to where a person must look. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { CaseDetail } from '@gatehouse/kyc/wire'
import { CaseDetailSchema } from '@gatehouse/kyc/wire'
import type { ServerClient } from './client.ts'
import type { CliContext, Command } from './command.ts'
import { UsageError } from './command.ts'
import { withServer } from './with-server.ts'

const TakenSchema = z.object({ caseId: z.string(), ref: z.string() })

/** States in which nothing more happens without a person or the applicant. */
const waitingStates: ReadonlySet<CaseDetail['state']> = new Set([
  'RFI_OPEN',
  'IN_REVIEW',
  'SECOND_REVIEW',
  'EDD_REVIEW',
  'EDD_APPROVAL',
  'TECHNICAL_HOLD',
])
const pollMs = 200

export const onboard: Command = {
  name: 'onboard',
  usage:
    'APPLICATION.json [--accept-incomplete] [--server ADDRESS] [--email ADDRESS --password PASSWORD] [--timeout SECONDS]',
  summary:
    'Submit an application and follow it. Exit code 0 approved, 3 rejected or ended, 4 waiting for a person, 1 failed.',
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        'accept-incomplete': { type: 'boolean', default: false },
        server: { type: 'string' },
        email: { type: 'string' },
        password: { type: 'string' },
        timeout: { type: 'string', default: '60' },
      },
      allowPositionals: true,
    })
    const [path] = positionals
    if (path === undefined || positionals.length !== 1) throw new UsageError('One application file is needed.')
    const timeoutMs = Number(values.timeout) * 1000
    if (!(timeoutMs > 0)) throw new UsageError('--timeout is a number of seconds.')
    const application = await readApplication(resolve(context.cwd, path))
    return withServer(context, values.server, async (client) => {
      const { email, password } = values
      await client.signIn(email !== undefined && password !== undefined ? { email, password } : { role: 'analyst' })
      const body = { application, acceptIncomplete: values['accept-incomplete'] }
      const { caseId, ref } = await client.call('POST', '/kyc/v1/applications', TakenSchema, body)
      context.out(`Taken in as ${ref} (case ${caseId}).`)
      return follow(client, caseId, timeoutMs, context)
    })
  },
}

async function readApplication(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw new Error(`${path} cannot be read as JSON.`, { cause })
  }
}

async function follow(
  client: ServerClient,
  caseId: string,
  timeoutMs: number,
  { out, err }: CliContext,
): Promise<number> {
  const endsAt = Date.now() + timeoutMs
  let seen: { readonly state: string | undefined; readonly checks: number } = { state: undefined, checks: 0 }
  while (Date.now() < endsAt) {
    const file = await client.call('GET', `/kyc/v1/cases/${encodeURIComponent(caseId)}`, CaseDetailSchema)
    for (const check of file.checks.slice(seen.checks))
      out(`  ${check.kind}: ${check.result}${check.errors.length > 0 ? ` (${check.errors.join(', ')})` : ''}`)
    if (file.state !== seen.state) out(`${file.updatedAt}  ${file.state}`)
    seen = { state: file.state, checks: file.checks.length }
    const code = exitCodeOf(file)
    if (code !== undefined) {
      describeEnd(file, out)
      return code
    }
    await delay(pollMs)
  }
  err(`The case is still ${seen.state ?? 'unknown'} after ${timeoutMs / 1000} s.`)
  return 1
}

function exitCodeOf(file: CaseDetail): number | undefined {
  if (file.state === 'APPROVED') return 0
  if (file.decidedAt !== null || file.state === 'REJECTED' || file.state === 'EXPIRED' || file.state === 'WITHDRAWN')
    return 3
  return waitingStates.has(file.state) ? 4 : undefined
}

function describeEnd(file: CaseDetail, out: (text: string) => void): void {
  if (file.risk !== null)
    out(
      `Risk: ${file.risk.final}, score ${file.risk.score}${file.risk.floors.length > 0 ? `, floors ${file.risk.floors.map(({ id }) => id).join(', ')}` : ''}`,
    )
  for (const item of file.items.filter(({ state }) => state === 'OPEN' || state === 'PROPOSED'))
    out(`Waits for: ${item.kind} (${item.findingCodes.join(', ')})`)
  for (const rfi of file.rfis.filter(({ state }) => state === 'OPEN'))
    out(`Asked of the applicant: ${rfi.items.map(({ code, path }) => `${code} at ${path}`).join(', ')}`)
  out(`${file.caseNumber}: ${file.state}${file.reasonCode === null ? '' : ` (${file.reasonCode})`}`)
}
