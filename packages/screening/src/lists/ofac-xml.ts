/** OFAC's older XML, `SDN.XML` and `CONSOLIDATED.XML`: one `sdnEntry` an entry, aliases marked strong or weak. */
import type { Entity, EntityName } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { type AddressParts, addressOf, knownCountries, placeOfText } from './address.ts'
import { countryCode } from './countries.ts'
import { defined } from './defined.ts'
import { ListError } from './list-error.ts'
import type { ListFile, ParseRequest } from './list-input.ts'
import { schemaOf } from './ofac-csv.ts'
import { addFeature, addProperty, emptyFeatures, type FeatureTarget } from './ofac-features.ts'
import { nameOfParts, wholeName } from './person-name.ts'
import { childOf, nodesAt, readXml, textAt, textsAt, type XmlNode } from './read-xml.ts'

export async function* parseOfacXml(request: ParseRequest): AsyncGenerator<Entity> {
  for (const file of request.files) {
    const reading = { listId: request.listId, roots: ['sdnList'], records: ['sdnEntry', 'publshInformation'] }
    for await (const node of readXml(file, reading)) {
      if (node.name === 'publshInformation') publish(node, request)
      else if (node.name === 'sdnEntry') yield entityOf(node, file, request.listId)
    }
  }
}

/** The element is spelt that way; its date is month first. */
function publish(node: XmlNode, request: ParseRequest): void {
  const date = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(textAt(node, 'Publish_Date') ?? '')
  const count = Number(textAt(node, 'Record_Count'))
  request.onPublication?.({
    ...(date === null ? {} : { publishedAt: `${date[3]}-${date[1]}-${date[2]}` }),
    ...(Number.isInteger(count) && count > 0 ? { declaredCount: count } : {}),
  })
}

function entityOf(node: XmlNode, file: ListFile, listId: string): Entity {
  const entryId = textAt(node, 'uid')
  const schema = schemaOf(textAt(node, 'sdnType'))
  const primary = nameOf(node, 'primary', schema === 'Person')
  if (entryId === undefined || primary === undefined) {
    const place = { list: listId, file: file.name, line: node.line }
    throw new ListError('INVALID_ENTRY', place, `entry ${entryId ?? 'without uid'} has no name or no uid`)
  }
  const target = emptyFeatures()
  addFeatures(node, target)
  addVessel(childOf(node, 'vesselInfo'), target)
  const addresses = nodesAt(node, 'addressList', 'address').map(addressParts)
  target.countries.push(...knownCountries(addresses.map((address) => address.country)))
  return finishEntity({
    listId,
    entryId,
    schema,
    ...target,
    names: [primary, ...nodesAt(node, 'akaList', 'aka').flatMap((aka) => aliasOf(aka, schema === 'Person'))],
    addresses: addresses.map(addressOf).filter((address) => address !== undefined),
    topics: ['sanction'],
    programmes: textsAt(node, 'programList', 'program'),
    remarks: [...textsAt(node, 'remarks'), ...target.remarks],
    raw: { file: file.name, line: node.line, offset: node.offset },
  })
}

/** `lastName` holds the whole name of anything that is not a person. */
function nameOf(node: XmlNode, kind: EntityName['kind'], isPerson: boolean): EntityName | undefined {
  const family = textAt(node, 'lastName')
  const given = textAt(node, 'firstName')
  if (isPerson && given !== undefined) return nameOfParts(defined({ given, family }), kind)
  return family === undefined ? undefined : wholeName(family, kind)
}

function aliasOf(aka: XmlNode, isPerson: boolean): EntityName[] {
  const isFormer = /^f/i.test(textAt(aka, 'type') ?? '')
  const kind = textAt(aka, 'category') === 'weak' ? 'weak' : isFormer ? 'former' : 'alias'
  const name = nameOf(aka, kind, isPerson)
  return name === undefined ? [] : [name]
}

function addFeatures(node: XmlNode, target: FeatureTarget): void {
  const title = textAt(node, 'title')
  if (title !== undefined) target.positions.push(...title.split(/;\s*/).map((text) => ({ title: text })))
  for (const id of nodesAt(node, 'idList', 'id')) {
    const label = textAt(id, 'idType')
    const value = textAt(id, 'idNumber')
    if (label === undefined || value === undefined) continue
    addFeature(target, {
      label,
      value,
      country: textAt(id, 'idCountry'),
      issuedOn: textAt(id, 'issueDate'),
      expiresOn: textAt(id, 'expirationDate'),
    })
  }
  for (const value of textsAt(node, 'dateOfBirthList', 'dateOfBirthItem', 'dateOfBirth')) {
    addFeature(target, { label: 'DOB', value })
  }
  target.birthPlaces.push(...textsAt(node, 'placeOfBirthList', 'placeOfBirthItem', 'placeOfBirth').map(placeOfText))
  const lands = [
    ...textsAt(node, 'nationalityList', 'nationality', 'country'),
    ...textsAt(node, 'citizenshipList', 'citizenship', 'country'),
  ]
  for (const value of lands) addFeature(target, { label: 'nationality', value })
}

function addVessel(info: XmlNode | undefined, target: FeatureTarget): void {
  const callSign = textAt(info, 'callSign')
  if (callSign !== undefined) target.documents.push({ kind: 'call-sign', number: callSign, label: 'Call Sign' })
  const flag = countryCode(textAt(info, 'vesselFlag'))
  if (flag !== undefined) target.countries.push(flag)
  const owner = textAt(info, 'vesselOwner')
  if (owner !== undefined) target.relations.push({ kind: 'owner', role: 'Vessel owner', name: owner })
  addProperty(target, 'type', textAt(info, 'vesselType'))
  addProperty(target, 'tonnage', textAt(info, 'tonnage'))
  addProperty(target, 'grossRegisteredTonnage', textAt(info, 'grossRegisteredTonnage'))
}

function addressParts(node: XmlNode): AddressParts {
  const streets = ['address1', 'address2', 'address3'].map((name) => textAt(node, name))
  const street = streets.filter((line) => line !== undefined).join(', ')
  return {
    street: street === '' ? undefined : street,
    city: textAt(node, 'city'),
    region: textAt(node, 'stateOrProvince'),
    postalCode: textAt(node, 'postalCode'),
    country: textAt(node, 'country'),
  }
}
