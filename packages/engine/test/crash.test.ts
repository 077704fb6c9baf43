// Kills a server with SIGKILL under load: every flow ends as it would have, nothing runs twice, nothing is lost.
// `npm run bench -- crash 1000` does the same for as many rounds as one likes.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { crashRounds } from '../testing/crash-rounds.ts'

it('ends every flow as if nothing had happened, over four kills', { timeout: 240_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-crash-'))
  try {
    const { acknowledged, violations } = await crashRounds({
      dataFile: join(folder, 'engine.db'),
      rounds: 4,
      flowsPerRound: 8,
      random: Math.random,
    })
    expect(violations).toEqual([])
    // Eleven results of workers and people in each of 32 flows.
    expect(acknowledged).toBeGreaterThanOrEqual(32 * 11)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
