import { queryOptions, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { request } from '../api/request.ts'
import { useSession } from '../session/use-session.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'

const counted = z.object({ counts: z.record(z.string(), z.number()) })

const countsQuery = queryOptions({
  queryKey: ['cases', 'counts'],
  queryFn: ({ signal }) => request('/kyc/v1/cases', counted, { signal, query: { view: 'team', limit: 1 } }),
})

// A figure shows to those who can do something about it; the last one to all who read cases.
const figures = [
  { view: 'approvals', right: 'case.confirm' },
  { view: 'mine', right: 'case.work' },
  { view: 'unassigned', right: 'case.work' },
  { view: 'applicant', right: 'case.read' },
] as const

/** Cases that wait for this person, each figure a way to them. */
export function CaseFigures() {
  const { t } = useTranslation()
  const { permissions } = useSession()
  const counts = useQuery(countsQuery)
  if (counts.isError) return <ErrorPanel error={counts.error} onRetry={() => void counts.refetch()} />
  return (
    <ul className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      {figures
        .filter(({ right }) => permissions.includes(right))
        .map(({ view }) => (
          <li key={view}>
            <Link
              to="/cases"
              search={{ view }}
              className="card block p-4 text-ink no-underline hover:border-accent hover:no-underline"
            >
              <span className="block text-2xl font-semibold tabular">
                {counts.data?.counts[view]?.toLocaleString() ?? '–'}
              </span>
              <span className="text-muted">{t(`home.waits.${view}`)}</span>
            </Link>
          </li>
        ))}
    </ul>
  )
}
