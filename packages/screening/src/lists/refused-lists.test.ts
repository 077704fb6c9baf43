import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collect } from '../../testing/watchlist-data.ts'
import { type ListFormat, parserFor } from './list-formats.ts'
import { memoryFile } from './list-input.ts'

const unList = `<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09Z"><INDIVIDUALS><INDIVIDUAL><DATAID>1</DATAID>
<FIRST_NAME>Jürgen</FIRST_NAME><SECOND_NAME>Beispiel</SECOND_NAME><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>
<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>JB; Der Lange</ALIAS_NAME></INDIVIDUAL_ALIAS>
</INDIVIDUAL></INDIVIDUALS><ENTITIES/></CONSOLIDATED_LIST>`

const read = (format: ListFormat, content: string | Uint8Array, name = 'list') =>
  collect(parserFor(format), { listId: 'LIST', files: [memoryFile(name, content)] })

describe('refusing a list', () => {
  it('reads the whole list that the other cases break', async () => {
    const [entity] = await read('un-xml', unList)
    expect(entity?.names.map(({ full, kind }) => [full, kind])).toEqual([
      ['Jürgen Beispiel', 'primary'],
      ['JB', 'weak'],
      ['Der Lange', 'weak'],
    ])
  })

  it('takes no part of a file for the whole, wherever it is cut', async () => {
    const bytes = new TextEncoder().encode(unList)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.byteLength - 1 }), async (length) => {
        await expect(read('un-xml', bytes.slice(0, length))).rejects.toMatchObject({ name: 'ListError', list: 'LIST' })
      }),
      { numRuns: 200 },
    )
  })

  it('says where a file was cut', async () => {
    const cut = unList.slice(0, unList.indexOf('</INDIVIDUAL_ALIAS>'))
    await expect(read('un-xml', cut)).rejects.toMatchObject({ code: 'TRUNCATED', line: 4 })
    await expect(read('un-xml', cut)).rejects.toThrow(/ends inside element INDIVIDUAL_ALIAS/)
  })

  it('names a gzip stream that ends early', async () => {
    const zipped = gzipSync(unList)
    await expect(read('un-xml', zipped.subarray(0, zipped.byteLength - 12))).rejects.toMatchObject({
      code: 'TRUNCATED',
    })
    await expect(read('un-xml', zipped)).resolves.toHaveLength(1)
  })

  it.each([
    ['<!DOCTYPE html><html><head><title>Access denied</title></head></html>', /web page titled "Access denied"/],
    ['\n  <HTML><body>Please sign in</body></HTML>', /web page came instead of the list/],
    ['<!-- moved --><html></html>', /web page/],
  ])('recognises a web page that came instead: %s', async (page, message) => {
    for (const format of ['un-xml', 'ofac-csv', 'ftm-json'] as const) {
      await expect(read(format, page)).rejects.toMatchObject({ code: 'HTML_INSTEAD_OF_LIST' })
      await expect(read(format, page)).rejects.toThrow(message)
    }
  })

  it('refuses another list than the one asked for', async () => {
    await expect(read('un-xml', '<sdnList/>')).rejects.toThrow(/root element is sdnList, expected CONSOLIDATED_LIST/)
    await expect(read('ofac-csv', 'name,reason\nMeier,fraud\n')).rejects.toMatchObject({
      code: 'WRONG_FORMAT',
      line: 1,
    })
    await expect(read('uk-csv', 'a,b\n1,2\n')).rejects.toThrow(/header lacks Unique ID/)
    await expect(read('ftm-json', '{"name":"x"}\n')).rejects.toMatchObject({ code: 'INVALID_ENTRY', line: 1 })
  })

  it('refuses bytes that are not in the declared character set, also across a chunk border', async () => {
    const latin1 = Buffer.from(unList, 'latin1')
    await expect(read('un-xml', latin1)).rejects.toMatchObject({ code: 'WRONG_CHARSET', line: 3, column: 14 })
    const declared = Buffer.from(unList.replace('UTF-8', 'ISO-8859-1'), 'latin1')
    await expect(read('un-xml', declared)).resolves.toMatchObject([{ names: [{ full: 'Jürgen Beispiel' }, {}, {}] }])
    const bytes = new TextEncoder().encode(unList)
    const inside = bytes.indexOf(0xc3) + 1
    const split = {
      name: 'list',
      open: async function* () {
        yield bytes.subarray(0, inside)
        yield bytes.subarray(inside)
      },
    }
    await expect(collect(parserFor('un-xml'), { listId: 'LIST', files: [split] })).resolves.toHaveLength(1)
  })

  it('refuses document type declarations and elements nested without end', async () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><CONSOLIDATED_LIST>&a;</CONSOLIDATED_LIST>'
    await expect(read('un-xml', bomb)).rejects.toMatchObject({ code: 'MALFORMED' })
    const deep = `<CONSOLIDATED_LIST>${'<a>'.repeat(500)}`
    await expect(read('un-xml', deep)).rejects.toThrow(/nest deeper/)
  })

  it('refuses an entry without name or key and names its line', async () => {
    const nameless = unList.replace(/<FIRST_NAME>.*<\/SECOND_NAME>/, '')
    await expect(read('un-xml', nameless)).rejects.toMatchObject({ code: 'INVALID_ENTRY', line: 2 })
    const blacklist =
      'key,names,reason,addedBy,approvedBy,validFrom,expiresOn\nB1,Uwe Muster,FRAUD,a,,2024-01-01,2029-01-01\n'
    await expect(read('blacklist-csv', blacklist)).rejects.toThrow(/line 2\): column approvedBy is empty/)
  })

  it('refuses a row that is shorter than the others', async () => {
    const row = '36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n'
    await expect(read('ofac-csv', `${row}${row.replace('36', '37')}\u001a`, 'sdn.csv')).resolves.toHaveLength(2)
    await expect(read('ofac-csv', `${row}173,"ANGLO-CARIBB`, 'sdn.csv')).rejects.toMatchObject({
      code: 'TRUNCATED',
      line: 2,
    })
    await expect(read('ofac-csv', `${row}173,"ANGLO",-0- `, 'sdn.csv')).rejects.toMatchObject({
      code: 'TRUNCATED',
      line: 2,
    })
  })

  it('tells a cut last line of JSON from a broken one', async () => {
    const line = '{"id":"a","schema":"Person","properties":{"name":["A B"]}}'
    await expect(read('ftm-json', `${line}\n${line.slice(0, 20)}`)).rejects.toMatchObject({
      code: 'TRUNCATED',
      line: 2,
    })
    await expect(read('ftm-json', `${line.slice(0, 20)}\n${line}`)).rejects.toMatchObject({
      code: 'MALFORMED',
      line: 1,
    })
  })
})
