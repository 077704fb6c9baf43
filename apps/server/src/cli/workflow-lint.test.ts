import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCli } from './run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'workflow-lint-'))

async function lint(...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await runCli(['workflow', 'lint', ...args], {
    env: {},
    cwd: folder,
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    stopRequested: () => new Promise(() => {}),
  })
  return { code, out, err: err.join('\n') }
}

function file(name: string, content: unknown): string {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  return name
}

describe('gatehouse workflow lint', () => {
  const sound = { name: 'sound', tasks: [{ name: 'a', taskReferenceName: 'a' }], maskedFields: ['pin'] }

  it('says that all is well', async () => {
    expect(await lint(file('sound.json', sound))).toMatchObject({ code: 0, out: ['1 workflows, nothing found.'] })
  })

  it('names what is not portable when asked to', async () => {
    const { code, out } = await lint('sound.json', '--portable')
    expect(code).toBe(1)
    expect(out[0]).toBe(
      'sound.json: sound maskedFields: not-portable: Conductor OSS takes maskedFields and ignores it.',
    )
  })

  it('misses task definitions when some are given', async () => {
    const { code, out } = await lint('sound.json', file('tasks.json', [{ name: 'b' }]))
    expect(code).toBe(1)
    expect(out[0]).toContain('sound.json: sound tasks[0]: missing-task-definition: ')
  })

  it('tells what cannot be read from what is wrong use', async () => {
    expect(await lint(file('odd.json', { name: 'odd', tasks: 7 }))).toMatchObject({ code: 1 })
    expect((await lint()).code).toBe(2)
    expect((await lint('none.json')).code).toBe(2)
    expect((await lint(file('broken.json', '{'))).code).toBe(2)
    expect((await lint(file('only-tasks.json', [{ name: 'b' }]))).code).toBe(2)
  })
})
