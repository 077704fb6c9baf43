import { readFileSync } from 'node:fs'
import { ListError } from '@gatehouse/screening'
import { expect, it } from 'vitest'
import { describeListFailure, waysOut } from './list-failure.ts'

it('names place, code, what stays in force and the way out', () => {
  const error = new ListError('MALFORMED', { list: 'UN', file: 'un.xml', line: 7, column: 3 }, 'a tag is not closed')
  expect(describeListFailure(error, 'v1')).toBe(
    'List UN (un.xml, line 7, column 3): a tag is not closed [MALFORMED]. Version v1 stays in force. Fetch the file again; if it is your own, correct that place.',
  )
  expect(describeListFailure(error, undefined)).toContain('No version is in force.')
})

it('docs/errors.md lists every code of a list, and no other', () => {
  const text = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8')
  const section = /\n## Lists\n([^]*?)(\n## |$)/.exec(text)?.[1] ?? ''
  const codes = [...section.matchAll(/^\| `([A-Z_]+)`/gm)].map((match) => match[1])
  expect(codes.toSorted()).toEqual(Object.keys(waysOut).toSorted())
})
