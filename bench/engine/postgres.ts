/** A throw-away PostgreSQL on loopback, with the settings it ships with. */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { atExit, freePort, run } from './processes.ts'

const root = '/usr/lib/postgresql'

export function hasPostgres(): boolean {
  return existsSync(root)
}

export interface Postgres {
  readonly port: number
  readonly pid: number
  /** As PostgreSQL itself tells them. */
  readonly durability: string
  createDatabase(name: string): Promise<void>
  stop(): Promise<void>
}

export async function startPostgres(folder: string): Promise<Postgres> {
  const bin = join(root, readdirSync(root).sort().at(-1) ?? '', 'bin')
  const data = join(folder, 'pg')
  mkdirSync(data, { recursive: true })
  chmodSync(folder, 0o755)
  await run('chown', ['postgres', data])
  const as = (...args: string[]) => run('runuser', ['-u', 'postgres', '--', ...args])
  await as(join(bin, 'initdb'), '-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--no-locale')
  const port = await freePort()
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${data} -c max_connections=300`
  await as(join(bin, 'pg_ctl'), '-D', data, '-w', '-o', options, '-l', join(data, 'log'), 'start')
  const stopArgs = ['-u', 'postgres', '--', join(bin, 'pg_ctl'), '-D', data, '-m', 'fast', 'stop']
  const forget = atExit(() => void spawnSync('runuser', stopArgs))
  const psql = (sql: string) =>
    run(join(bin, 'psql'), ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-Atc', sql])
  const settings = await psql(
    "SELECT string_agg(name || '=' || setting, ', ' ORDER BY name) FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'server_version')",
  )
  // Its first line is the process.
  const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
  return {
    port,
    pid,
    durability: settings.trim(),
    async createDatabase(name) {
      await psql(`CREATE DATABASE ${name}`)
    },
    async stop() {
      forget()
      await run('runuser', stopArgs)
    },
  }
}
