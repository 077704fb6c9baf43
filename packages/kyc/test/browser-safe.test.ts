/** The main entry runs in a browser: nothing that it reaches touches Node or the store. */
import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, it } from 'vitest'

const SRC = join(import.meta.dirname, '../src')
const SPECIFIER =
  /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+'([^']+)'|(?:^|\n)import\s+'([^']+)'|import\('([^']+)'\)/g

/** Every file and package that a file reaches, itself included; type imports too, as they name what is known. */
function reach(path: string, seen: Set<string>): Set<string> {
  if (seen.has(path)) return seen
  seen.add(path)
  if (!path.endsWith('.ts')) return seen
  for (const match of readFileSync(path, 'utf8').matchAll(SPECIFIER)) {
    const specifier = match[1] ?? match[2] ?? match[3] ?? ''
    if (specifier.startsWith('.')) reach(join(dirname(path), specifier), seen)
    else seen.add(specifier)
  }
  return seen
}

const reached = [...reach(join(SRC, 'index.ts'), new Set())]

it('reaches the model, and four packages that run anywhere', () => {
  const packages = reached.filter((name) => !name.startsWith('/')).toSorted()
  expect(packages).toEqual(['@noble/hashes/sha2.js', '@noble/hashes/utils.js', 'ibantools', 'libphonenumber-js', 'zod'])
  expect(reached.length).toBeGreaterThan(60)
})

it('knows nothing of store, audit, keys or outbox', () => {
  const folders = new Set(
    reached.filter((name) => name.startsWith('/')).map((name) => relative(SRC, name).split('/')[0]),
  )
  for (const folder of ['store', 'cases', 'audit', 'crypto', 'outbox']) expect(folders).not.toContain(folder)
})
