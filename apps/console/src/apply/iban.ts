/** IBAN as typed: groups of four, a caret that stays where it was, and what is still missing. */
import { countrySpecs, isValidIBAN } from 'ibantools'

export const plainIban = (text: string): string => text.replace(/[^0-9a-z]/gi, '').toUpperCase()

export const groupIban = (text: string): string => plainIban(text).replace(/(.{4})(?=.)/g, '$1 ')

/**
 * Where the caret stands after grouping.
 * @param caret position in the text as typed
 */
export function caretAfterGrouping(typed: string, caret: number): number {
  const before = plainIban(typed.slice(0, caret)).length
  return before === 0 ? 0 : before + Math.floor((before - 1) / 4)
}

export type IbanState =
  | { readonly kind: 'empty' | 'short' }
  | { readonly kind: 'unknown'; readonly country: string }
  | { readonly kind: 'partial'; readonly country: string; readonly length: number; readonly total: number }
  | { readonly kind: 'over'; readonly country: string; readonly over: number }
  | { readonly kind: 'checksum' | 'complete'; readonly country: string }

/** What can be said of an IBAN while it is typed. */
export function ibanState(text: string): IbanState {
  const iban = plainIban(text)
  if (iban === '') return { kind: 'empty' }
  if (iban.length < 2) return { kind: 'short' }
  const country = iban.slice(0, 2)
  const total = Object.hasOwn(countrySpecs, country) ? countrySpecs[country]?.chars : undefined
  if (total === undefined || total === null) return { kind: 'unknown', country }
  if (iban.length < total) return { kind: 'partial', country, length: iban.length, total }
  if (iban.length > total) return { kind: 'over', country, over: iban.length - total }
  return { kind: isValidIBAN(iban) ? 'complete' : 'checksum', country }
}
