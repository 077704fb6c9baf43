/**
 * Learns everything that is learned, each from what was learned before, and writes it below `src`.
 *
 * Usage: node packages/screening/scripts/learn.ts SHARED_DATA_FOLDER [--check]
 * `--check` writes nothing and ends with status 1 when a file is not what the rows teach, to the byte.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** In order; each step reads the files of the ones before, so each is a process of its own. */
const steps = ['build-frequency-table.ts', 'learn-sound-costs.ts', 'train-name-weights.ts']

for (const step of steps) {
  const script = fileURLToPath(new URL(step, import.meta.url))
  const { status } = spawnSync(process.execPath, [script, ...process.argv.slice(2)], { stdio: 'inherit' })
  if (status !== 0) process.exitCode = 1
}
