/**
 * One entry of a watchlist as the rest of the product sees it, whatever format it came in.
 *
 * Parsers build entities through {@link EntityDraft} and `finishEntity`; matching reads them. The vocabulary
 * (schemata, topics) is FollowTheMoney's, because the lists, PEP data and the HTTP interface speak it.
 */

/** FollowTheMoney schemata that can be screened. Anything else is dropped or folded into one of these on load. */
export type EntitySchema =
  | 'Person'
  | 'LegalEntity'
  | 'Organization'
  | 'Company'
  | 'PublicBody'
  | 'Vessel'
  | 'Airplane'
  | 'Vehicle'
  | 'CryptoWallet'
  | 'Security'
  | 'Address'

/** The whole id: list id, colon, the publisher's own key, e.g. `UN:QDi.135` or `OFAC-SDN:9758`. */
export type EntityId = `${string}:${string}`

/**
 * What a list says about a name. `weak` marks low-quality aliases: they count only with a second agreeing feature.
 * `original` is the name in the script of its bearer's language, `former` a name no longer used.
 */
export type NameKind = 'primary' | 'alias' | 'weak' | 'former' | 'original' | 'abbreviation'

/** Name parts where the list itself types them; never guessed from a whole name. */
export interface NameParts {
  readonly given?: string
  readonly middle?: string
  readonly father?: string
  readonly family?: string
  readonly maiden?: string
  readonly title?: string
  readonly suffix?: string
}

export interface EntityName {
  /** In reading order: given names first, family name last where the list says which is which. */
  readonly full: string
  readonly kind: NameKind
  readonly parts?: NameParts
  /** Language tag as the list gives it (`en`, `ara`), lower case. */
  readonly language?: string
  /** The listed text before clean-up, when it differs from `full` (`KASKAR, Dawood Ibrahim`). */
  readonly text?: string
}

export type DatePrecision = 'day' | 'month' | 'year'

/** A date as listed. A range has `to`; both ends are inclusive and of the stated precision. */
export interface ListedDate {
  /** ISO prefix: `1962`, `1962-11` or `1962-11-23`. */
  readonly value: string
  readonly precision: DatePrecision
  readonly to?: string
  /** The list says "circa" or "approximately". */
  readonly circa: boolean
  readonly text?: string
}

export interface ListedPlace {
  readonly text: string
  readonly city?: string
  readonly region?: string
  /** ISO 3166 alpha-2 in lower case, or a historic or territory code such as `suhh`, `yucs`, `xk`. */
  readonly country?: string
}

export interface ListedAddress extends ListedPlace {
  readonly street?: string
  readonly postalCode?: string
}

export type DocumentKind =
  | 'passport'
  | 'national-id'
  | 'social-security'
  | 'tax'
  | 'vat'
  | 'registration'
  | 'lei'
  | 'swift'
  | 'imo'
  | 'mmsi'
  | 'call-sign'
  | 'aircraft'
  | 'wallet'
  | 'security'
  | 'other'

export interface ListedDocument {
  readonly kind: DocumentKind
  readonly number: string
  readonly country?: string
  /** The publisher's word for the type (`Cedula No.`, `Digital Currency Address - XBT`). */
  readonly label?: string
  readonly issuedOn?: string
  readonly expiresOn?: string
}

export type Gender = 'male' | 'female' | 'other'

/** A function held by a politically exposed person. `to` absent: held now, as far as the list knows. */
export interface ListedPosition {
  readonly title: string
  readonly level?: 'international' | 'national' | 'regional' | 'local'
  readonly country?: string
  readonly from?: string
  readonly to?: string
}

export type RelationKind = 'family' | 'associate' | 'owner' | 'director' | 'employee' | 'linked'

export interface ListedRelation {
  readonly kind: RelationKind
  /** In the list's words: `spouse`, `Linked To`, `Owned or Controlled By`. */
  readonly role: string
  /** The related entry on the same list, when the list names one by key. */
  readonly entityId?: EntityId
  readonly name?: string
}

export interface ListedContact {
  readonly kind: 'phone' | 'email' | 'website'
  readonly value: string
}

/** Where in the snapshot's bytes the entry was read, so that an explanation can point at the listed text. */
export interface RawReference {
  /** Member of a multi-file snapshot (`sdn.csv`); absent for single files. */
  readonly file?: string
  /** 1-based line of the entry's first byte. */
  readonly line: number
  /** Offset of the entry in the decoded text, in UTF-16 units, when the reader knows it. */
  readonly offset?: number
}

