/** Canada's consolidated autonomous sanctions list: flat records without ids. */
import type { Entity, EntityName, EntitySchema, ListedDocument } from '../entity.ts'
import { finishEntity } from '../entity-hash.ts'
import { countryCode } from './countries.ts'
import { defined } from './defined.ts'
import { ListError } from './list-error.ts'
import type { ListFile, ParseRequest } from './list-input.ts'
import { isoDate, parseListedDates, unreadDates } from './listed-date.ts'
import { isOtherScript, nameOfParts, wholeName } from './person-name.ts'
import { readXml, textAt, type XmlNode } from './read-xml.ts'

export async function* parseCanadaXml(request: ParseRequest): AsyncGenerator<Entity> {
  for (const file of request.files) {
    const reading = { listId: request.listId, roots: ['data-set'], records: ['record'] }
    for await (const node of readXml(file, reading)) {
      if (node.name === 'record') yield entityOf(node, file, request.listId)
    }
  }
}

/** Regulation, schedule and item number together are the key: it is how the regulations cite an entry. */
function entityOf(node: XmlNode, file: ListFile, listId: string): Entity {
  const regime = (textAt(node, 'Country') ?? '').split(' / ')[0] ?? ''
  const entryId = [regime, textAt(node, 'Schedule'), textAt(node, 'Item')].filter(Boolean).join('|')
  const organisation = textAt(node, 'EntityOrShip')
  const name =
    organisation === undefined
      ? nameOfParts(defined({ given: textAt(node, 'GivenName'), family: textAt(node, 'LastName') }), 'primary')
      : wholeName(organisation, 'primary')
  if (name === undefined || textAt(node, 'Item') === undefined) {
    const place = { list: listId, file: file.name, line: node.line }
    throw new ListError('INVALID_ENTRY', place, `record ${entryId} has no name or no item number`)
  }
  const schema = schemaOf(node)
  const dates = parseListedDates(textAt(node, 'DateOfBirthOrShipBuildDate'))
  const country = countryCode(regime)
  const title = textAt(node, 'TitleOrShip')
  return finishEntity(
    defined({
      listId,
      entryId,
      schema,
      names: [name, ...aliasesOf(textAt(node, 'Aliases'), schema === 'Person')],
      birthDates: schema === 'Person' ? dates : [],
      foundingDates: schema === 'Person' ? [] : dates,
      // The regulation's country says whom the sanctions are about, not where this person is from.
      countries: country === undefined || schema === 'Person' ? [] : [country],
      documents: imoDocument(textAt(node, 'ShipIMONumber')),
      positions: title === undefined || schema !== 'Person' ? [] : [{ title }],
      topics: ['sanction'],
      programmes: [regime].filter((text) => text !== ''),
      listedOn: isoDate(textAt(node, 'DateOfListing')),
      remarks: unreadDates('Date', [textAt(node, 'DateOfBirthOrShipBuildDate')]),
      raw: { file: file.name, line: node.line, offset: node.offset },
    }),
  )
}

function imoDocument(text: string | undefined): ListedDocument[] {
  return text === undefined ? [] : [{ kind: 'imo', number: `IMO${text.replace(/\D/g, '')}`, label: 'IMO' }]
}

function schemaOf(node: XmlNode): EntitySchema {
  if (textAt(node, 'ShipIMONumber') !== undefined) return 'Vessel'
  return textAt(node, 'EntityOrShip') === undefined ? 'Person' : 'Organization'
}

/**
 * People's aliases are separated by commas too, and `Russian: …` marks one in another script. Commas belong to the
 * names of companies.
 */
function aliasesOf(text: string | undefined, isPerson: boolean): EntityName[] {
  return (text ?? '')
    .split(isPerson ? /[;,\n]/ : /[;\n]/)
    .map((alias) => /^\s*(?:([A-Z][a-z]+) ?:)?\s*(.*?)\s*$/s.exec(alias))
    .flatMap((alias) => {
      const name = alias?.[2] ?? ''
      if (name === '') return []
      return [wholeName(name, isOtherScript(name) ? 'original' : 'alias', alias?.[1])]
    })
}
