/** The UK Sanctions List of the Foreign, Commonwealth and Development Office as XML. */
import type { Entity } from '../entity.ts'
import type { AddressParts } from './address.ts'
import { ListError } from './list-error.ts'
import type { ParseRequest } from './list-input.ts'
import { isoDate } from './listed-date.ts'
import { nodesAt, nodesWithin, readXml, textAt, textsWithin, type XmlNode } from './read-xml.ts'
import { type UkName, type UkParts, ukEntity } from './uk-entity.ts'

export async function* parseUkXml(request: ParseRequest): AsyncGenerator<Entity> {
  for (const file of request.files) {
    const reading = { listId: request.listId, roots: ['Designations'], records: ['Designation', 'DateGenerated'] }
    for await (const node of readXml(file, reading)) {
      if (node.name === 'DateGenerated') {
        const publishedAt = isoDate(node.text)
        if (publishedAt !== undefined) request.onPublication?.({ publishedAt })
      } else if (node.name === 'Designation') {
        const raw = { file: file.name, line: node.line, offset: node.offset }
        const entity = ukEntity(partsOf(node), { listId: request.listId, raw })
        if (entity === undefined) {
          const place = { list: request.listId, file: file.name, line: node.line }
          throw new ListError('INVALID_ENTRY', place, 'a Designation lacks a UniqueID or a name')
        }
        yield entity
      }
    }
  }
}

function partsOf(node: XmlNode): UkParts {
  const within = (name: string) => textsWithin(node, name)
  return {
    key: textAt(node, 'UniqueID'),
    unReference: textAt(node, 'UNReferenceNumber'),
    kind: textAt(node, 'IndividualEntityShip'),
    regime: [textAt(node, 'RegimeName')],
    designatedOn: textAt(node, 'DateDesignated'),
    names: nodesAt(node, 'Names', 'Name').map(nameOf),
    nonLatinNames: nodesAt(node, 'NonLatinNames', 'NonLatinName').map((name) => ({
      text: textAt(name, 'NameNonLatinScript'),
      language: textAt(name, 'NonLatinScriptLanguage'),
    })),
    titles: within('Title'),
    remarks: [textAt(node, 'OtherInformation'), textAt(node, 'UKStatementofReasons')],
    sanctions: [textAt(node, 'SanctionsImposed')],
    addresses: nodesAt(node, 'Addresses', 'Address').map(addressParts),
    phones: within('PhoneNumber'),
    emails: within('EmailAddress'),
    websites: within('Website'),
    birthDates: within('DOB'),
    births: nodesWithin(node, 'Location').map((place) => ({
      town: textAt(place, 'TownOfBirth'),
      country: textAt(place, 'CountryOfBirth'),
    })),
    nationalities: within('Nationality'),
    genders: within('Gender'),
    positions: within('Position'),
    passports: within('PassportNumber'),
    nationalIds: within('NationalIdentifierNumber'),
    businessNumbers: within('BusinessRegistrationNumber'),
    imoNumbers: within('IMONumber'),
    flags: [...within('CurrentBelievedFlagOfShip'), ...within('PreviousFlag')],
    owners: [...within('CurrentOwnerOperator'), ...within('PreviousOwnerOperator')],
    parents: within('ParentCompany'),
    subsidiaries: within('Subsidiary'),
    shipTypes: within('TypeOfShip'),
    yearsBuilt: within('YearBuilt'),
  }
}

function nameOf(node: XmlNode): UkName {
  return {
    given: ['Name1', 'Name2', 'Name3', 'Name4', 'Name5'].map((part) => textAt(node, part)),
    last: textAt(node, 'Name6'),
    type: textAt(node, 'NameType'),
    strength: textAt(node, 'AliasStrength') ?? textAt(node, 'NameStrength'),
  }
}

function addressParts(node: XmlNode): AddressParts {
  const lines = [1, 2, 3, 4, 5, 6].map((line) => textAt(node, `AddressLine${line}`))
  return {
    street: lines.filter((line) => line !== undefined).join(', ') || undefined,
    postalCode: textAt(node, 'AddressPostalCode'),
    country: textAt(node, 'AddressCountry'),
  }
}
