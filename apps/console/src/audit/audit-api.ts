import { infiniteQueryOptions } from '@tanstack/react-query'
import { AuditListSchema, type AuditVerification, AuditVerificationSchema } from '@gatehouse/kyc/wire'
import { request } from '../api/request.ts'

export interface AuditSearch {
  readonly action?: string | undefined
  readonly actor?: string | undefined
  readonly caseId?: string | undefined
}

export const auditQuery = (search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['audit', search],
    queryFn: ({ signal, pageParam }) =>
      request('/kyc/v1/audit', AuditListSchema, {
        signal,
        query: { ...search, limit: 100, cursor: pageParam === '' ? undefined : pageParam },
      }),
    initialPageParam: '',
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  })

/** Recomputes the whole chain. The server records that it was asked to. */
export const verifyAudit = (): Promise<AuditVerification> =>
  request('/kyc/v1/audit/verify', AuditVerificationSchema, { method: 'POST', body: {} })

export const auditExportUrl = '/kyc/v1/audit/export'
