import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { serverErrorCodes } from '../errors.ts'
import { statusOf } from './error-status.ts'

const text = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8')
const rows = [...text.matchAll(/^\| `([A-Z_]+)` +\| (\d{3}) +\|/gm)].map((match) => [match[1], Number(match[2])])

it('docs/errors.md lists every code with its status, and no other', () => {
  expect(Object.fromEntries(rows)).toEqual(statusOf)
  expect(rows).toHaveLength(Object.keys(statusOf).length)
})

it('has a status for every code of the server', () => {
  expect(serverErrorCodes.filter((code) => statusOf[code] < 400)).toEqual([])
})
