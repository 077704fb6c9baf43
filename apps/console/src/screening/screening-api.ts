/** Lists, the bank's own list, and trying a name. */
import { queryOptions } from '@tanstack/react-query'
import {
  ListStatusSchema,
  type NameExplanation,
  PairExplanationSchema,
  type TryNameResult,
  TryNameResultSchema,
} from '@gatehouse/kyc/wire'
import { z } from 'zod'
import { command, request } from '../api/request.ts'

export const listsQuery = queryOptions({
  queryKey: ['lists'],
  queryFn: ({ signal }) => request('/kyc/v1/lists', ListStatusSchema, { signal }),
  refetchInterval: 60_000,
})

const entrySchema = z.object({
  entryId: z.string(),
  names: z.array(z.string()),
  dateOfBirth: z.string().nullable(),
  documentNumbers: z.array(z.string()),
  category: z.string(),
  state: z.enum(['PROPOSED', 'ACTIVE', 'REFUSED', 'ENDED']),
  addedBy: z.string(),
  approvedBy: z.string().nullable(),
  addedAt: z.string(),
  expiresOn: z.string(),
  reviewOn: z.string().nullable(),
})
export type BlacklistEntry = z.infer<typeof entrySchema>

const base = '/kyc/v1/blacklist'

export const blacklistQuery = queryOptions({
  queryKey: ['blacklist'],
  queryFn: ({ signal }) => request(base, z.array(entrySchema), { signal }),
})

export const categories = ['FRAUD', 'ABUSE', 'COURT_ORDER', 'PREVIOUS_EXIT'] as const
export type Category = (typeof categories)[number]

export interface NewEntry {
  readonly names: readonly string[]
  readonly category: Category
  readonly dateOfBirth?: string
  readonly documentNumbers?: readonly string[]
  readonly expiresOn?: string
  readonly reviewOn?: string
}

export const proposeEntry = (entry: NewEntry): Promise<void> => command(base, { method: 'POST', body: entry })

/** @throws ApiError SAME_PERSON when the entry is one's own */
export const confirmEntry = (entryId: string, decision: 'CONFIRM' | 'REFUSE'): Promise<void> =>
  command(`${base}/${encodeURIComponent(entryId)}/confirmation`, { method: 'POST', body: { decision } })

export const endEntry = (entryId: string): Promise<void> =>
  command(`${base}/${encodeURIComponent(entryId)}/end`, { method: 'POST', body: {} })

/** A name, a document number, or both. */
export interface TriedName {
  readonly name?: string
  readonly dateOfBirth?: string
  readonly country?: string
  readonly document?: string
  readonly thresholds?: { readonly store: number; readonly alert: number }
}

/** While the lines move, the last answer stays on the page. */
export const tryNameQuery = (input: TriedName | undefined) =>
  queryOptions({
    queryKey: ['try-name', input],
    queryFn: ({ signal }): Promise<TryNameResult> =>
      request('/kyc/v1/screening/try', TryNameResultSchema, { signal, method: 'POST', body: input }),
    enabled: input !== undefined,
    staleTime: 30_000,
    placeholderData: (last, lastQuery) => (isSamePerson(lastQuery?.queryKey[1], input) ? last : undefined),
  })

function isSamePerson(last: unknown, input: TriedName | undefined): boolean {
  const person = (tried: unknown) => JSON.stringify(Object.assign({}, tried, { thresholds: null }))
  return input !== undefined && person(last) === person(input)
}

/** Why the tried name meets one entry, in sentences of the person's language. */
export const explainNameQuery = (input: TriedName, hitId: string, language: 'en' | 'de') =>
  queryOptions({
    queryKey: ['try-name', input, hitId, language],
    queryFn: ({ signal }): Promise<NameExplanation> =>
      request('/kyc/v1/screening/explain', PairExplanationSchema, {
        signal,
        method: 'POST',
        body: { ...input, hitId, language },
      }),
    staleTime: 30_000,
  })
