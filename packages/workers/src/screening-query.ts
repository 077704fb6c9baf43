// Which facts of an application are screened: every name form, the dates, countries and documents that speak for or against.
import type { Application } from '@gatehouse/kyc'
import type { ScreeningQuery } from '@gatehouse/screening'

/** Null when there is no name to screen. */
export function screeningQuery({ identity, contact, document }: Application): ScreeningQuery | null {
  const names = [
    [identity.givenNames, identity.surnames].filter((part) => part !== '').join(' '),
    identity.nameOriginalScript ?? '',
    ...identity.otherNames.map(({ value }) => value),
  ].filter((name) => name.trim() !== '')
  if (names.length === 0) return null
  const residence = contact.residence?.country ?? contact.residenceCountry
  return {
    kind: 'person',
    names,
    ...(identity.dateOfBirth === undefined ? {} : { birthDates: [identity.dateOfBirth] }),
    nationalities: identity.nationalities.filter((code) => code.length === 2),
    countries: residence === undefined ? [] : [residence],
    ...(identity.sexOnDocument === 'M' ? { gender: 'male' as const } : {}),
    ...(identity.sexOnDocument === 'F' ? { gender: 'female' as const } : {}),
    documents: [
      ...(document === undefined || document.number === ''
        ? []
        : [
            {
              number: document.number,
              kind: document.type === 'NATIONAL_ID' ? ('national-id' as const) : ('passport' as const),
              ...(document.issuingState.length === 2 ? { country: document.issuingState } : {}),
            },
          ]),
      ...(identity.nationalId === undefined
        ? []
        : [
            {
              number: identity.nationalId.value,
              kind: 'national-id' as const,
              country: identity.nationalId.country,
            },
          ]),
    ],
    birthPlaces:
      identity.birthTown === undefined && identity.birthCountry === undefined
        ? []
        : [
            {
              ...(identity.birthTown === undefined ? {} : { city: identity.birthTown }),
              ...(identity.birthCountry === undefined ? {} : { country: identity.birthCountry }),
            },
          ],
  }
}
