/** An engine of the real parts on a real file, served on loopback: for suites that speak HTTP. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '../src/api.ts'
import { createEngine } from '../src/engine.ts'
import { createHttpCaller } from '../src/http/http-caller.ts'
import { createConductorApi } from '../src/rest/conductor-api.ts'
import { type ConductorServer, serveConductorApi } from '../src/rest/serve.ts'
import { createScriptRunner } from '../src/scripts/script-runner.ts'
import { createTestCipher } from './secret-cipher.ts'

export interface RunningEngine {
  readonly engine: Engine
  /** Without `/api`. */
  readonly url: string
  /** Defects that requests met: a suite that expects none can say so. */
  readonly defects: unknown[]
  stop(): Promise<void>
}

export async function startEngine(): Promise<RunningEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-engine-'))
  const scripts = createScriptRunner()
  const http = createHttpCaller({ allowLoopback: true })
  const engine = await createEngine({
    dataFile: join(folder, 'engine.db'),
    scripts,
    http,
    secretCipher: createTestCipher(),
  })
  const defects: unknown[] = []
  const api = createConductorApi(engine, { onError: (error) => defects.push(error) })
  const server: ConductorServer = await serveConductorApi(api, { port: 0 })

  async function stop(): Promise<void> {
    await server.close()
    await engine.close()
    await Promise.all([scripts.close(), http.close()])
    await rm(folder, { recursive: true, force: true })
  }

  return { engine, url: server.url, defects, stop }
}
