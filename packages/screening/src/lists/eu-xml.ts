/** EU Financial Sanctions Files, XML 1.1. */
import type { Entity, ListedContact } from '../entity.ts'
import type { AddressParts } from './address.ts'
import { defined } from './defined.ts'
import { type EuBirth, type EuIdentification, type EuName, type EuParts, euEntity } from './eu-entity.ts'
import { ListError } from './list-error.ts'
import type { ParseRequest } from './list-input.ts'
import { attributeOf, childOf, childrenOf, nodesAt, readXml, textAt, textsAt, type XmlNode } from './read-xml.ts'

export async function* parseEuXml(request: ParseRequest): AsyncGenerator<Entity> {
  for (const file of request.files) {
    const reading = { listId: request.listId, roots: ['export'], records: ['sanctionEntity'] }
    for await (const node of readXml(file, reading)) {
      if (node.name === 'export') {
        request.onPublication?.(defined({ publishedAt: attributeOf(node, 'generationDate') }))
        continue
      }
      const raw = { file: file.name, line: node.line, offset: node.offset }
      const entity = euEntity(partsOf(node), { listId: request.listId, raw })
      if (entity === undefined) {
        const place = { list: request.listId, file: file.name, line: node.line }
        throw new ListError('INVALID_ENTRY', place, 'a sanctionEntity lacks a reference number or a name')
      }
      yield entity
    }
  }
}

function partsOf(node: XmlNode): EuParts {
  const regulations = childrenOf(node, 'regulation')
  const addresses = childrenOf(node, 'address')
  return {
    referenceNumber: attributeOf(node, 'euReferenceNumber'),
    logicalId: attributeOf(node, 'logicalId'),
    subjectType: attributeOf(childOf(node, 'subjectType'), 'classificationCode'),
    unitedNationsId: attributeOf(node, 'unitedNationId'),
    designatedOn: attributeOf(node, 'designationDate'),
    remarks: [
      attributeOf(node, 'designationDetails'),
      ...textsAt(node, 'remark'),
      ...textsAt(node, 'nameAlias', 'remark'),
    ],
    programmes: regulations.map((regulation) => attributeOf(regulation, 'programme')),
    regulations: regulations.map((regulation) => attributeOf(regulation, 'numberTitle')),
    urls: textsAt(node, 'regulation', 'publicationUrl'),
    names: childrenOf(node, 'nameAlias').map(nameOf),
    births: childrenOf(node, 'birthdate').map(birthOf),
    identifications: childrenOf(node, 'identification').map(identificationOf),
    citizenships: childrenOf(node, 'citizenship').map((land) => attributeOf(land, 'countryIso2Code')),
    addresses: addresses.map(addressParts),
    contacts: nodesAt(node, 'address', 'contactInfo').flatMap(contactOf),
  }
}

function nameOf(node: XmlNode): EuName {
  return {
    first: attributeOf(node, 'firstName'),
    middle: attributeOf(node, 'middleName'),
    last: attributeOf(node, 'lastName'),
    whole: attributeOf(node, 'wholeName'),
    language: attributeOf(node, 'nameLanguage'),
    gender: attributeOf(node, 'gender'),
    title: attributeOf(node, 'title'),
    function: attributeOf(node, 'function'),
    isWeak: attributeOf(node, 'strong') === 'false' || isLowQuality(textAt(node, 'remark')),
  }
}

/** The remark says it in words where the attribute does not. */
export function isLowQuality(remark: string | undefined): boolean {
  return /\blow[- ]quality\b/i.test(remark ?? '')
}

function birthOf(node: XmlNode): EuBirth {
  return {
    date: attributeOf(node, 'birthdate'),
    year: attributeOf(node, 'year'),
    month: attributeOf(node, 'monthOfYear'),
    day: attributeOf(node, 'dayOfMonth'),
    rangeFrom: attributeOf(node, 'yearRangeFrom'),
    rangeTo: attributeOf(node, 'yearRangeTo'),
    isCirca: attributeOf(node, 'circa') === 'true',
    calendar: attributeOf(node, 'calendarType'),
    city: attributeOf(node, 'city'),
    place: attributeOf(node, 'place'),
    region: attributeOf(node, 'region'),
    country: attributeOf(node, 'countryIso2Code'),
  }
}

function identificationOf(node: XmlNode): EuIdentification {
  return {
    type: attributeOf(node, 'identificationTypeCode'),
    typeText: attributeOf(node, 'identificationTypeDescription'),
    number: attributeOf(node, 'latinNumber') ?? attributeOf(node, 'number'),
    country: attributeOf(node, 'countryIso2Code'),
    issuedOn: attributeOf(node, 'issuedDate'),
    expiresOn: attributeOf(node, 'validTo'),
  }
}

function addressParts(node: XmlNode): AddressParts {
  return {
    street: attributeOf(node, 'street') ?? attributeOf(node, 'poBox'),
    city: attributeOf(node, 'city') ?? attributeOf(node, 'place'),
    region: attributeOf(node, 'region'),
    postalCode: attributeOf(node, 'zipCode'),
    country: attributeOf(node, 'countryIso2Code'),
  }
}

function contactOf(node: XmlNode): ListedContact[] {
  const key = attributeOf(node, 'key') ?? ''
  const value = attributeOf(node, 'value')
  if (value === undefined) return []
  if (/mail/i.test(key)) return [{ kind: 'email', value }]
  if (/web|url/i.test(key)) return [{ kind: 'website', value }]
  return /phone|fax|mobile/i.test(key) ? [{ kind: 'phone', value }] : []
}
