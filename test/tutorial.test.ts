// Does what docs/tutorial.md says, command by command, and finds what it promises. Nothing on the page is left out; the
// two ports are the one thing that is changed, on the page and in the files it uses, since they may be taken here.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from './support/gatehouse.ts'
import { freePort, repository } from './support/server-process.ts'

const page = readFileSync(join(repository, 'docs/tutorial.md'), 'utf8')

describe.runIf(hasTools())('the tutorial', () => {
  let folder: string
  let ports: readonly (readonly [string, string])[]
  const terminals = new Map<string, Terminal>()

  beforeAll(async () => {
    ports = [
      ['8080', String(await freePort())],
      ['8081', String(await freePort())],
    ]
    folder = await copyOfRepository((text) => onOtherPorts(text, ports))
  })
  afterAll(async () => {
    for (const terminal of terminals.values()) await terminal.interrupt()
    rmSync(folder, { recursive: true, force: true })
  })

  it('keeps every promise, in order', { timeout: 300_000 }, async () => {
    let last: Printed = { what: 'nothing yet', output: () => '', isOver: true }
    for (const { info, body } of fencesOf(onOtherPorts(page, ports))) {
      const [language, place] = info.split(' ')
      if (language === 'sh' && place === undefined) {
        const output = await runInShell(body, folder, ports)
        last = { what: body, output: () => output, isOver: true }
      } else if (language === 'sh' && place !== undefined) {
        const isStop = body.startsWith('^C\n')
        if (isStop) await terminals.get(place)?.interrupt()
        const terminal = openTerminal(isStop ? body.slice(3) : body, folder, ports)
        terminals.set(place, terminal)
        last = { what: body, output: terminal.output, isOver: false }
      } else if (language === 'text') {
        const source = place === undefined ? last : printedIn(place, terminals.get(place))
        for (const line of body.split('\n').filter((each) => each.trim() !== '')) {
          const isThere = async () => asPattern(line).test(source.output())
          // What has ended prints nothing more.
          await eventually(line, isThere, source.isOver ? 0 : 60_000).catch(() => {
            throw new Error(`"${line}" did not come after\n${source.what}\nbut:\n${source.output()}`)
          })
        }
      } else throw new Error(`This test does not know what to do with a block that is "${info}"`)
    }
  })

  it('names buttons and pages as the console does', () => {
    const folderOfTexts = join(repository, 'apps/console/src/i18n/en')
    const texts = readdirSync(folderOfTexts).map((name) => readFileSync(join(folderOfTexts, name), 'utf8'))
    const labels = [...page.matchAll(/\*\*([^*]+)\*\*/g)].map(([, label]) => label ?? '')
    expect(labels.length).toBeGreaterThan(5)
    expect(labels.filter((label) => !texts.some((text) => text.includes(`'${label}'`)))).toEqual([])
  })

  it('links to files that exist', () => {
    const links = [...page.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => join(repository, 'docs', target ?? ''))
    expect(links.length).toBeGreaterThan(3)
    for (const link of links) expect(() => readFileSync(link)).not.toThrow(Error)
  })
})

function hasTools(): boolean {
  const missing = ['bash', 'curl', 'npm'].filter((tool) => spawnSync(tool, ['--version']).status !== 0)
  if (missing.length === 0) return true
  if (process.env['REQUIRE_ALL'] === '1') throw new Error(`The tutorial needs ${missing.join(', ')}`)
  console.log(`Left out: the tutorial (there is no ${missing.join(', ')})`)
  return false
}

/** What a `text` block is compared with. */
interface Printed {
  readonly what: string
  readonly output: () => string
  readonly isOver: boolean
}

function printedIn(place: string, terminal: Terminal | undefined): Printed {
  if (terminal === undefined) throw new Error(`Nothing was started in ${place}`)
  return { what: `what runs in ${place}`, output: terminal.output, isOver: false }
}

interface Fence {
  readonly info: string
  readonly body: string
}

function fencesOf(text: string): readonly Fence[] {
  return [...text.matchAll(/^```(\S.*)\n([\s\S]*?)\n```$/gm)].map(([, info = '', body = '']) => ({ info, body }))
}

function onOtherPorts(text: string, ports: readonly (readonly [string, string])[]): string {
  return ports.reduce((changed, [from, to]) => changed.replaceAll(from, to), text)
}

/** The text itself, where `…` stands for anything in between. */
function asPattern(line: string): RegExp {
  const parts = line.trim().split(/\s*…\s*/)
  return new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*'))
}

/** A folder that is the repository, but for the data it gets and the ports in the tutorial's files. */
async function copyOfRepository(change: (text: string) => string): Promise<string> {
  const copy = mkdtempSync(join(tmpdir(), 'gatehouse-tutorial-'))
  for (const name of readdirSync(repository)) {
    if (name !== 'data' && name !== 'workflows') symlinkSync(join(repository, name), join(copy, name))
  }
  await mkdir(join(copy, 'workflows/tutorial'), { recursive: true })
  for (const name of readdirSync(join(repository, 'workflows/tutorial'))) {
    const text = readFileSync(join(repository, 'workflows/tutorial', name), 'utf8')
    await writeFile(join(copy, 'workflows/tutorial', name), change(text))
  }
  return copy
}

function shellIn(folder: string, command: string, ports: readonly (readonly [string, string])[]): ChildProcess {
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? folder, PORT: ports[0]?.[1] ?? '' }
  return spawn('bash', ['-c', command], { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
}

function collect(child: ChildProcess): () => string {
  const printed: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => printed.push(text))
  return () => printed.join('')
}

async function runInShell(
  command: string,
  folder: string,
  ports: readonly (readonly [string, string])[],
): Promise<string> {
  const child = shellIn(folder, command, ports)
  const output = collect(child)
  await once(child, 'close')
  expect([command, child.exitCode, output()]).toEqual([command, 0, output()])
  return output()
}

interface Terminal {
  readonly output: () => string
  /** Ctrl-C, as the whole terminal gets it. */
  interrupt(): Promise<void>
}

function openTerminal(command: string, folder: string, ports: readonly (readonly [string, string])[]): Terminal {
  const child = shellIn(folder, command, ports)
  const output = collect(child)
  const ended = once(child, 'close')
  return {
    output,
    async interrupt() {
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined)
        process.kill(-child.pid, 'SIGINT')
      await ended
    },
  }
}
