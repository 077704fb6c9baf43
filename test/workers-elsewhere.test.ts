// The same handlers in a process of their own: the server does no tasks, `gatehouse workers` does them over HTTP.
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { eventually, startGatehouse } from './support/gatehouse.ts'

const root = join(import.meta.dirname, '..')

it('onboards an applicant with the workers in a process of their own', { timeout: 120_000 }, async () => {
  const gatehouse = await startGatehouse({ env: { GATEHOUSE_WORKERS: 'elsewhere' } })
  const env = { ...process.env, GATEHOUSE_DATA: gatehouse.dataDir, LOG_LEVEL: 'warn' }
  const application = JSON.parse(await readFile(join(root, 'docs/samples/mira-sommerfeld.json'), 'utf8'))
  const anna = await gatehouse.as('Anna')
  const taken = await anna.call('POST', '/kyc/v1/applications', { application, acceptIncomplete: true })
  const { caseId } = z.looseObject({ caseId: z.string() }).parse(taken)
  await eventually('the checks to wait for a worker', async () => (await anna.kycCase(caseId)).state === 'IN_CHECKS')
  expect((await anna.kycCase(caseId)).checks).toEqual([])

  const main = join(root, 'apps/server/bin/gatehouse.js')
  const child = spawn(process.execPath, [main, 'workers', '--server', gatehouse.url], { env, stdio: 'pipe' })
  try {
    await eventually('the decision', async () => (await anna.kycCase(caseId)).state === 'APPROVED', 90_000)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  } finally {
    child.kill('SIGKILL')
    await gatehouse.stop()
  }
})
