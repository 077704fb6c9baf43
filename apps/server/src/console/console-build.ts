/** Builds the console when its output is missing or older than its sources. */
import { spawn } from 'node:child_process'
import { chmod, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export interface ConsoleBuild {
  /** Folder of the console's package. */
  readonly folder: string
  readonly dist: string
  readonly out: (text: string) => void
  /** Gives the build up; what was there before stays. */
  readonly signal: AbortSignal
}

const abandonedAfterMs = 3_600_000

/** @returns false when there is nothing to build with, as in an image that carries the output alone */
export async function buildConsoleIfStale(build: ConsoleBuild): Promise<boolean> {
  const { folder, dist, out } = build
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
  const ok = await buildAndSwap(build)
  if (ok) out(`Built the console in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`)
  return ok
}

/** Built beside the old one and put in its place when whole: two starts at once, or one that is stopped, leave no half. */
async function buildAndSwap({ folder, dist, signal }: ConsoleBuild): Promise<boolean> {
  await removeAbandoned(dist)
  const fresh = await mkdtemp(`${dist}-`)
  try {
    if (!(await runVite(folder, fresh, signal))) return false
    // Whoever runs the server need not be who built the pages.
    await chmod(fresh, 0o755)
    await rm(dist, { recursive: true, force: true })
    await rename(fresh, dist)
    return true
  } catch (error) {
    // Another start may have been quicker between the two.
    if ((await modifiedAt(join(dist, 'index.html'))) > 0) return true
    throw error
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

/** What a build that was killed has left beside the output. One that is under way is younger. */
async function removeAbandoned(dist: string): Promise<void> {
  const before = Date.now() - abandonedAfterMs
  for (const name of await readdir(dirname(dist))) {
    const path = join(dirname(dist), name)
    if (!path.startsWith(`${dist}-`) || (await modifiedAt(path)) > before) continue
    await rm(path, { recursive: true, force: true })
  }
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
async function runVite(folder: string, outDir: string, signal: AbortSignal): Promise<boolean> {
  let entry: string
  try {
    entry = join(dirname(import.meta.resolve('vite/package.json').replace(/^file:\/\//, '')), 'bin/vite.js')
  } catch {
    return false
  }
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [entry, 'build', '--logLevel', 'warn', '--outDir', outDir, '--emptyOutDir'], {
      cwd: folder,
      signal,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}
