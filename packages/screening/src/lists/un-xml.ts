/** The United Nations Security Council consolidated list in its official XML. */
import type { Entity, EntityName, ListedDate, ListedDocument, NameKind } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { type AddressParts, addressOf, knownCountries, placeOfParts } from './address.ts'
import { countryCode, countryCodesIn } from './countries.ts'
import { defined } from './defined.ts'
import { documentKind } from './document-kind.ts'
import { ListError } from './list-error.ts'
import type { ListFile, ParseRequest } from './list-input.ts'
import { dateRange, isoDate, parseListedDate, unreadDates } from './listed-date.ts'
import { genderOf } from './gender.ts'
import { wholeName } from './person-name.ts'
import { attributeOf, childrenOf, nodesAt, readXml, textAt, textsAt, type XmlNode } from './read-xml.ts'

export async function* parseUnXml(request: ParseRequest): AsyncGenerator<Entity> {
  for (const file of request.files) {
    const reading = { listId: request.listId, roots: ['CONSOLIDATED_LIST'], records: ['INDIVIDUAL', 'ENTITY'] }
    for await (const node of readXml(file, reading)) {
      if (node.name === 'CONSOLIDATED_LIST') {
        request.onPublication?.(defined({ publishedAt: attributeOf(node, 'dateGenerated') }))
      } else yield entityOf(node, file, request.listId)
    }
  }
}

/** The reference number is the stable key; `DATAID` changes when an entry is amended. */
function entityOf(node: XmlNode, file: ListFile, listId: string): Entity {
  const kind = node.name
  const entryId = textAt(node, 'REFERENCE_NUMBER')
  const name = ['FIRST_NAME', 'SECOND_NAME', 'THIRD_NAME', 'FOURTH_NAME']
    .map((part) => textAt(node, part))
    .filter((part) => part !== undefined)
    .join(' ')
  if (entryId === undefined || name === '') {
    const place = { list: listId, file: file.name, line: node.line }
    throw new ListError('INVALID_ENTRY', place, `${kind} ${entryId ?? ''} lacks a name or a reference number`)
  }
  const addresses = childrenOf(node, `${kind}_ADDRESS`).map(addressParts)
  const aliases = childrenOf(node, `${kind}_ALIAS`)
  return finishEntity(
    defined({
      listId,
      entryId,
      schema: kind === 'INDIVIDUAL' ? 'Person' : 'Organization',
      names: [
        wholeName(name, 'primary'),
        ...textsAt(node, 'NAME_ORIGINAL_SCRIPT').map((text) => wholeName(text, 'original')),
        ...aliases.flatMap(aliasesOf),
      ],
      birthDates: [
        ...childrenOf(node, 'INDIVIDUAL_DATE_OF_BIRTH').map(birthDateOf),
        ...aliases.map((alias) => parseListedDate(textAt(alias, 'DATE_OF_BIRTH'))),
      ].filter((date) => date !== undefined),
      birthPlaces: childrenOf(node, 'INDIVIDUAL_PLACE_OF_BIRTH')
        .map((place) => placeOfParts(addressParts(place)))
        .filter((place) => place !== undefined),
      nationalities: [...textsAt(node, 'NATIONALITY', 'VALUE'), ...textsAt(node, 'NATIONALITY2', 'VALUE')].flatMap(
        countryCodesIn,
      ),
      countries: knownCountries(addresses.map((address) => address.country)),
      gender: /unknown/i.test(textAt(node, 'GENDER') ?? '') ? undefined : genderOf(textAt(node, 'GENDER')),
      documents: childrenOf(node, 'INDIVIDUAL_DOCUMENT')
        .map(documentOf)
        .filter((document) => document !== undefined),
      addresses: addresses.map(addressOf).filter((address) => address !== undefined),
      positions: textsAt(node, 'DESIGNATION', 'VALUE').map((title) => ({ title })),
      topics: ['sanction'],
      programmes: textsAt(node, 'UN_LIST_TYPE'),
      listedOn: isoDate(textAt(node, 'LISTED_ON')),
      remarks: [...textsAt(node, 'COMMENTS1'), ...unreadDates('Date of birth', birthDateTexts(node))],
      properties: propertiesOf(node),
      raw: { file: file.name, line: node.line, offset: node.offset },
    }),
  )
}

/** One element may hold several names, separated by semicolons. */
function aliasesOf(alias: XmlNode): EntityName[] {
  const kind = aliasKind(textAt(alias, 'QUALITY'))
  return (textAt(alias, 'ALIAS_NAME') ?? '')
    .split(';')
    .filter((name) => name.trim() !== '')
    .map((name) => wholeName(name.trim(), kind))
}

function aliasKind(quality: string | undefined): NameKind {
  if (/^low/i.test(quality ?? '')) return 'weak'
  return /^f\.?k\.?a/i.test(quality ?? '') ? 'former' : 'alias'
}

/** Dates hide in `NOTE` at times, written as prose. */
function birthDateOf(node: XmlNode): ListedDate | undefined {
  const circa = textAt(node, 'TYPE_OF_DATE') === 'APPROXIMATELY'
  const from = textAt(node, 'FROM_YEAR')
  const to = textAt(node, 'TO_YEAR')
  if (from !== undefined && to !== undefined) return dateRange(from, to, circa)
  return parseListedDate(textAt(node, 'DATE') ?? textAt(node, 'YEAR') ?? textAt(node, 'NOTE'), circa)
}

/** As far as they are texts; a range of years is never unreadable. */
function birthDateTexts(node: XmlNode): (string | undefined)[] {
  return childrenOf(node, 'INDIVIDUAL_DATE_OF_BIRTH').map(
    (date) => textAt(date, 'DATE') ?? textAt(date, 'YEAR') ?? textAt(date, 'NOTE'),
  )
}

function addressParts(node: XmlNode): AddressParts {
  return {
    street: textAt(node, 'STREET'),
    city: textAt(node, 'CITY'),
    region: textAt(node, 'STATE_PROVINCE'),
    postalCode: textAt(node, 'ZIP_CODE'),
    country: textAt(node, 'COUNTRY'),
  }
}

function documentOf(node: XmlNode): ListedDocument | undefined {
  const number = textAt(node, 'NUMBER')
  if (number === undefined) return undefined
  const label = textAt(node, 'TYPE_OF_DOCUMENT') ?? textAt(node, 'TYPE_OF_DOCUMENT2')
  return defined({
    kind: documentKind(label ?? ''),
    number,
    label: label?.replace(/\s+/g, ' '),
    country: countryCode(textAt(node, 'ISSUING_COUNTRY')) ?? countryCode(textAt(node, 'COUNTRY_OF_ISSUE')),
    issuedOn: isoDate(textAt(node, 'DATE_OF_ISSUE')),
  })
}

function propertiesOf(node: XmlNode): Record<string, string[]> {
  const title = textsAt(node, 'TITLE', 'VALUE')
  const modifiedAt = nodesAt(node, 'LAST_DAY_UPDATED', 'VALUE').map((value) => value.text)
  const dates = modifiedAt.filter((date) => date !== '')
  return { ...(title.length === 0 ? {} : { title }), ...(dates.length === 0 ? {} : { modifiedAt: dates }) }
}
