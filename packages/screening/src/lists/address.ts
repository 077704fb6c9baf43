/** Addresses and places from the parts that lists give. */
import type { ListedAddress, ListedPlace } from '../entity.ts'
import { countryCode, countryOfPlace } from './countries.ts'
import { defined } from './defined.ts'
import { tidy } from './person-name.ts'

export interface AddressParts {
  readonly street?: string | undefined
  readonly city?: string | undefined
  readonly region?: string | undefined
  readonly postalCode?: string | undefined
  /** Name or ISO code. */
  readonly country?: string | undefined
}

/** Undefined when there is nothing but a country or not even that: a bare country is no address. */
export function addressOf(parts: AddressParts): ListedAddress | undefined {
  const { street, city, region, postalCode } = parts
  if (street === undefined && city === undefined && region === undefined && postalCode === undefined) return undefined
  return defined({
    text: joined([street, city, region, postalCode, parts.country]),
    street,
    city,
    region,
    postalCode,
    country: countryCode(parts.country),
  })
}

/** Undefined when every part is. */
export function placeOfParts(parts: Omit<AddressParts, 'street' | 'postalCode'>): ListedPlace | undefined {
  const text = joined([parts.city, parts.region, parts.country])
  if (text === '') return undefined
  return defined({ text, city: parts.city, region: parts.region, country: countryCode(parts.country) })
}

/** A birth place in one text: city first, country last, what lies between is the region. */
export function placeOfText(text: string): ListedPlace {
  const country = countryOfPlace(text)
  const parts = text.split(',').map((part) => part.trim())
  const city = parts.length > 1 || country === undefined ? parts[0] : undefined
  const region = parts.length > 2 ? parts.slice(1, -1).join(', ') : undefined
  return defined({ text, city, region, country })
}

/** Codes of those countries that are known. */
export function knownCountries(texts: readonly (string | undefined)[]): string[] {
  return texts.map(countryCode).filter((code) => code !== undefined)
}

function joined(parts: readonly (string | undefined)[]): string {
  return parts
    .filter((part) => part !== undefined)
    .map(tidy)
    .join(', ')
}
