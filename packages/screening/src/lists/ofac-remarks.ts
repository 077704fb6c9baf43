/** Reads the Remarks column of OFAC's CSV files, a `;`-separated list of typed values in prose. */
import type { EntityName } from '../entity.ts'
import { addFeature, type Feature, type FeatureTarget } from './ofac-features.ts'
import { familyFirstName, wholeName } from './person-name.ts'

/** Labels that do not end in one of the words of `numberedLabel`. */
const plainLabels = [
  'DOB',
  'POB',
  'Nationality of Registration',
  'nationality',
  'citizen',
  'Gender',
  'Diplomatic Passport',
  'British National Overseas Passport',
  'Stateless Person Passport',
  'Passport',
  'SSN',
  'MMSI',
  'ISIN',
  'SWIFT/BIC',
  'Website',
  'Email Address',
  'Telephone',
  'Fax',
  'License',
  'NIT',
  'BIK \\(RU\\)',
  'US FEIN',
  'Italian Fiscal Code',
  'Cartilla de Servicio Militar Nacional',
  'Credencial electoral',
  'Organization Established Date',
  'Organization Type:',
  'Vessel Registration Identification',
  'Vessel Year of Build',
  'Vessel Type',
  'Vessel Flag',
  'Former Vessel Flag',
  'Aircraft Manufacture Date',
  'Aircraft Model',
  'Aircraft Operator',
  'Personal ID Card',
  'Equity Ticker',
  'Target Type',
  'Issuer Name',
  'Linked To:',
  'Digital Currency Address - [A-Z0-9]+',
  '(?:[A-Z]\\.){2,5}(?: No\\.| Number)?',
]
const plainLabel = new RegExp(`^(${plainLabels.join('|')})\\s+(.+)$`, 'i')
const numberedLabel =
  /^([A-Z][^\d;]{0,70}?(?:\bID (?:No\.|Number|Card)|No\.?|Number|#|\bID|Code)(?: \([A-Za-z/ ]+\))*)\s+(\S.*)$/
const noteLabel =
  /^((?:Secondary sanctions risk|Transactions Prohibited|Additional Sanctions|Executive Order|CAATSA|IFCA)[^:]*?)(?::| -)\s*(.+)$/
const alias = /^(a|f|n)\.k\.a\.,? '(.+)'$/

interface Remarks {
  readonly features: readonly Feature[]
  /** Aliases stand in the remarks only when they are weak. */
  readonly names: readonly EntityName[]
}

/** Adds what the remarks say to the draft and returns the weak aliases in them. */
export function addRemarks(text: string, isPerson: boolean, target: FeatureTarget): readonly EntityName[] {
  const { features, names } = parseRemarks(text, isPerson)
  const notes = target.remarks.length
  for (const feature of features) addFeature(target, feature)
  // The remarks stay as one text, as listed; single notes would repeat it.
  target.remarks.length = notes
  target.remarks.push(text)
  return names
}

function parseRemarks(text: string, isPerson: boolean): Remarks {
  const features: Feature[] = []
  const names: EntityName[] = []
  for (const part of text.replace(/\.\s*$/, '').split(/;\s+/)) {
    const bare = part
      .trim()
      .replace(/^alt\. /, '')
      .replace(/\.$/, '')
    const named = alias.exec(bare)
    if (named?.[2] !== undefined) {
      const kind = named[1] === 'f' ? 'former' : 'weak'
      names.push(isPerson ? familyFirstName(named[2], kind) : wholeName(named[2], kind))
    } else {
      const feature = featureOf(bare)
      if (feature !== undefined) features.push(feature)
    }
  }
  return { features, names }
}

/** Free prose such as `Member of the Upper House of Parliament` is no feature. */
function featureOf(part: string): Feature | undefined {
  const note = noteLabel.exec(part)
  if (note?.[1] !== undefined && note[2] !== undefined) return { label: note[1], value: note[2] }
  const match = plainLabel.exec(part) ?? numberedLabel.exec(part)
  const label = match?.[1]
  const rest = match?.[2]
  if (label === undefined || rest === undefined) return undefined
  if (isText(label)) return { label, value: rest }
  return documentFeature(label, rest)
}

/** Values that are prose to their end: no country in brackets, no dates to cut off. */
function isText(label: string): boolean {
  return /^(?:DOB|POB|nationality|citizen|Gender|Website|Email|Telephone|Fax|Organi|Aircraft M|Aircraft O|Vessel [TFY]|Linked)/i.test(
    label,
  )
}

/** `C01234 (Country) issued 13 Nov 1978 expires 12 Nov 1983`; a number always holds a digit or is all capitals. */
function documentFeature(label: string, rest: string): Feature | undefined {
  const match = /^(.+?)(?:\s+\(([^()]+)\))?(?:\s+issued\s+(.+?))?(?:\s+expires\s+(.+?))?(?:\s+issued\s+(.+?))?$/.exec(
    rest,
  )
  const value = match?.[1]
  if (value === undefined || !(/\d/.test(value) || /^[A-Z0-9 .-]{4,40}$/.test(value))) return undefined
  return { label, value, country: match?.[2], issuedOn: match?.[3] ?? match?.[5], expiresOn: match?.[4] }
}
