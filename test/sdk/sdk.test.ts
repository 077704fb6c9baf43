// The official SDKs, unmodified, at our engine: one program each, which prints `ok` or `not ok` for every scenario.
// They run on a real Conductor just as well: see README.md.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { startEngine } from '../../packages/engine/testing/running-engine.ts'
import { type Program, toolChains } from './tool-chains.ts'

const definitions = join(import.meta.dirname, 'definitions.json')
const requireAll = process.env['REQUIRE_ALL'] === '1'

// Side by side: most of their time is spent waiting.
describe.concurrent('unmodified from their registries', () => {
  for (const { sdk, optional, find } of toolChains) {
    const program = find()
    if (typeof program === 'string') {
      if (requireAll && !optional)
        throw new Error(`The ${sdk} SDK cannot be tested: ${program}, and REQUIRE_ALL=1 is set`)
      console.log(`Left out: the ${sdk} SDK (${program}; node test/sdk/prepare.ts fetches it)`)
      continue
    }
    it(`the ${sdk} SDK finds everything as on a Conductor server`, { timeout: 240_000 }, async () => {
      await program.build?.()
      const running = await startEngine()
      try {
        const { lines, code, complaints } = await runProgram(program, running.url)
        expect(lines.filter((line) => line.startsWith('not ok'))).toEqual([])
        // With what it complained of, should it end before its time.
        expect({ code, complaints: code === 0 ? '' : complaints }).toEqual({ code: 0, complaints: '' })
        expect(lines.filter((line) => line.startsWith('ok')).length).toBeGreaterThan(20)
        expect(running.defects).toEqual([])
      } finally {
        await running.stop()
      }
    })
  }
})

async function runProgram({ command, args }: Program, url: string) {
  const child = spawn(command, [...args, url, definitions, 'extended'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  const [printed, complaints, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { lines: printed.split('\n'), complaints: complaints.slice(-2000), code }
}
