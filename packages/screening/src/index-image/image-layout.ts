/**
 * How an index lies in one block of bytes: eight bytes of mark, the length of a JSON header, the header, then sections
 * at multiples of eight. Typed arrays are used where they lie; several threads can share one block.
 */

export const imageMark = 'GHINDEX1'

/** Raised when the layout or the meaning of a section changes: older images are then refused, not misread. */
export const imageVersion = 5

export const numberSections = [
  'entityOf',
  'indexInEntity',
  'tokenStarts',
  'tokenIds',
  'bits',
  'postingStarts',
  'postings',
  'tokenBucketStarts',
  'tokenBucketItems',
  'tokenBucketHashes',
  'tokenBucketPresent',
  'joinStarts',
  'joinItems',
  'joinHashes',
  'joinPresent',
  'documentStarts',
  'documentItems',
  'documentHashes',
  'documentPresent',
  'entityStarts',
  'entityHashes',
  'schemas',
  'tokenRows',
  'tokenSounds',
  'tokenBits',
  'tokenTextStarts',
  'tokenTexts',
  'tokenForms',
  'idStarts',
] as const

export type NumberSection = (typeof numberSections)[number]

/**
 * `originals` is JSON; `ids` is one id after the other, found through `idStarts`; `entities` is one record of `entity-record.ts`
 * after the other, found through `entityStarts`, without the hashes, which lie in `entityHashes`.
 */
export const textSections = ['originals', 'ids', 'entities'] as const

export type TextSection = (typeof textSections)[number]

export interface SectionPlace {
  readonly offset: number
  readonly length: number
}

export interface ImageHeader {
  readonly imageVersion: number
  readonly engineVersion: string
  /** Version of the index: of its entries. */
  readonly version: string
  readonly sections: Readonly<Record<NumberSection | TextSection, SectionPlace>>
  /** CRC-32 of everything behind the header. */
  readonly checksum: number
}

export const schemaOrder = [
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
  'Address',
] as const

export function align(offset: number): number {
  return Math.ceil(offset / 8) * 8
}