export interface Entity {
  readonly id: EntityId
  readonly listId: string
  /** The publisher's stable key within the list. */
  readonly entryId: string
  /** Former keys of entries merged into this one. */
  readonly referents: readonly string[]
  readonly schema: EntitySchema
  /** Never empty; the first is the primary name. */
  readonly names: readonly EntityName[]
  readonly birthDates: readonly ListedDate[]
  readonly deathDates: readonly ListedDate[]
  /** Founding date of an organisation, build date of a vessel. */
  readonly foundingDates: readonly ListedDate[]
  readonly birthPlaces: readonly ListedPlace[]
  readonly nationalities: readonly string[]
  /** Every other country the list links the entity to: residence, jurisdiction, flag. */
  readonly countries: readonly string[]
  readonly gender?: Gender
  readonly documents: readonly ListedDocument[]
  readonly addresses: readonly ListedAddress[]
  readonly contacts: readonly ListedContact[]
  readonly positions: readonly ListedPosition[]
  readonly relations: readonly ListedRelation[]
  /** FollowTheMoney topics (`sanction`, `role.pep`, `role.rca`, `crime.fraud`) and our own `internal.blacklist`. */
  readonly topics: readonly string[]
  /** Sanctions programmes or regimes, reason categories of the bank's own list. */
  readonly programmes: readonly string[]
  readonly listedOn?: string
  readonly validFrom?: string
  readonly validTo?: string
  readonly remarks: readonly string[]
  readonly sourceUrls: readonly string[]
  /** Further properties carried through untouched, by FollowTheMoney property name. */
  readonly properties: Readonly<Record<string, readonly string[]>>
  readonly raw: RawReference
  /**
   * `sha256:` over what matching uses and the programmes: names, dates, places, nationalities, gender, documents.
   * It changes exactly when an earlier decision on this entry must be looked at again.
   */
  readonly contentHash: string
  /** `sha256:` over everything shown, remarks included; not over the position in the file. */
  readonly displayHash: string
}

/** What a parser fills in; lists left out are empty. */
export type EntityDraft = Pick<Entity, 'listId' | 'entryId' | 'schema' | 'names' | 'raw'> &
  Partial<Omit<Entity, 'id' | 'contentHash' | 'displayHash'>>

/** What an entry holds of which nothing is known. */
export const nothingKnown = {
  referents: [],
  birthDates: [],
  deathDates: [],
  foundingDates: [],
  birthPlaces: [],
  nationalities: [],
  countries: [],
  documents: [],
  addresses: [],
  contacts: [],
  positions: [],
  relations: [],
  topics: [],
  programmes: [],
  remarks: [],
  sourceUrls: [],
  properties: {},
} satisfies Partial<Entity>

/** The purposes a list serves; each is screened in its own step. */
export type ListPurpose = 'sanctions' | 'pep' | 'adverse-media' | 'blacklist'

/** Topics that make a person politically exposed, in themselves or through somebody. */
const pepTopics = ['role.pep', 'role.rca', 'role.oligarch']

/** Topics of the bank's own list. */
export const blacklistTopic = 'internal.blacklist'

/** The purposes that an entity's topics stand for. An entity without known topics serves no purpose of its own. */
export function purposesOf(topics: readonly string[]): ListPurpose[] {
  const purposes = new Set<ListPurpose>()
  for (const topic of topics) {
    if (topic === blacklistTopic) purposes.add('blacklist')
    else if (pepTopics.some((prefix) => topic.startsWith(prefix))) purposes.add('pep')
    else if (topic.startsWith('sanction') || topic === 'export.control' || topic === 'debarment') {
      purposes.add('sanctions')
    } else if (/^(crime|wanted|poi|reg\.|corp\.)/.test(topic)) purposes.add('adverse-media')
  }
  return [...purposes]
}

export function entityId(listId: string, entryId: string): EntityId {
  return `${listId}:${entryId}`
}

/** Splits `UN:QDi.135` at the first colon; entry ids may hold colons themselves, list ids never do. */
export function splitEntityId(id: string): { readonly listId: string; readonly entryId: string } {
  const colon = id.indexOf(':')
  return colon < 0 ? { listId: '', entryId: id } : { listId: id.slice(0, colon), entryId: id.slice(colon + 1) }
}

/** Whether an entry counts on that ISO day. Entries of published lists have no term and always do. */
export function isInForce(entity: Pick<Entity, 'validFrom' | 'validTo'>, day: string): boolean {
  const { validFrom, validTo } = entity
  return (
    (validFrom === undefined || validFrom <= day) && (validTo === undefined || day.slice(0, validTo.length) <= validTo)
  )
}
