import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collect } from '../../testing/watchlist-data.ts'
import { blacklistMapping } from './csv-mapping.ts'
import { ListError } from './list-error.ts'
import { listFormats, parserFor } from './list-formats.ts'
import { memoryFile } from './list-input.ts'

/** Pieces that parsers know, so that random files get past the first line. Separated by spaces. */
const pieces = [
  '<CONSOLIDATED_LIST> <INDIVIDUAL> </INDIVIDUAL> <FIRST_NAME> <REFERENCE_NUMBER>x</REFERENCE_NUMBER> <sdnList> <export>',
  '<sdnEntry><uid>1</uid> <sanctionEntity\u00a0euReferenceNumber="1"> <Designations> <![CDATA[ &amp; &x; --> <!-- </ />',
  '\u0000 \u001a \uFEFF 1,2," " "" , ; \r\n \n -0- key,schema,names,reason,addedBy {"id": [{ }] -\u00a0id: a:\u00a0b',
  'Unique\u00a0ID,Name\u00a06,Name\u00a01,Regime\u00a0Name {"id":"a","schema":"Person","properties":{"name":["A"]}}',
  'PK\u0003\u0004 PK\u0005\u0006 \u001f\u008b',
]
  .flatMap((line) => line.split(' '))
  .map((piece) => piece.replaceAll('\u00a0', ' '))

const contents = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => bytes),
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 30 })
    .map((parts) => new TextEncoder().encode(parts.join(''))),
)

describe.each(listFormats)('the parser of %s', (format) => {
  it('reads any bytes or refuses them with a reason, and nothing else', async () => {
    const property = fc.asyncProperty(contents, async (bytes) => {
      try {
        const files = [memoryFile('sdn.csv', bytes)]
        await collect(parserFor(format), { listId: 'LIST', files, mapping: blacklistMapping })
        return true
      } catch (error) {
        return error instanceof ListError && error.list === 'LIST'
      }
    })
    const result = await fc.check(property, { numRuns: 150 })
    expect(result.counterexample).toBeNull()
  })
})
