// The package map in ARCHITECTURE.md is what the imports are, no more and no less.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const workspaces = ['packages', 'apps'].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => ({ name, folder: join(root, folder, name) })),
)
const SOURCE = /\.(ts|tsx)$/
const TEST = /\.(test|spec)\.tsx?$/

describe('the structure of the repository', () => {
  it('imports between packages along the arrows of ARCHITECTURE.md and no others', () => {
    expect(importArrows()).toEqual(documentedArrows())
  })

  it('has no source file over 500 lines', () => {
    const long = [...workspaces.map(({ folder }) => folder), join(root, 'test'), join(root, 'bench')]
      .flatMap(sourceFiles)
      .filter((file) => readFileSync(file, 'utf8').split('\n').length > 501)
    expect(long.map((file) => relative(root, file))).toEqual([])
  })

  it('links only to files that exist', () => {
    const pages = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...markdownIn('docs')]
    const broken = pages.flatMap((page) =>
      [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(#[^)]*)?\)/g)]
        .map((match) => match[1] ?? '')
        .filter((target) => !exists(join(root, page, '..', target)))
        .map((target) => `${page} → ${target}`),
    )
    expect(broken).toEqual([])
  })
})

/** `server → engine, kyc` for each workspace, from the code of its sources without tests. */
function importArrows(): Record<string, string[]> {
  return Object.fromEntries(
    workspaces.map(({ name, folder }) => {
      const targets = sourceFiles(join(folder, 'src'))
        .filter((file) => !TEST.test(file))
        .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/from\s+'@gatehouse\/([a-z]+)/g)])
        .map((match) => match[1] ?? '')
      return [name, [...new Set(targets)].toSorted()]
    }),
  )
}

function documentedArrows(): Record<string, string[]> {
  const page = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8')
  const block = /```arrows\n([\s\S]*?)```/.exec(page)?.[1] ?? ''
  return Object.fromEntries(
    block
      .trim()
      .split('\n')
      .map((line) => {
        const [from = '', to = ''] = line.split('→').map((part) => part.trim())
        return [
          from,
          to === ''
            ? []
            : to
                .split(',')
                .map((name) => name.trim())
                .toSorted(),
        ]
      }),
  )
}

function sourceFiles(folder: string): string[] {
  if (!exists(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === 'dist' ? [] : sourceFiles(path)
    return SOURCE.test(entry.name) ? [path] : []
  })
}

function markdownIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name))
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}
