import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PayloadFolder } from './payload-folder.ts'
import { openPayloadFolder } from './payload-folder.ts'

let home = ''
let outside = ''
let folder: PayloadFolder
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-payload-folder-'))
  outside = join(home, 'outside')
  mkdirSync(outside)
  mkdirSync(join(home, 'payloads'))
  folder = openPayloadFolder(join(home, 'payloads'))
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

describe('a link in the folder of payloads', () => {
  it('to a file is no payload: it is not read, not measured, and its target stays', () => {
    writeFileSync(join(outside, 'secret'), '{"secret":1}')
    mkdirSync(join(home, 'payloads', 'task'))
    symlinkSync(join(outside, 'secret'), join(home, 'payloads', 'task', 'a.json'))
    expect(folder.read('task/a.json')).toBeUndefined()
    expect(folder.sizeOf('task/a.json')).toBeUndefined()
    expect(folder.list()).toEqual([])
    expect(() => folder.write('task/a.json', '{"secret":1}')).toThrow(/is stored under/)
    folder.remove(['task/a.json'])
    expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('{"secret":1}')
  })

  it('to a folder leads nowhere: nothing is read, written or removed behind it', () => {
    writeFileSync(join(outside, 'a.json'), '{}')
    symlinkSync(outside, join(home, 'payloads', 'task'))
    expect(folder.read('task/a.json')).toBeUndefined()
    expect(folder.sizeOf('task/a.json')).toBeUndefined()
    expect(folder.list()).toEqual([])
    folder.remove(['task/a.json'])
    const refused = expect.objectContaining({ code: 'UNAVAILABLE', message: expect.stringContaining('is a link') })
    for (const path of ['task/b.json', 'task/new/b.json']) {
      expect(() => folder.write(path, '{}')).toThrow(refused)
    }
    expect(readdirSync(outside)).toEqual(['a.json'])
  })

  it('may be the folder itself, on another disk', () => {
    symlinkSync(outside, join(home, 'linked'))
    const moved = openPayloadFolder(join(home, 'linked'))
    moved.write('task/a.json', '{"n":1}')
    expect(moved.read('task/a.json')).toBe('{"n":1}')
    expect(readFileSync(join(outside, 'task', 'a.json'), 'utf8')).toBe('{"n":1}')
  })
})
