import { queryOptions, useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { request } from '../api/request.ts'
import { useMay } from '../session/use-session.ts'

const numbered = z.object({ caseNumber: z.string() })

const caseNumberQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['case-number', caseId],
    // A case keeps its number for ever.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    queryFn: ({ signal }) => request(`/kyc/v1/cases/${encodeURIComponent(caseId)}`, numbered, { signal }),
  })

const listed = z.object({ items: z.array(z.object({ caseId: z.string(), caseNumber: z.string() })) })

/** Numbers of the newest open and closed cases, in two calls: a list must not read a case for each of its rows. */
const caseNumbersQuery = queryOptions({
  queryKey: ['case-numbers'],
  staleTime: 30_000,
  retry: false,
  queryFn: async ({ signal }) => {
    const read = (view: string) => request('/kyc/v1/cases', listed, { signal, query: { view, limit: 100 } })
    const found = await Promise.all([read('team'), read('closed')])
    return new Map(found.flatMap(({ items }) => items.map(({ caseId, caseNumber }) => [caseId, caseNumber])))
  },
})

/** The number of a case in a list; the end of its id where that is not among the newest. */
export function ListedCaseNumber({ caseId }: { readonly caseId: string }) {
  const mayRead = useMay('case.read')
  const { data } = useQuery({ ...caseNumbersQuery, enabled: mayRead })
  return <span title={caseId}>{data?.get(caseId) ?? `…${caseId.slice(-6)}`}</span>
}

/** The number that people know a case by; its id's end while that loads, or where the person may not read it. */
export function CaseNumber({ caseId }: { readonly caseId: string }) {
  const mayRead = useMay('case.read')
  const { data } = useQuery({ ...caseNumberQuery(caseId), enabled: mayRead })
  return <span title={caseId}>{data?.caseNumber ?? `…${caseId.slice(-6)}`}</span>
}
