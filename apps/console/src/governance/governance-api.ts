/** Cleared pairs, legal holds, retention and the requests that need a second person. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import {
  ApprovalRequestSchema,
  GoodGuyListSchema,
  LegalHoldSchema,
  RetentionRuleSchema,
  RetentionStateSchema,
} from '@gatehouse/kyc/wire'
import { z } from 'zod'
import { command, request } from '../api/request.ts'

const pageSize = 50
const id = encodeURIComponent

export type GoodGuyState = 'IN_FORCE' | 'ENDED'

export const goodGuysQuery = (filter: { readonly state?: GoodGuyState; readonly caseId?: string }) =>
  infiniteQueryOptions({
    queryKey: ['good-guys', filter],
    queryFn: ({ pageParam, signal }) =>
      request('/kyc/v1/good-guys', GoodGuyListSchema, {
        signal,
        query: { ...filter, cursor: pageParam, limit: pageSize },
      }),
    initialPageParam: undefined as string | undefined, // the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })

export const revokeGoodGuy = (goodGuyId: string, reason: string): Promise<void> =>
  command(`/kyc/v1/good-guys/${id(goodGuyId)}/revocation`, { method: 'POST', body: { reason } })

export const holdsQuery = (caseId?: string) =>
  queryOptions({
    queryKey: ['retention', 'holds', caseId],
    queryFn: ({ signal }) => request('/kyc/v1/legal-holds', z.array(LegalHoldSchema), { signal, query: { caseId } }),
  })

export interface NewHold {
  readonly authority: string
  readonly reference: string
  readonly until: string
  readonly note: string
}

export const requestHold = (caseId: string, hold: NewHold): Promise<void> =>
  command(`/kyc/v1/cases/${id(caseId)}/legal-holds`, { method: 'POST', body: hold })

export const requestLifting = (holdId: string, note: string): Promise<void> =>
  command(`/kyc/v1/legal-holds/${id(holdId)}/lifting`, { method: 'POST', body: { note } })

export const retentionQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['retention', 'case', caseId],
    queryFn: ({ signal }) => request(`/kyc/v1/cases/${id(caseId)}/retention`, RetentionStateSchema, { signal }),
  })

export const rulesQuery = queryOptions({
  queryKey: ['retention', 'rules'],
  queryFn: ({ signal }) => request('/kyc/v1/retention/rules', z.array(RetentionRuleSchema), { signal }),
})

export const requestRule = (rule: string, note: string): Promise<void> =>
  command(`/kyc/v1/retention/rules/${id(rule)}/requests`, { method: 'POST', body: { note } })

export const requestsQuery = (caseId?: string) =>
  queryOptions({
    queryKey: ['requests', caseId],
    queryFn: ({ signal }) => request('/kyc/v1/requests', z.array(ApprovalRequestSchema), { signal, query: { caseId } }),
  })

export const decideRequest = (requestId: string, decision: 'CONFIRM' | 'REFUSE', note: string): Promise<void> =>
  command(`/kyc/v1/requests/${id(requestId)}/decision`, { method: 'POST', body: { decision, note } })
