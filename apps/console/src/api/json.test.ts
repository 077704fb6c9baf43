import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatJson, parseJson } from './json.ts'

describe('exact JSON', () => {
  it('keeps integers that a double cannot hold', () => {
    const text = '{"id":12345678901234567890,"list":[-9007199254740993,1]}'
    expect(parseJson(text)).toEqual({ id: 12345678901234567890n, list: [-9007199254740993n, 1] })
    expect(formatJson(parseJson(text), 0)).toBe(text)
  })

  it('leaves numbers, texts and digits inside texts as they are', () => {
    const text = '{"a":0.1,"b":"12345678901234567890","c":1e3,"d":9007199254740991}'
    expect(parseJson(text)).toEqual({ a: 0.1, b: '12345678901234567890', c: 1000, d: 9007199254740991 })
  })

  it('reads back whatever it writes', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.record({ big: fc.bigInt({ min: 2n ** 60n, max: 2n ** 80n }), text: fc.string() })),
        (value) => {
          const once = formatJson(value)
          expect(formatJson(parseJson(once))).toBe(once)
        },
      ),
    )
  })
})
