import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Skeleton } from '../ui/Skeleton.tsx'
import { cronWords } from './cron-words.ts'
import { nextTimesQuery } from './schedule-api.ts'
import { offsetChanges, zoneTime } from './zone-time.ts'

interface NextTimesProps {
  readonly cron: string
  readonly zone: string
}

/** One expression in words, and the ten times at which it is due next; a change of clocks between two is marked. */
export function NextTimes({ cron, zone }: NextTimesProps) {
  const { t, i18n } = useTranslation('triggers')
  const next = useQuery({ ...nextTimesQuery(cron, zone), enabled: cron !== '' })
  const words = cronWords(cron, i18n.language)
  const changes = new Set(offsetChanges(next.data ?? [], zone))
  return (
    <section className="card p-4">
      <h2 className="mb-2 font-semibold">{t('schedule.next')}</h2>
      {words !== null && (
        <p className="mb-2 text-muted">
          {words}, {zone}
        </p>
      )}
      {next.isError && (
        <p role="alert" className="text-bad">
          <span aria-hidden="true">✕ </span>
          {next.error.message}
        </p>
      )}
      {next.isLoading && <Skeleton rows={5} />}
      {next.data?.length === 0 && <p className="text-muted">{t('schedule.never')}</p>}
      <ol className="tabular space-y-1 text-sm">
        {(next.data ?? []).map((at) => (
          <li key={at}>
            <time dateTime={new Date(at).toISOString()}>{zoneTime(at, zone, i18n.language)}</time>
            {changes.has(at) && <span className="ml-2 text-warn">▲ {t('schedule.clockChange')}</span>}
          </li>
        ))}
      </ol>
    </section>
  )
}
