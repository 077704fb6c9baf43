/** What the console reads of cases, as cache entries; and what people do on them. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import {
  CaseDetailSchema,
  CaseListSchema,
  type CaseRow,
  type CaseView,
  type Confirmation,
  HitWhatIfSchema,
  PersonRefSchema,
  type Proposal,
  TimelineSchema,
} from '@gatehouse/kyc/wire'
import { z } from 'zod'
import { ApiError } from '../api/api-error.ts'
import { command, request } from '../api/request.ts'
import type { CaseState } from './case-status.ts'

const base = '/kyc/v1/cases'
const pathOf = (caseId: string, rest = ''): string => `${base}/${encodeURIComponent(caseId)}${rest}`
const pageSize = 50

export interface CaseSearch {
  readonly view: CaseView
  readonly state?: string | undefined
  readonly risk?: string | undefined
  readonly q?: string | undefined
}

export const casesQuery = ({ view, state, risk, q }: CaseSearch) =>
  infiniteQueryOptions({
    queryKey: ['cases', 'list', view, state, risk, q],
    queryFn: ({ signal, pageParam }) =>
      request(base, CaseListSchema, {
        signal,
        query: { view, state, risk, q, limit: pageSize, cursor: pageParam === '' ? undefined : pageParam },
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })

export const caseQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['case', caseId],
    queryFn: ({ signal }) => request(pathOf(caseId), CaseDetailSchema, { signal }),
  })

export const timelineQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['case', caseId, 'timeline'],
    queryFn: ({ signal }) => request(pathOf(caseId, '/timeline'), TimelineSchema, { signal }),
  })

/** A hit scored anew with single attributes other. The entry is the one that was found, so the answer stays for a while. */
export const hitWhatIfQuery = (caseId: string, hitId: string) =>
  queryOptions({
    queryKey: ['case', caseId, 'what-if', hitId],
    queryFn: ({ signal }) =>
      request(pathOf(caseId, `/hits/${encodeURIComponent(hitId)}/what-if`), HitWhatIfSchema, { signal }),
    staleTime: 60_000,
  })

export const staffQuery = queryOptions({
  queryKey: ['staff'],
  queryFn: ({ signal }) => request('/ui/v1/staff', z.array(PersonRefSchema), { signal }),
  staleTime: 60_000,
})

/** The rules of the domain, in a chunk of their own: who must agree to which outcome, and where hits begin to matter. */
export const domainQuery = queryOptions({
  queryKey: ['domain'],
  queryFn: () => import('@gatehouse/kyc'),
  staleTime: Number.POSITIVE_INFINITY,
})

export const claim = (caseId: string): Promise<void> => command(pathOf(caseId, '/claim'), { method: 'POST', body: {} })
export const release = (caseId: string): Promise<void> =>
  command(pathOf(caseId, '/release'), { method: 'POST', body: {} })
export const retryHold = (caseId: string): Promise<void> =>
  command(pathOf(caseId, '/retry'), { method: 'POST', body: {} })
export const assign = (caseId: string, assigneeId: string | null): Promise<void> =>
  command(pathOf(caseId, '/assignment'), { method: 'POST', body: { assigneeId } })
export const addNote = (caseId: string, text: string): Promise<void> =>
  command(pathOf(caseId, '/notes'), { method: 'POST', body: { text } })
export const cancelRfi = (caseId: string, rfiId: string, reasonCode: string): Promise<void> =>
  command(pathOf(caseId, `/rfis/${encodeURIComponent(rfiId)}/cancellation`), { method: 'POST', body: { reasonCode } })

const proposed = z.object({ state: z.string(), needsSecond: z.boolean() })

/** @throws ApiError REVISION_CONFLICT when the case has changed since `proposal.revision` */
export const propose = (caseId: string, itemId: string, proposal: Proposal): Promise<z.infer<typeof proposed>> =>
  request(pathOf(caseId, `/items/${encodeURIComponent(itemId)}/proposal`), proposed, { method: 'POST', body: proposal })

/** @throws ApiError REVISION_CONFLICT, SAME_PERSON, ROLE_MISSING */
export const confirm = (caseId: string, itemId: string, confirmation: Confirmation): Promise<void> =>
  command(pathOf(caseId, `/items/${encodeURIComponent(itemId)}/confirmation`), { method: 'POST', body: confirmation })

const revealed = z.object({ path: z.string(), value: z.string(), until: z.string() })
export type Revealed = z.infer<typeof revealed>
export type RevealReason = 'ADJUDICATION' | 'CALL_BACK' | 'DOCUMENT_CHECK' | 'AUDIT' | 'COMPLAINT'

/** One masked value; the server records who asked and why. */
export const reveal = (caseId: string, path: string, reason: RevealReason): Promise<Revealed> =>
  request(pathOf(caseId, '/reveal'), revealed, { method: 'POST', body: { path, reason } })

export const documentUrl = (caseId: string, documentId: string): string =>
  `${pathOf(caseId, `/documents/${encodeURIComponent(documentId)}`)}?reason=DOCUMENT_CHECK`

/**
 * Takes the most urgent case that is nobody's and in one of these states. Somebody else may be faster: then the next.
 * @returns undefined when there is none
 */
export async function takeNext(states: ReadonlySet<CaseState>): Promise<CaseRow | undefined> {
  const list = await request(base, CaseListSchema, { query: { view: 'unassigned', limit: 100 } })
  for (const row of list.items.filter(({ state }) => states.has(state))) {
    try {
      await claim(row.caseId)
      return row
    } catch (error) {
      if (!(error instanceof ApiError) || (error.status !== 409 && error.status !== 403)) throw error
    }
  }
  return undefined
}
