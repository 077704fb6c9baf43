import { readFileSync } from 'node:fs'
import { isListFormat, officialSources } from '@gatehouse/screening'
import { describe, expect, it } from 'vitest'
import { parseLists } from './parse-lists.ts'

const cwd = '/srv/gatehouse'
const read = (text: string) => parseLists(text, cwd)

describe('GATEHOUSE_LISTS', () => {
  it('takes ids as they are, with the official addresses', () => {
    const { sources, folders } = read('UN OFAC-SDN')
    expect(folders).toEqual([])
    expect(sources).toEqual(officialSources.filter(({ listId }) => ['UN', 'OFAC-SDN'].includes(listId)))
    expect(sources.every(({ files }) => Object.values(files).every((from) => from.startsWith('https://')))).toBe(true)
    expect(read('UN,EU').sources.map(({ listId }) => listId)).toEqual(['UN', 'EU'])
  })

  it('takes another rhythm and datasets of OpenSanctions', () => {
    const [un, peps] = read('UN@1h OS-PEPS:pep@12h').sources
    expect(un).toMatchObject({ listId: 'UN', everyHours: 1, canaries: { present: [{ entryId: 'QDi.135' }] } })
    expect(peps).toMatchObject({ listId: 'OS-PEPS', purpose: 'pep', everyHours: 12 })
    expect(peps?.index).toMatch(/\/peps\/index\.json$/)
  })

  it('takes folders beside ids', () => {
    expect(read('UN ./own lists /srv/more')).toMatchObject({
      sources: [{ listId: 'UN' }],
      folders: ['/srv/gatehouse/own', '/srv/gatehouse/lists', '/srv/more'],
    })
  })

  it('takes lists of one and of several files', () => {
    const { sources } = read(
      'UN:un-xml=https://x.example/un.xml@6h OWN:blacklist-csv:blacklist=own.csv OFAC-SDN:ofac-csv=sdn.csv,alt.csv',
    )
    expect(sources).toMatchObject([
      { listId: 'UN', files: { 'un.xml': 'https://x.example/un.xml' }, everyHours: 6, purpose: 'sanctions' },
      { listId: 'OWN', files: { 'own.csv': '/srv/gatehouse/own.csv' }, everyHours: 24, purpose: 'blacklist' },
      { files: { 'sdn.csv': '/srv/gatehouse/sdn.csv', 'alt.csv': '/srv/gatehouse/alt.csv' } },
    ])
  })

  it('takes a dataset by its index', () => {
    const [source] = read('OWN:ftm-json=https://x.example/d/index.json').sources
    expect(source).toMatchObject({ files: {}, index: 'https://x.example/d/index.json' })
  })

  it.each([
    ['OFAC', /"OFAC" is no list with a known address; there are UN, OFAC-SDN/],
    ['UN:pep', /leave ":pep" out/],
    ['OS-PEPS:people', /"people" is no purpose; there are sanctions/],
    ['UN UN', /"UN" is named twice/],
    ['X:ofac-csv=a/sdn.csv,b/sdn.csv', /two files of X have the same name/],
    ['../x:un-xml=a.xml', /is not of the form/],
    ['X:un-xml', /"X" is no list with/],
  ])('refuses %s and says why', (text, message) => {
    expect(() => read(text)).toThrow(message)
  })

  it('is documented with formats and ids that exist', () => {
    const text = readFileSync(new URL('../../../../docs/config.md', import.meta.url), 'utf8')
    const examples = [...text.matchAll(/GATEHOUSE_LISTS="([^"]+)"/g)].map((match) => match[1] ?? '')
    expect(examples.length).toBeGreaterThan(0)
    for (const example of examples) {
      for (const { format } of read(example).sources) expect(isListFormat(format)).toBe(true)
    }
    for (const { listId } of officialSources) expect(text).toContain(`\`${listId}\``)
  })
})
