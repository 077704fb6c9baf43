import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { hitWhatIfQuery } from './cases-api.ts'
import { ScoreChanges } from './ScoreChanges.tsx'

interface HitChangesProps {
  readonly caseId: string
  readonly hitId: string
}

/** What would change the score of a stored hit, asked of the matcher. */
export function HitChanges({ caseId, hitId }: HitChangesProps) {
  const { t } = useTranslation('cases')
  const answer = useQuery(hitWhatIfQuery(caseId, hitId))
  if (answer.isPending) return <Skeleton rows={3} />
  if (answer.isError) return <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} />
  const { score, storedScore, changes } = answer.data
  if (score === null) return <p className="mt-3 text-muted">{t('hits.cannotRescore')}</p>
  return (
    <>
      <ScoreChanges changes={changes} score={score} />
      {score !== storedScore && (
        <p className="mt-2 text-xs text-muted">{t('hits.rescored', { score, stored: storedScore })}</p>
      )}
    </>
  )
}
