import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { retention } from '../cli/retention.ts'
import { parseConfig } from '../config/parse-config.ts'
import { openFoundation } from '../foundation.ts'
import { createLog } from '../log.ts'
import { createDailyRetention } from './daily-retention.ts'

let folder = ''
afterEach(async () => {
  vi.useRealTimers()
  await rm(folder, { recursive: true, force: true })
})

const monthAgo = () => new Date(Date.now() - 31 * 86_400_000)

/** A draft that nobody has touched for 31 days. */
async function forgottenDraft(): Promise<string> {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-retention-'))
  const { store, close } = await openFoundation(parseConfig({ GATEHOUSE_DATA: folder }, folder), monthAgo)
  const started = await store.startApplication({
    actor: { type: 'applicant', id: 'new', roles: ['applicant'] },
    channel: 'REMOTE_DOC_ONLY',
    locale: 'en',
    productCode: 'CURRENT_ACCOUNT',
    privacyNoticeVersion: '1',
  })
  await close()
  if (!started.ok) throw new Error(started.error.code)
  return started.value.caseId
}

async function run(...args: readonly string[]): Promise<string> {
  let said = ''
  const env = { GATEHOUSE_DATA: folder }
  const out = (text: string) => (said += `${text}\n`)
  expect(await retention.run(args, { env, cwd: folder, out, err: out, stopRequested: async () => 'SIGTERM' })).toBe(0)
  return said
}

it('says what would end, ends it, and then has nothing to do', async () => {
  const caseId = await forgottenDraft()
  expect(await run('--dry-run')).toMatch(new RegExp(`1 due, would end, 0 on hold\\n  ${caseId}`))
  expect(await run('--dry-run')).toContain('1 due')
  expect(await run()).toContain('1 due, 1 ended')
  expect(await run('--dry-run')).not.toContain('would end')
})

it('runs by itself, once a day', async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-retention-'))
  vi.useFakeTimers()
  const runRetention = vi.fn(async () => ({ at: '', dryRun: false, rules: [] }))
  const daily = createDailyRetention({ runRetention }, createLog('silent'))
  daily.start()
  expect(runRetention).toHaveBeenCalledTimes(0)
  await vi.advanceTimersByTimeAsync(5 * 60_000)
  expect(runRetention).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(48 * 3_600_000)
  expect(runRetention).toHaveBeenCalledTimes(3)
  await daily.stop()
  await vi.advanceTimersByTimeAsync(48 * 3_600_000)
  expect(runRetention).toHaveBeenCalledTimes(3)
})
