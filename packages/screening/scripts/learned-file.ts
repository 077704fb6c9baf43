/** Files below `src` that are learned: written, or with `--check` compared to the byte. */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({ options: { check: { type: 'boolean' } }, allowPositionals: true })

/** Folder with `screening` and `watchlists`, the first argument. */
export const dataFolder = positionals[0] ?? '../shared/data'

/** Leaves the process with status 1 when a file to be checked is another. */
export function putLearned(path: string, text: string): void {
  const file = new URL(`../src/${path}`, import.meta.url)
  if (values.check !== true) {
    writeFileSync(file, text)
    console.log(`${path}: written`)
  } else if (readFileSync(file, 'utf8') === text) {
    console.log(`${path}: the same`)
  } else {
    console.log(`${path}: differs from what these rows teach`)
    process.exitCode = 1
  }
}
