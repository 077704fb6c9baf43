/** Fetches what the SDK tests need, each from its usual registry: `node test/sdk/prepare.ts`. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { cache, run } from './tool-chains.ts'

const here = import.meta.dirname
const steps: readonly { readonly of: string; readonly optional: boolean; fetch(): Promise<void> }[] = [
  { of: 'the Python SDK and a Java', optional: false, fetch: fetchPython },
  { of: 'the Java SDK and a compiler', optional: false, fetch: fetchJava },
  { of: 'the Go SDK', optional: true, fetch: fetchGo },
]

mkdirSync(cache, { recursive: true })
for (const { of, optional, fetch } of steps) {
  try {
    await fetch()
    console.log(`Fetched ${of}`)
  } catch (error) {
    console.log(`Could not fetch ${of}: ${error instanceof Error ? error.message : String(error)}`)
    if (!optional) process.exitCode = 1
  }
}

async function fetchPython(): Promise<void> {
  const venv = join(cache, 'python')
  await run('python3', ['-m', 'venv', venv])
  await run(join(venv, 'bin', 'pip'), ['install', '--quiet', '-r', join(here, 'python', 'requirements.txt')])
}

async function fetchJava(): Promise<void> {
  const target = `-DoutputDirectory=${join(cache, 'java', 'lib')}`
  await run('mvn', ['-q', '-B', '-f', join(here, 'java', 'pom.xml'), 'dependency:copy-dependencies', target])
}

async function fetchGo(): Promise<void> {
  await run('go', ['-C', join(here, 'go'), 'mod', 'download'], {
    GOMODCACHE: join(cache, 'go'),
    GOFLAGS: '-modcacherw',
  })
}
