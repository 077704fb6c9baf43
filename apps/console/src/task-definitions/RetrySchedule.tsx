import { useTranslation } from 'react-i18next'
import type { TaskDef } from '../api/conductor.ts'
import { formatDuration } from '../ui/duration.ts'
import { retryWords, timeoutWords } from './policy-words.ts'
import { retrySchedule } from './retry-schedule.ts'

/** The policy in words and when the attempts would start. */
export function RetrySchedule({ definition }: { readonly definition: TaskDef }) {
  const { t } = useTranslation('build')
  const starts = retrySchedule(definition)
  const warns = definition.timeoutSeconds > 0 && definition.responseTimeoutSeconds > definition.timeoutSeconds
  return (
    <section className="card p-4">
      <h2 className="mb-2 font-semibold">{t('task.schedule')}</h2>
      <p className="mb-2 text-muted">
        {retryWords(definition, t)}; {timeoutWords(definition, t)}
      </p>
      <ol className="space-y-1">
        <li className="flex justify-between">
          <span>{t('task.attempt', { n: 1 })}</span>
          <span className="tabular text-muted">0 s</span>
        </li>
        {starts.map((at, index) => (
          <li key={at} className="flex justify-between">
            <span>{t('task.attempt', { n: index + 2 })}</span>
            <span className="tabular text-muted">+ {formatDuration(at * 1_000)}</span>
          </li>
        ))}
      </ol>
      {warns && <p className="mt-2 text-warn">▲ {t('task.warnResponse')}</p>}
    </section>
  )
}
