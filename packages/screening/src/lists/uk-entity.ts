/** What the editions of the United Kingdom's sanctions list have in common: parts that make up an entity. */
import type { Entity, EntityName, EntitySchema, ListedDocument, ListedPlace, RawReference } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { type AddressParts, addressOf, knownCountries, placeOfParts } from './address.ts'
import { countryCodesIn } from './countries.ts'
import { defined } from './defined.ts'
import { isoDate, parseListedDates, unreadDates } from './listed-date.ts'
import { genderOf } from './gender.ts'
import { isOtherScript, nameOfParts, wholeName } from './person-name.ts'

type Text = string | undefined

export interface UkName {
  /** Name 1 to Name 5. */
  readonly given: readonly Text[]
  /** Name 6: family name, or the whole name of what is no person. */
  readonly last: Text
  /** `Primary Name`, `Alias`, `Primary Name Variation`. */
  readonly type: Text
  readonly strength: Text
}

export interface UkParts {
  readonly key: Text
  readonly unReference: Text
  readonly kind: Text
  readonly regime: readonly Text[]
  readonly designatedOn: Text
  readonly names: readonly UkName[]
  readonly nonLatinNames: readonly { readonly text: Text; readonly language: Text }[]
  readonly titles: readonly Text[]
  readonly remarks: readonly Text[]
  readonly sanctions: readonly Text[]
  readonly addresses: readonly AddressParts[]
  readonly phones: readonly Text[]
  readonly emails: readonly Text[]
  readonly websites: readonly Text[]
  readonly birthDates: readonly Text[]
  readonly births: readonly { readonly town: Text; readonly country: Text }[]
  readonly nationalities: readonly Text[]
  readonly genders: readonly Text[]
  readonly positions: readonly Text[]
  readonly passports: readonly Text[]
  readonly nationalIds: readonly Text[]
  readonly businessNumbers: readonly Text[]
  readonly imoNumbers: readonly Text[]
  readonly flags: readonly Text[]
  readonly owners: readonly Text[]
  readonly parents: readonly Text[]
  readonly subsidiaries: readonly Text[]
  readonly shipTypes: readonly Text[]
  readonly yearsBuilt: readonly Text[]
}

/** Undefined when the parts hold no key or no name. */
export function ukEntity(
  parts: UkParts,
  at: { readonly listId: string; readonly raw: RawReference },
): Entity | undefined {
  const schema = schemaOf(parts.kind)
  const names = namesOf(parts)
  if (parts.key === undefined || names.length === 0) return undefined
  return finishEntity(
    defined({
      listId: at.listId,
      entryId: parts.key,
      schema,
      names,
      birthDates: texts(parts.birthDates).flatMap((text) => parseListedDates(text)),
      foundingDates: texts(parts.yearsBuilt).flatMap((text) => parseListedDates(text)),
      birthPlaces: parts.births.map(birthPlaceOf).filter((place) => place !== undefined),
      nationalities: texts(parts.nationalities).flatMap(countryCodesIn),
      countries: [
        ...knownCountries(parts.addresses.map((address) => address.country)),
        ...texts(parts.flags).flatMap(countryCodesIn),
      ],
      gender: genderOf(texts(parts.genders)[0]),
      documents: documentsOf(parts),
      addresses: parts.addresses.map(addressOf).filter((address) => address !== undefined),
      contacts: [
        ...texts(parts.phones).map((value) => ({ kind: 'phone' as const, value })),
        ...texts(parts.emails).map((value) => ({ kind: 'email' as const, value })),
        ...texts(parts.websites).map((value) => ({ kind: 'website' as const, value })),
      ],
      positions: texts(parts.positions).map((title) => ({ title })),
      relations: [
        ...texts(parts.owners).map((name) => ({ kind: 'owner' as const, role: 'Owner or operator', name })),
        ...texts(parts.parents).map((name) => ({ kind: 'owner' as const, role: 'Parent company', name })),
        ...texts(parts.subsidiaries).map((name) => ({ kind: 'linked' as const, role: 'Subsidiary', name })),
      ],
      topics: ['sanction'],
      programmes: texts(parts.regime),
      listedOn: isoDate(parts.designatedOn),
      remarks: [...texts(parts.remarks), ...unreadDates('Date of birth', texts(parts.birthDates))],
      properties: propertiesOf(parts),
      raw: at.raw,
    }),
  )
}

function schemaOf(kind: string | undefined): EntitySchema {
  if (/individual/i.test(kind ?? '')) return 'Person'
  return /ship/i.test(kind ?? '') ? 'Vessel' : 'Organization'
}

/** The primary name leads, wherever it stands in the file. */
function namesOf(parts: UkParts): EntityName[] {
  const isPrimary = (name: UkName) => /^primary name$/i.test(name.type ?? '')
  const ordered = [...parts.names.filter(isPrimary), ...parts.names.filter((name) => !isPrimary(name))]
  const latin = ordered.map((name, index) => nameOf(name, index === 0)).filter((name) => name !== undefined)
  const others = parts.nonLatinNames.flatMap(({ text, language }) =>
    text === undefined ? [] : [wholeName(text, isOtherScript(text) ? 'original' : 'alias', language)],
  )
  const [lead, ...rest] = [...latin, ...others]
  return lead === undefined ? [] : [{ ...lead, kind: 'primary' }, ...rest]
}

function nameOf(name: UkName, isFirst: boolean): EntityName | undefined {
  const weak = /\blow\b/i.test(name.strength ?? '')
  const kind = isFirst ? 'primary' : weak ? 'weak' : /f\.?k\.?a|former/i.test(name.type ?? '') ? 'former' : 'alias'
  const given = texts(name.given).join(' ')
  return nameOfParts(defined({ given: given === '' ? undefined : given, family: name.last }), kind)
}

function birthPlaceOf(birth: UkParts['births'][number]): ListedPlace | undefined {
  return placeOfParts({ city: birth.town, country: birth.country })
}

function documentsOf(parts: UkParts): ListedDocument[] {
  const documents = (kind: ListedDocument['kind'], label: string, numbers: readonly Text[]) =>
    texts(numbers).map((number) => ({ kind, label, number }))
  return [
    ...documents('passport', 'Passport', parts.passports),
    ...documents('national-id', 'National identifier', parts.nationalIds),
    ...documents('registration', 'Business registration', parts.businessNumbers),
    ...texts(parts.imoNumbers).map((text) => {
      const digits = text.replace(/\D/g, '')
      return { kind: 'imo' as const, label: 'IMO number', number: digits === '' ? text : `IMO${digits}` }
    }),
  ]
}

function propertiesOf(parts: UkParts): Record<string, string[]> {
  const provisions = texts(parts.sanctions).flatMap((text) => text.split('|'))
  const fields = {
    title: texts(parts.titles),
    type: texts(parts.shipTypes),
    provisions,
    unscId: texts([parts.unReference]),
  }
  return Object.fromEntries(Object.entries(fields).filter(([, values]) => values.length > 0))
}

/** Distinct values; rows of one entity repeat everything but what they are about. */
function texts(values: readonly Text[]): string[] {
  const filled = values.map((value) => value?.trim() ?? '').filter((value) => value !== '')
  return [...new Set(filled)]
}
