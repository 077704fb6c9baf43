/** FollowTheMoney's words for kinds of entities and their properties, as far as they are asked about. */

export interface KnownSchema {
  readonly name: string
  readonly plural: string
  readonly label: string
  /** Itself and what it is a kind of, up to `Thing`. */
  readonly kinds: readonly string[]
}

const schema = (name: string, label: string, plural: string, ...above: string[]): KnownSchema => ({
  name,
  label,
  plural,
  kinds: [name, ...above, 'Thing'],
})

export const knownSchemata: readonly KnownSchema[] = [
  { name: 'Thing', label: 'Thing', plural: 'Things', kinds: ['Thing'] },
  schema('LegalEntity', 'Legal entity', 'Legal entities'),
  schema('Person', 'Person', 'People', 'LegalEntity'),
  schema('Organization', 'Organization', 'Organizations', 'LegalEntity'),
  schema('Company', 'Company', 'Companies', 'Organization', 'LegalEntity', 'Asset'),
  schema('PublicBody', 'Public body', 'Public bodies', 'Organization', 'LegalEntity'),
  schema('Asset', 'Asset', 'Assets'),
  schema('Vehicle', 'Vehicle', 'Vehicles', 'Asset'),
  schema('Vessel', 'Vessel', 'Vessels', 'Vehicle', 'Asset'),
  schema('Airplane', 'Airplane', 'Airplanes', 'Vehicle', 'Asset'),
  schema('CryptoWallet', 'Cryptocurrency wallet', 'Cryptocurrency wallets'),
  schema('Security', 'Security', 'Securities', 'Asset'),
  schema('Address', 'Address', 'Addresses'),
]

export function knownSchema(name: string): KnownSchema | undefined {
  return knownSchemata.find((known) => known.name === name)
}

/** Whether an entry of one schema is also one of the other. */
export function isKindOf(name: string, of: string): boolean {
  return knownSchema(name)?.kinds.includes(of) ?? name === of
}

export interface KnownProperty {
  /** `Thing:country` */
  readonly qname: string
  readonly name: string
  readonly label: string
}

const property = (qname: string, label: string): KnownProperty => ({
  qname,
  name: qname.slice(qname.indexOf(':') + 1),
  label,
})

export const knownProperties: readonly KnownProperty[] = [
  property('Thing:name', 'Name'),
  property('Thing:alias', 'Other name'),
  property('Thing:weakAlias', 'Weak alias'),
  property('Thing:previousName', 'Previous name'),
  property('Thing:country', 'Country'),
  property('Thing:address', 'Address'),
  property('Thing:topics', 'Topics'),
  property('Thing:notes', 'Notes'),
  property('Thing:sourceUrl', 'Source link'),
  property('LegalEntity:mainCountry', 'Country of origin'),
  property('LegalEntity:jurisdiction', 'Jurisdiction (country)'),
  property('LegalEntity:idNumber', 'ID Number'),
  property('LegalEntity:registrationNumber', 'Registration number'),
  property('LegalEntity:taxNumber', 'Tax Number'),
  property('LegalEntity:vatCode', 'V.A.T. Identifier'),
  property('LegalEntity:leiCode', 'LEI'),
  property('LegalEntity:swiftBic', 'SWIFT/BIC'),
  property('LegalEntity:innCode', 'INN'),
  property('LegalEntity:ogrnCode', 'OGRN'),
  property('Person:birthDate', 'Birth date'),
  property('Person:birthPlace', 'Place of birth'),
  property('Person:birthCountry', 'Country of birth'),
  property('Person:deathDate', 'Death date'),
  property('Person:nationality', 'Nationality'),
  property('Person:citizenship', 'Citizenship'),
  property('Person:gender', 'Gender'),
  property('Person:passportNumber', 'Passport number'),
  property('Person:socialSecurityNumber', 'Social security number'),
  property('Person:position', 'Position'),
  property('Vessel:imoNumber', 'IMO Number'),
  property('Vessel:mmsi', 'MMSI'),
  property('Vessel:flag', 'Flag'),
  property('CryptoWallet:publicKey', 'Address'),
]
