import { describe, expect, it } from 'vitest'
import { nextVersion, policyDiff, policyLines } from './policy-diff.ts'

const old = { version: '1.0.0', weights: { geography: 20, pep: 15 }, lists: ['EU', 'UN'], gone: null }

describe('a policy', () => {
  it('is lines of path and value, a list being one', () => {
    expect(policyLines(old)).toEqual([
      { path: 'version', value: '1.0.0' },
      { path: 'weights.geography', value: '20' },
      { path: 'weights.pep', value: '15' },
      { path: 'lists', value: 'EU, UN' },
      { path: 'gone', value: 'null' },
    ])
  })

  it('tells what changed, came and went', () => {
    const next = { version: '1.1.0', weights: { geography: 25, pep: 15, channel: 5 }, lists: ['EU'] }
    expect(policyDiff(old, next)).toEqual([
      { path: 'version', from: '1.0.0', to: '1.1.0' },
      { path: 'weights.geography', from: '20', to: '25' },
      { path: 'weights.channel', from: null, to: '5' },
      { path: 'lists', from: 'EU, UN', to: 'EU' },
      { path: 'gone', from: 'null', to: null },
    ])
    expect(policyDiff(old, old)).toEqual([])
  })

  it.each([
    ['1.0.0', '1.1.0'],
    ['2.9.4', '2.10.0'],
  ])('%s is followed by %s', (version, next) => {
    expect(nextVersion(version)).toBe(next)
  })
})
