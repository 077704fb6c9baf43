import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { createKycStore, fileBlobs } from '../src/store/index.ts'
import { openSqlite } from '../src/store/sqlite.ts'
import { codeOf } from '../testing/store/case-driver.ts'
import { TEST_ROOT_KEY } from '../testing/store/open-test-store.ts'

const PROGRAM = fileURLToPath(new URL('../testing/store/submit-until-killed.ts', import.meta.url))

/** Runs the program, kills it after some answers, and gives the cases that it had answered. */
async function answeredBeforeKill(path: string, answers: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [PROGRAM, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (lines.length === answers + 1) child.kill('SIGKILL')
  }
  return lines.slice(1)
}

describe('a store whose process is killed', () => {
  it('has every answered submission with its record and its start, and an intact trail', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-crash-'))
    const path = join(folder, 'kyc.db')
    const answered: string[] = []
    for (const answers of [1, 7, 12]) answered.push(...(await answeredBeforeKill(path, answers)))

    const store = await createKycStore({
      db: openSqlite(path),
      dialect: 'sqlite',
      rootKey: TEST_ROOT_KEY,
      blobs: fileBlobs(folder),
    })
    expect(await store.verifyAudit()).toMatchObject({ intact: true, firstBreak: null })
    const rows = await store.outbox.lease({ limit: 10_000, leaseMs: 1000 })
    const starts = rows.filter((row) => row.kind === 'START_WORKFLOW').map((row) => row.caseId)
    expect(answered.length).toBeGreaterThanOrEqual(20)
    expect(answered.filter((caseId) => !starts.includes(caseId))).toEqual([])
    expect(new Set(starts).size).toBe(starts.length)
    const codes = await Promise.all(answered.map(async (caseId) => codeOf(await store.loadCaseForWork(caseId))))
    expect(new Set(codes)).toEqual(new Set(['ok']))
    const { counts } = await store.listCases({
      actor: { type: 'service', id: 'test', roles: ['service'] },
      view: 'team',
      limit: 1,
    })
    expect(counts.team).toBe(starts.length)
    await store.close()
    await rm(folder, { recursive: true })
  })
})
