// What is learned is what the scripts learn from the shared rows, to the byte.

import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { haveWatchlists } from '../testing/watchlist-data.ts'

const folder = join(process.env.GATEHOUSE_SHARED ?? join(import.meta.dirname, '../../../../shared'), 'data')
const hasRows = haveWatchlists() && existsSync(join(folder, 'screening/dev.csv'))

it.skipIf(!hasRows)('holds the learned files to the scripts', { timeout: 300_000 }, () => {
  const script = join(import.meta.dirname, '../scripts/learn.ts')
  const output = execFileSync(process.execPath, [script, folder, '--check'], { encoding: 'utf8' })
  expect(output.match(/: the same$/gm)).toHaveLength(3)
})
