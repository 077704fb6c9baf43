/** The parts of the server that a command needs, opened beside a server that may be running. */
import type { Config } from '../config/config.ts'
import { parseConfig } from '../config/parse-config.ts'
import { readEnv } from '../config/read-env.ts'
import type { Foundation } from '../foundation.ts'
import { openFoundation } from '../foundation.ts'
import type { CliContext } from './command.ts'

export function readConfig({ env, cwd }: CliContext): Config {
  return parseConfig(readEnv(env), cwd)
}

/** Database, keys and accounts, closed again when the work is done. */
export async function withFoundation<T>(context: CliContext, work: (foundation: Foundation) => Promise<T>): Promise<T> {
  const foundation = await openFoundation(readConfig(context), () => new Date())
  try {
    return await work(foundation)
  } finally {
    await foundation.close()
  }
}
