import { expect, it } from 'vitest'
import { toCurl } from './curl.ts'

it('quotes for the shell and never writes a token', () => {
  const line = toCurl('http://127.0.0.1:8080', '/api/workflow', `{"name":"it's"}`)
  expect(line).toContain(String.raw`-d '{"name":"it'\''s"}'`)
  expect(line).toContain('"X-Authorization: $TOKEN"')
})
