/** What the machine-readable zone of the document says about an answer, and whether the two agree. */
import type { Application, Mrz, MrzCheckField, NameComparison } from '@gatehouse/kyc'
import { compareMrzName, readMrz, shippedReferenceData, travelDocumentState } from '@gatehouse/kyc'

export interface DocumentFact {
  /** As the zone has it, with dates in ISO form as far as the zone says them. */
  readonly fromDocument: string
  readonly agreement: 'agrees' | 'close' | 'differs' | 'unknown'
}

const names: Readonly<Record<NameComparison, DocumentFact['agreement']>> = {
  MATCH: 'agrees',
  CLOSE: 'close',
  MISMATCH: 'differs',
}

/** By path of the answer, such as `identity.dateOfBirth`. Empty without a zone that can be read. */
export function documentFacts({ identity, document }: Application): ReadonlyMap<string, DocumentFact> {
  const mrz = readMrz(document?.mrz ?? [])
  if (mrz === null) return new Map()
  const name = names[compareMrzName(identity, mrz.name)]
  const birth = toDate(mrz.birthDate, identity.dateOfBirth)
  const expiry = toDate(mrz.expiryDate, document?.expiryDate, '20')
  const facts: readonly (readonly [string, string, DocumentFact['agreement']])[] = [
    ['identity.surnames', mrz.name.surnames.join(' '), name],
    ['identity.givenNames', mrz.name.givenNames.join(' '), name],
    ['identity.sexOnDocument', mrz.sex, sameOrNot(mrz.sex, identity.sexOnDocument)],
    ['identity.dateOfBirth', birth, sureOf(mrz, 'DATE_OF_BIRTH', samePrefix(birth, identity.dateOfBirth))],
    [
      'document.number',
      mrz.documentNumber,
      sureOf(mrz, 'DOCUMENT_NUMBER', sameOrNot(mrz.documentNumber, plain(document?.number))),
    ],
    ['document.expiryDate', expiry, sureOf(mrz, 'EXPIRY_DATE', sameOrNot(expiry, document?.expiryDate))],
    ...nationality(mrz.nationality, identity.nationalities),
  ]
  return new Map(
    facts
      .filter(([, fromDocument]) => fromDocument !== '')
      .map(([path, fromDocument, agreement]) => [path, { fromDocument, agreement }]),
  )
}

function sameOrNot(read: string, declared: string | undefined): DocumentFact['agreement'] {
  if (declared === undefined || declared === '') return 'unknown'
  return read === declared ? 'agrees' : 'differs'
}

function samePrefix(read: string, declared: string | undefined): DocumentFact['agreement'] {
  if (declared === undefined) return 'unknown'
  const length = Math.min(read.length, declared.length)
  return sameOrNot(read.slice(0, length), declared.slice(0, length))
}

/** A field whose check digit is wrong was misread or forged: it says nothing. */
function sureOf(mrz: Mrz, field: MrzCheckField, agreement: DocumentFact['agreement']): DocumentFact['agreement'] {
  return mrz.wrongCheckDigits.includes(field) ? 'unknown' : agreement
}

/** The zone has two digits of a year: the century is the one declared, or the one given. */
function toDate(yymmdd: string, declared: string | undefined, century = declared?.slice(0, 2) ?? '19'): string {
  const [, year, month, day] = /^(\d\d)(\d\d|<<)(\d\d|<<)$/.exec(yymmdd) ?? []
  if (year === undefined) return ''
  return [`${century}${year}`, month, day].filter((part) => part !== undefined && part !== '<<').join('-')
}

function plain(number: string | undefined): string | undefined {
  return number?.toUpperCase().replaceAll(/[\s<-]/gu, '')
}

/** One of the declared nationalities is on the document; the others are not its business. */
function nationality(
  code: string,
  declared: readonly string[],
): readonly (readonly [string, string, DocumentFact['agreement']])[] {
  const state = travelDocumentState(shippedReferenceData.countries.data, code)
  if (state === null || state.kind === 'OTHER') return [['identity.nationalities[0]', code, 'unknown']]
  const read = state.kind === 'COUNTRY' ? state.country : state.status
  const position = declared.indexOf(read)
  return [[`identity.nationalities[${Math.max(0, position)}]`, read, position < 0 ? 'differs' : 'agrees']]
}
