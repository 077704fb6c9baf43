/** Address columns of both editions of the EU's CSV. */
import type { AddressParts } from './address.ts'
import type { CsvRecord } from './read-csv.ts'

export function addressPartsOf(row: CsvRecord): AddressParts {
  const street = [row.get('Addr_street'), row.get('Addr_number')].filter((part) => part !== undefined).join(' ')
  return {
    street: row.get('Address_Street') ?? row.get('Address_PoBox') ?? (street === '' ? undefined : street),
    city: row.get('Address_City') ?? row.get('Address_Place') ?? row.get('Addr_city'),
    region: row.get('Address_Region'),
    postalCode: row.get('Address_ZipCode') ?? row.get('Addr_zipcode'),
    country: row.get('Address_CountryIso2Code') ?? row.get('Addr_country'),
  }
}
