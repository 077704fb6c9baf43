import { expect, it } from 'vitest'
import { schemaViolation } from './schema-check.ts'

const schema = (pattern: string) => ({
  name: 's',
  version: 1,
  type: 'JSON' as const,
  data: { type: 'object', properties: { name: { type: 'string', pattern } } },
})

it('checks by patterns', () => {
  expect(schemaViolation(schema('^a+$'), { name: 'aaa' }, 'The input')).toBeUndefined()
  expect(schemaViolation(schema('^a+$'), { name: 'b' }, 'The input')).toContain('does not match the schema s')
  expect(schemaViolation(schema('('), { name: 'b' }, 'The input')).toContain('cannot be checked')
})

it('lets no pattern take the server for itself', () => {
  const endless = schema('^(\\w+\\s?)*$')
  const before = process.cpuUsage().user
  for (const name of ['a'.repeat(60), 'b'.repeat(60)]) {
    expect(schemaViolation(endless, { name: `${name}!` }, 'The input')).toMatch(/cannot be checked .* timed out/)
  }
  expect(schemaViolation(endless, { name: 'short' }, 'The input')).toBeUndefined()
  expect(process.cpuUsage().user - before).toBeLessThan(5_000_000)
})
