import { describe, expect, it } from 'vitest'
import { emptyFeatures } from './ofac-features.ts'
import { addRemarks } from './ofac-remarks.ts'

function read(remarks: string, isPerson = true) {
  const target = emptyFeatures()
  const names = addRemarks(remarks, isPerson, target)
  return { ...target, names }
}

describe('remarks of OFAC', () => {
  it('reads dates, places, nationalities and gender, with their alternatives', () => {
    const remarks =
      'DOB 26 Dec 1955; alt. DOB circa 1956; POB Ratnagiri, Maharashtra, India; nationality India; alt. citizen Pakistan; Gender Male.'
    expect(read(remarks)).toMatchObject({
      birthDates: [
        { value: '1955-12-26', circa: false },
        { value: '1956', circa: true },
      ],
      birthPlaces: [{ text: 'Ratnagiri, Maharashtra, India', city: 'Ratnagiri', region: 'Maharashtra', country: 'in' }],
      nationalities: ['in', 'pk'],
      gender: 'male',
      remarks: [remarks],
    })
  })

  it.each([
    [
      'Passport M-110522 (India) issued 13 Nov 1978 expires 12 Nov 1988',
      { kind: 'passport', number: 'M-110522', country: 'in', issuedOn: '1978-11-13', expiresOn: '1988-11-12' },
    ],
    ['Tax ID No. 7734202860 (Russia)', { kind: 'tax', number: '7734202860', country: 'ru', label: 'Tax ID No.' }],
    ['Cedula No. 6068015 (Colombia)', { kind: 'national-id', number: '6068015', country: 'co' }],
    ['V.A.T. Number BG 121024920 (Bulgaria)', { kind: 'vat', number: 'BG 121024920', country: 'bg' }],
    ['D.N.I. 78.865.882 (Spain)', { kind: 'national-id', number: '78.865.882', country: 'es' }],
    ['SWIFT/BIC MCRBRUMM', { kind: 'swift', number: 'MCRBRUMM' }],
    ['Vessel Registration Identification IMO 9231767', { kind: 'imo', number: 'IMO9231767' }],
    [
      'Digital Currency Address - XBT 1Hpj6qm9i7nMF3VkKfBFtjhEDpEjxHWvgv',
      { kind: 'wallet', number: '1Hpj6qm9i7nMF3VkKfBFtjhEDpEjxHWvgv' },
    ],
    ['Registration Number CH-660.0.257.011-8 (Switzerland)', { kind: 'registration', country: 'ch' }],
    ['Aircraft Construction Number (also called L/N or S/N or F/N) 8401', { kind: 'aircraft', number: '8401' }],
    ['SSN 523-33-8386 (United States)', { kind: 'social-security', country: 'us' }],
    ['Legal Entity Number 253400V1H6ART1UQ0N98 (Russia)', { kind: 'lei' }],
    ['MMSI 572469210', { kind: 'mmsi', number: '572469210' }],
  ])('reads the document %s', (remark, document) => {
    expect(read(`${remark}.`).documents).toMatchObject([document])
  })

  it('finds the weak aliases, which stand nowhere else', () => {
    expect(read("a.k.a. 'BNC'; a.k.a. 'CHAFFORI, Petit'.").names).toMatchObject([
      { full: 'BNC', kind: 'weak' },
      { full: 'Petit CHAFFORI', kind: 'weak' },
    ])
    expect(read("a.k.a. 'TRADING, LTD'.", false).names).toMatchObject([{ full: 'TRADING, LTD', kind: 'weak' }])
  })

  it('takes the registration of a ship for no nationality of a person', () => {
    const ship = read(
      'Vessel Registration Identification IMO 9231767; Nationality of Registration Korea, North.',
      false,
    )
    expect(ship).toMatchObject({ nationalities: [], countries: ['kp'] })
  })

  it('keeps links and contacts, and takes prose for nothing more than prose', () => {
    const read1 = read(
      'Linked To: HIZBALLAH; Website www.havanaintbank.co.uk; Member of the Upper House of Parliament; Secondary sanctions risk: section 1(b).',
    )
    expect(read1.relations).toEqual([{ kind: 'linked', role: 'Linked To', name: 'HIZBALLAH' }])
    expect(read1.contacts).toEqual([{ kind: 'website', value: 'www.havanaintbank.co.uk' }])
    expect(read1.documents).toEqual([])
    expect(read1.remarks).toHaveLength(1)
  })
})
