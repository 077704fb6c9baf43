import { writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { messageOf } from './message-of.ts'

function caught(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(`${code}: it did not work, write`), { code })
}

it.each([
  ['ENOSPC', /Make room on the disk/],
  ['EDQUOT', /Make room on the disk/],
  ['EACCES', /belong to this user/],
  ['EROFS', /mount it for writing/],
])('says what helps against %s', (code, help) => {
  expect(messageOf(systemError(code))).toMatch(help)
})

it('says what helps when SQLite cannot open a file', () => {
  expect(messageOf(caught(() => new DatabaseSync('/nowhere/at/all.db')))).toMatch(
    /^unable to open database file\. Check that the data folder/,
  )
})

it.runIf(process.platform === 'linux')('knows a full disk by what the system says of one', () => {
  expect(messageOf(caught(() => writeFileSync('/dev/full', 'x')))).toMatch(
    /^ENOSPC: no space left on device, write\. Make room/,
  )
})

it('says what helps against a port that is taken', async () => {
  const first = createServer().listen(0, '127.0.0.1')
  await once(first, 'listening')
  const address = first.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const [error] = await once(createServer().listen(port, '127.0.0.1'), 'error').catch((thrown: unknown) => [thrown])
  first.close()
  expect(messageOf(error)).toMatch(/EADDRINUSE.*\. Set PORT to another one\.$/)
})

it('tells the cause, and what is no error', () => {
  expect(messageOf(new Error('outer', { cause: new Error('inner') }))).toBe('outer (inner)')
  expect(messageOf('text')).toBe('text')
})
