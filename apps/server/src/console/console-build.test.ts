import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { buildConsoleIfStale } from './console-build.ts'

let root: string
let folder: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gatehouse-build-'))
  folder = join(root, 'apps/console')
  await mkdir(join(folder, 'src'), { recursive: true })
  await writeFile(join(folder, 'index.html'), '<!doctype html><script type="module" src="./src/main.js"></script>')
  await writeFile(join(folder, 'src/main.js'), 'document.title = "built"')
})
afterEach(() => rm(root, { recursive: true, force: true }))

const build = (signal = new AbortController().signal) =>
  buildConsoleIfStale({ folder, dist: join(folder, 'dist'), out: () => {}, signal })

describe('the build of the console', () => {
  it('is made when there is none, and again only when the sources are newer', async () => {
    expect(await build()).toBe(true)
    expect((await readdir(join(folder, 'dist'))).toSorted()).toEqual(['assets', 'index.html'])
    await writeFile(join(folder, 'dist/mark'), '')
    await build()
    expect(await readdir(join(folder, 'dist'))).toContain('mark')
    const later = new Date(Date.now() + 60_000)
    await utimes(join(folder, 'src/main.js'), later, later)
    await build()
    expect(await readdir(join(folder, 'dist'))).not.toContain('mark')
  })

  it('of two at once is whole', async () => {
    expect(await Promise.all([build(), build()])).toEqual([true, true])
    expect((await readdir(folder)).toSorted()).toEqual(['dist', 'index.html', 'src'])
    expect((await readdir(join(folder, 'dist'))).toSorted()).toEqual(['assets', 'index.html'])
  })

  it('removes what one that was killed has left, and nothing that is being made', async () => {
    const abandoned = join(folder, 'dist-killed')
    await mkdir(join(abandoned, 'assets'), { recursive: true })
    await mkdir(join(folder, 'dist-growing'))
    const longAgo = new Date(Date.now() - 2 * 3_600_000)
    await utimes(abandoned, longAgo, longAgo)
    expect(await build()).toBe(true)
    expect((await readdir(folder)).toSorted()).toEqual(['dist', 'dist-growing', 'index.html', 'src'])
  })

  it('leaves the old one when it is given up, and nothing else', async () => {
    await mkdir(join(folder, 'dist'))
    await writeFile(join(folder, 'dist/index.html'), 'old')
    const old = new Date(0)
    await utimes(join(folder, 'dist/index.html'), old, old)
    const building = new AbortController()
    const built = build(building.signal).catch(() => false)
    building.abort()
    await built
    expect((await readdir(folder)).toSorted()).toEqual(['dist', 'index.html', 'src'])
    expect(await readdir(join(folder, 'dist'))).toEqual(['index.html'])
  })
})
