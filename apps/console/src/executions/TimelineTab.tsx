import { useTranslation } from 'react-i18next'
import type { Execution } from '../api/conductor.ts'
import { bareReference } from '../diagram/run-overlay.ts'
import { formatDuration } from '../ui/duration.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { isOpen, statusLook } from '../ui/status-vocabulary.ts'
import { type Bar, timelineOf } from './timeline.ts'
import { useNow } from '../ui/use-now.ts'

interface TimelineTabProps {
  readonly run: Execution
  readonly onOpenTask: (ref: string) => void
}

/** One row an attempt: hatched while it waited in the queue, filled while it ran. */
export function TimelineTab({ run, onOpenTask }: TimelineTabProps) {
  const { t } = useTranslation('executions')
  const now = useNow(isOpen(run.status) ? 1_000 : 60_000)
  const { bars, from, to, ticks } = timelineOf(run, now)
  const length = to - from
  const percent = (at: number): number => (at / length) * 100
  if (bars.length === 0) return <EmptyState title={t('timeline.none')} />
  return (
    <section className="card overflow-x-auto p-4" aria-label={t('timeline.title')}>
      <p className="mb-2 text-xs text-muted">
        <span aria-hidden="true" className="me-1 inline-block h-2.5 w-6 align-middle" style={{ background: hatch }} />{' '}
        {t('timeline.waited')}
        <span aria-hidden="true" className="ms-4 me-1 inline-block h-2.5 w-6 bg-ok align-middle" /> {t('timeline.ran')}
      </p>
      <div className="relative min-w-[480px]">
        <div aria-hidden="true" className="relative ms-40 h-5 text-xs text-muted">
          {ticks.map((tick) => (
            <span
              key={tick}
              className="absolute tabular whitespace-nowrap"
              style={{ insetInlineStart: `${Math.min(percent(tick), 94)}%` }}
            >
              {formatDuration(tick)}
            </span>
          ))}
        </div>
        <ul aria-label={t('timeline.caption')}>
          {bars.map((bar) => (
            <li key={bar.task.taskId} className="flex items-center">
              <button
                type="button"
                className="min-h-7 w-40 shrink-0 truncate pe-2 text-start hover:underline"
                title={bar.task.referenceTaskName}
                onClick={() => onOpenTask(bareReference(bar.task))}
              >
                <span aria-hidden="true" style={{ color: `var(--color-${statusLook(bar.status).tone})` }}>
                  {statusLook(bar.status).glyph}{' '}
                </span>
                {bar.task.referenceTaskName}
              </button>
              <BarTrack bar={bar} from={from} percent={percent} ticks={ticks} />
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

const hatch = 'repeating-linear-gradient(135deg, var(--color-line) 0 2px, transparent 2px 5px)'

interface BarTrackProps {
  readonly bar: Bar
  readonly from: number
  readonly percent: (at: number) => number
  readonly ticks: readonly number[]
}

function BarTrack({ bar, from, percent, ticks }: BarTrackProps) {
  const { t } = useTranslation('executions')
  const waited = bar.started - bar.scheduled
  const ran = bar.ended - bar.started
  const text = `${t('timeline.waited')} ${formatDuration(waited)}, ${t('timeline.ran')} ${formatDuration(ran)}`
  return (
    <div className="relative h-7 min-w-0 flex-1 border-s border-hairline" title={text}>
      {ticks.slice(1).map((tick) => (
        <span
          key={tick}
          aria-hidden="true"
          className="absolute inset-y-0 w-px bg-hairline"
          style={{ insetInlineStart: `${percent(tick)}%` }}
        />
      ))}
      <span
        aria-hidden="true"
        className="absolute inset-y-2.5"
        style={{
          insetInlineStart: `${percent(bar.scheduled - from)}%`,
          width: `${percent(waited)}%`,
          background: hatch,
        }}
      />
      <span
        aria-hidden="true"
        className="absolute inset-y-1.5 min-w-[3px] rounded-sm"
        style={{
          insetInlineStart: `${percent(bar.started - from)}%`,
          width: `${percent(ran)}%`,
          background: `var(--color-${statusLook(bar.status).tone})`,
        }}
      />
      <span className="sr-only">{text}</span>
    </div>
  )
}
