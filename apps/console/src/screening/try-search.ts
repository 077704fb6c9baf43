/** The address of *Try a name*: who is asked about, which hit is open, and lines other than those in force. */
import { z } from 'zod'
import type { TriedName } from './screening-api.ts'

const text = z.string().optional().catch(undefined)
const points = z.coerce.number().min(0).max(100).optional().catch(undefined)

export const trySearchSchema = z.object({
  name: text,
  dob: text,
  country: text,
  document: text,
  hit: text,
  store: points,
  alert: points,
})
export type TrySearch = z.infer<typeof trySearchSchema>

/** What is asked for that address; undefined while it names nobody. Both lines or none: one alone says too little. */
export function triedOf({ name, dob, country, document, store, alert }: TrySearch): TriedName | undefined {
  if (name === undefined && document === undefined) return undefined
  return {
    ...(name === undefined ? {} : { name }),
    ...(dob === undefined ? {} : { dateOfBirth: dob }),
    ...(country === undefined ? {} : { country }),
    ...(document === undefined ? {} : { document }),
    ...(store === undefined || alert === undefined ? {} : { thresholds: { store: Math.min(store, alert), alert } }),
  }
}

/** The same question for `POST /screening/v1/screen`, which machines may ask. */
export function toScreenCall({ name, dateOfBirth, country, document, thresholds }: TriedName): {
  readonly path: string
  readonly body: string
} {
  const customer = {
    kind: 'any',
    ...(name === undefined ? {} : { names: [name] }),
    ...(dateOfBirth === undefined ? {} : { birthDates: [dateOfBirth] }),
    ...(country === undefined ? {} : { nationalities: [country] }),
    ...(document === undefined ? {} : { documents: [{ number: document }] }),
  }
  const query = thresholds === undefined ? '' : `?threshold=${thresholds.store}`
  return { path: `/screening/v1/screen${query}`, body: JSON.stringify(customer) }
}
