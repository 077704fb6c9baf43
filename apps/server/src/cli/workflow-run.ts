/** `gatehouse workflow run`: starts any registered workflow and follows it. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import type { ServerClient } from './client.ts'
import type { CliContext, Command } from './command.ts'
import { UsageError } from './command.ts'
import { withServer } from './with-server.ts'

const ExecutionSchema = z.object({
  status: z.string(),
  output: z.record(z.string(), z.unknown()).default({}),
  reasonForIncompletion: z.string().optional(),
  tasks: z.array(z.object({ taskId: z.string(), referenceTaskName: z.string(), status: z.string() })).default([]),
})
type Execution = z.infer<typeof ExecutionSchema>

const pollMs = 200

export const workflowRun: Command = {
  name: 'workflow run',
  usage: 'NAME [--input FILE] [--version N] [--server ADDRESS] [--timeout SECONDS]',
  summary: 'Start a workflow and follow it. Exit code 0 completed, 3 ended otherwise, 4 still running at the timeout.',
  async run(args, context) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        input: { type: 'string' },
        version: { type: 'string' },
        server: { type: 'string' },
        timeout: { type: 'string', default: '60' },
      },
      allowPositionals: true,
    })
    const [name] = positionals
    if (name === undefined || positionals.length !== 1) throw new UsageError('One workflow name is needed.')
    const timeoutMs = Number(values.timeout) * 1000
    if (!(timeoutMs > 0)) throw new UsageError('--timeout is a number of seconds.')
    const input = values.input === undefined ? {} : await readInput(resolve(context.cwd, values.input))
    const version = values.version === undefined ? '' : `?version=${encodeURIComponent(values.version)}`
    return withServer(context, values.server, async (client) => {
      const workflowId = await client.call(
        'POST',
        `/api/workflow/${encodeURIComponent(name)}${version}`,
        z.string(),
        input,
      )
      context.out(`Started ${name} as ${workflowId}.`)
      return follow(client, workflowId, timeoutMs, context)
    })
  },
}

async function readInput(path: string): Promise<Record<string, unknown>> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(path, 'utf8')))
  } catch (cause) {
    throw new Error(`${path} does not hold a JSON object.`, { cause })
  }
}

async function follow(
  client: ServerClient,
  workflowId: string,
  timeoutMs: number,
  { out, err }: CliContext,
): Promise<number> {
  const endsAt = Date.now() + timeoutMs
  const shown = new Map<string, string>()
  let execution: Execution
  do {
    execution = await client.call('GET', `/api/workflow/${encodeURIComponent(workflowId)}`, ExecutionSchema)
    for (const task of execution.tasks) {
      if (shown.get(task.taskId) === task.status) continue
      shown.set(task.taskId, task.status)
      out(`  ${task.referenceTaskName}: ${task.status}`)
    }
    if (execution.status !== 'RUNNING' && execution.status !== 'PAUSED') {
      out(
        `${execution.status}${execution.reasonForIncompletion === undefined ? '' : `: ${execution.reasonForIncompletion}`}`,
      )
      out(JSON.stringify(execution.output, null, 2))
      return execution.status === 'COMPLETED' ? 0 : 3
    }
    await delay(pollMs)
  } while (Date.now() < endsAt)
  err(`Still ${execution.status} after ${timeoutMs / 1000} s.`)
  return 4
}
