/** Versions of the risk policy, and what people do with them. */
import { queryOptions } from '@tanstack/react-query'
import {
  type BacktestReport,
  BacktestReportSchema,
  PolicyDetailSchema,
  PolicyUseSchema,
  type PolicyVersion,
  PolicyVersionSchema,
} from '@gatehouse/kyc/wire'
import { z } from 'zod'
import { command, request } from '../api/request.ts'

const base = '/kyc/v1/policies'
const pathOf = (version: string, rest = ''): string => `${base}/${encodeURIComponent(version)}${rest}`

export const policiesQuery = queryOptions({
  queryKey: ['policy', 'versions'],
  queryFn: ({ signal }) => request(base, z.array(PolicyVersionSchema), { signal }),
})

export const policyQuery = (version: string | undefined) =>
  queryOptions({
    queryKey: ['policy', 'version', version],
    queryFn: ({ signal }) => request(pathOf(version ?? ''), PolicyDetailSchema, { signal }),
    enabled: version !== undefined && version !== '',
  })

export const policyUseQuery = (version: string) =>
  queryOptions({
    queryKey: ['policy', 'use', version],
    queryFn: ({ signal }) => request(pathOf(version, '/use'), PolicyUseSchema, { signal }),
  })

/** @throws ApiError INVALID_INPUT with one field for each rule that the draft breaks */
export const draftPolicy = (policy: unknown): Promise<PolicyVersion> =>
  request(base, PolicyVersionSchema, { method: 'POST', body: { policy } })

export const runBacktest = (version: string): Promise<BacktestReport> =>
  request(pathOf(version, '/backtest'), BacktestReportSchema, { method: 'POST', body: {} })

export const proposePolicy = (version: string): Promise<void> =>
  command(pathOf(version, '/proposal'), { method: 'POST', body: {} })

export const decidePolicy = (version: string, decision: 'PUBLISH' | 'SEND_BACK'): Promise<void> =>
  command(pathOf(version, '/decision'), { method: 'POST', body: { decision } })
