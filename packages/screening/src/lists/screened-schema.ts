/** Which FollowTheMoney schemata are screened. */
import type { EntitySchema } from '../entity.ts'

const schemata: readonly EntitySchema[] = [
  'Person',
  'LegalEntity',
  'Organization',
  'Company',
  'PublicBody',
  'Vessel',
  'Airplane',
  'Vehicle',
  'CryptoWallet',
  'Security',
]

/** The schema as we keep it; undefined for what is not screened: links, addresses, payments, posts. */
export function screenedSchema(schema: string): EntitySchema | undefined {
  return schemata.find((known) => known === schema)
}
