/** Builds the console when its output is missing or older than its sources. */
import { spawn } from 'node:child_process'
import { readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export interface ConsoleBuild {
  /** Folder of the console's package. */
  readonly folder: string
  readonly dist: string
  readonly out: (text: string) => void
}

/** @returns false when there is nothing to build with, as in an image that carries the output alone */
export async function buildConsoleIfStale({ folder, dist, out }: ConsoleBuild): Promise<boolean> {
  const built = await modifiedAt(join(dist, 'index.html'))
  const sources = ['src', 'public', 'index.html', 'apply.html', 'vite.config.ts', 'package.json']
  // The wire shapes are shared: a change there is a change of the console.
  const newest = Math.max(
    ...(await Promise.all([
      ...sources.map((name) => newestIn(join(folder, name))),
      newestIn(join(folder, '../../packages/kyc/src/wire')),
    ])),
  )
  if (built >= newest) return true
  out('Building the console …')
  const startedAt = Date.now()
  const ok = await runVite(folder)
  if (ok) out(`Built the console in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`)
  return ok
}

async function newestIn(path: string): Promise<number> {
  const own = await stat(path).catch(() => undefined)
  if (own === undefined) return 0
  if (!own.isDirectory()) return own.mtimeMs
  const names = await readdir(path)
  return Math.max(0, ...(await Promise.all(names.map((name) => newestIn(join(path, name))))))
}

async function modifiedAt(path: string): Promise<number> {
  return (await stat(path).catch(() => undefined))?.mtimeMs ?? -1
}

/** In a process of its own: the bundler's memory is given back when it ends. */
async function runVite(folder: string): Promise<boolean> {
  let entry: string
  try {
    entry = join(dirname(import.meta.resolve('vite/package.json').replace(/^file:\/\//, '')), 'bin/vite.js')
  } catch {
    return false
  }
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [entry, 'build', '--logLevel', 'warn'], {
      cwd: folder,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}
