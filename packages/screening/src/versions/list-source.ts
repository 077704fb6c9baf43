/** Where lists come from: the publishers' addresses, files, or folders of files. */
import type { ListPurpose } from '../entity.ts'
import type { CsvMapping } from '../lists/csv-mapping.ts'
import type { ListFormat } from '../lists/list-formats.ts'
import type { ListCanaries } from './canaries.ts'

export interface ListSource {
  readonly listId: string
  readonly title: string
  readonly purpose: ListPurpose
  readonly format: ListFormat
  /** Name under which the file is kept, and its http(s) address or path. */
  readonly files: Readonly<Record<string, string>>
  /**
   * Address of a FollowTheMoney dataset's `index.json`. It names the version, the file and the deltas, so `files` stays
   * empty.
   */
  readonly index?: string
  readonly everyHours: number
  readonly mapping?: CsvMapping
  readonly charset?: string
  readonly canaries?: ListCanaries
  readonly maxShrinkPercent?: number
}

const ofac = 'https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports'

/**
 * The publishers' own addresses. Single files where there is a choice: files of one set may be of different days while
 * the publisher replaces them. Canaries are entries that have been there for decades.
 */
export const officialSources: readonly ListSource[] = [
  {
    listId: 'UN',
    title: 'UN Security Council consolidated list',
    purpose: 'sanctions',
    format: 'un-xml',
    files: { 'consolidated.xml': 'https://scsanctions.un.org/resources/xml/en/consolidated.xml' },
    everyHours: 4,
    canaries: { present: [{ entryId: 'QDi.135' }] },
  },
  {
    listId: 'OFAC-SDN',
    title: 'OFAC specially designated nationals',
    purpose: 'sanctions',
    format: 'ofac-xml',
    files: { 'sdn.xml': `${ofac}/SDN.XML` },
    everyHours: 4,
    canaries: { present: [{ entryId: '9758' }] },
  },
  {
    listId: 'OFAC-CONS',
    title: 'OFAC consolidated non-SDN lists',
    purpose: 'sanctions',
    format: 'ofac-xml',
    files: { 'consolidated.xml': `${ofac}/CONSOLIDATED.XML` },
    everyHours: 4,
  },
  {
    listId: 'EU',
    title: 'EU consolidated financial sanctions',
    purpose: 'sanctions',
    format: 'eu-xml',
    files: {
      'eu-fsf.xml':
        'https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw',
    },
    everyHours: 12,
  },
  {
    listId: 'UK',
    title: 'UK sanctions list',
    purpose: 'sanctions',
    format: 'uk-xml',
    files: { 'uk-sanctions-list.xml': 'https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.xml' },
    everyHours: 12,
  },
  {
    listId: 'CH',
    title: 'Swiss sanctions (SECO)',
    purpose: 'sanctions',
    format: 'seco-xml',
    files: {
      'seco.xml':
        'https://www.sesam.search.admin.ch/sesam-search-web/pages/downloadXmlGesamtliste.xhtml?lang=en&action=downloadXmlGesamtlisteAction',
    },
    everyHours: 24,
  },
  {
    listId: 'CA',
    title: 'Canadian autonomous sanctions',
    purpose: 'sanctions',
    format: 'ca-xml',
    files: {
      'sema-lmes.xml':
        'https://www.international.gc.ca/world-monde/assets/office_docs/international_relations-relations_internationales/sanctions/sema-lmes.xml',
    },
    everyHours: 24,
  },
  {
    listId: 'AU',
    title: 'Australian sanctions (DFAT)',
    purpose: 'sanctions',
    format: 'au-xlsx',
    files: {
      'dfat.xlsx': 'https://www.dfat.gov.au/sites/default/files/Australian_Sanctions_Consolidated_List.xlsx',
    },
    everyHours: 24,
  },
]

export function officialSource(listId: string): ListSource | undefined {
  return officialSources.find((source) => source.listId === listId)
}

export function isAddress(from: string): boolean {
  return /^https?:\/\//i.test(from)
}

/**
 * A dataset of OpenSanctions by its name there, such as `default` or `peps`. Free for non-commercial use; a business
 * needs a licence from the publisher.
 */
export function openSanctionsSource(dataset: string, purpose: ListPurpose): ListSource {
  return {
    listId: `OS-${dataset.toUpperCase()}`,
    title: `OpenSanctions ${dataset}`,
    purpose,
    format: 'ftm-json',
    files: {},
    index: `https://data.opensanctions.org/datasets/latest/${encodeURIComponent(dataset)}/index.json`,
    everyHours: 6,
  }
}

/** One text for the record: all addresses of the list. */
export function describeSource(source: ListSource): string {
  return [...(source.index === undefined ? [] : [source.index]), ...Object.values(source.files)].join(' ')
}
