/** Runs a command against the server at `--server`, the one on this machine, or one of its own. */
import { createLog } from '../log.ts'
import { createServer } from '../server.ts'
import type { ServerClient } from './client.ts'
import { createServerClient } from './client.ts'
import type { CliContext } from './command.ts'
import { readConfig } from './open-parts.ts'

export async function withServer<T>(
  context: CliContext,
  server: string | undefined,
  work: (client: ServerClient) => Promise<T>,
): Promise<T> {
  if (server !== undefined) return work(createServerClient(server.replace(/\/+$/, '')))
  const config = readConfig(context)
  const local = `http://127.0.0.1:${config.http.port}`
  if (await answers(local)) {
    context.out(`Using the server at ${local}.`)
    return work(createServerClient(local))
  }
  context.out('No server is running; starting one for this command.')
  const own = await createServer({ ...config, http: { ...config.http, port: 0 } }, { log: createLog('error') })
  try {
    await own.start()
    return await work(createServerClient(own.urls.console.replace(/\/$/, '')))
  } finally {
    await own.stop()
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/ui/v1/session`, { signal: AbortSignal.timeout(2_000) })
    return response.ok
  } catch {
    return false
  }
}
