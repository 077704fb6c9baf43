/** Which rules a name is read by, and which kinds of entry a query may meet. */
import type { EntitySchema } from '../entity.ts'
import type { NameDomain } from '../names/name-information.ts'
import type { QueryKind } from './query.ts'

export function domainOfSchema(schema: EntitySchema): NameDomain {
  return schema === 'Person' ? 'person' : 'organisation'
}

/** A query of unknown kind is read both ways; every other one way. */
export function domainsOfKind(kind: QueryKind): readonly NameDomain[] {
  if (kind === 'any') return ['person', 'organisation']
  return kind === 'person' ? ['person'] : ['organisation']
}

/** A person also meets entries that the list calls no more than a legal entity, never a company or a vessel. */
export function mayMatch(kind: QueryKind, schema: EntitySchema): boolean {
  switch (kind) {
    case 'any':
      return schema !== 'Address'
    case 'person':
      return schema === 'Person' || schema === 'LegalEntity'
    case 'organisation':
      return (
        schema !== 'Person' &&
        !['Vessel', 'Airplane', 'Vehicle', 'CryptoWallet', 'Address', 'Security'].includes(schema)
      )
    case 'vessel':
      return schema === 'Vessel' || schema === 'Vehicle'
    case 'aircraft':
      return schema === 'Airplane'
    case 'wallet':
      return schema === 'CryptoWallet'
  }
}
