import { describe, expect, it } from 'vitest'
import { toScreenCall, triedOf, trySearchSchema } from './try-search.ts'

const asked = (search: Record<string, unknown>) => triedOf(trySearchSchema.parse(search))

describe('the address of a tried name', () => {
  it.each([
    [{}, undefined],
    [{ dob: '1990' }, undefined],
    [{ name: 'A B' }, { name: 'A B' }],
    [{ document: 'X1' }, { document: 'X1' }],
    [{ name: 'A B', store: 40 }, { name: 'A B' }],
    [
      { name: 'A B', store: '90', alert: '80' },
      { name: 'A B', thresholds: { store: 80, alert: 80 } },
    ],
    [{ name: 'A B', store: 'low', alert: 101 }, { name: 'A B' }],
  ])('%j asks %j', (search, question) => {
    expect(asked(search)).toEqual(question)
  })

  it('is a call that a machine can make', () => {
    const tried = asked({ document: "A'1", country: 'DE', dob: '1990', store: 40, alert: 75 })
    if (tried === undefined) throw new Error('nobody is named')
    expect(toScreenCall(tried)).toEqual({
      path: '/screening/v1/screen?threshold=40',
      body: `{"kind":"any","birthDates":["1990"],"nationalities":["DE"],"documents":[{"number":"A'1"}]}`,
    })
  })
})
