import { useTranslation } from 'react-i18next'
import { formatDuration } from './duration.ts'
import { formatExact, formatTime } from './relative-time.ts'
import { useNow } from './use-now.ts'

/** A moment: relative up to a day, the exact one on hover. `at` is epoch milliseconds or an ISO string. */
export function Time({ at }: { readonly at: number | string }) {
  const { i18n } = useTranslation()
  const now = useNow(15_000)
  const ms = typeof at === 'number' ? at : Date.parse(at)
  if (!Number.isFinite(ms) || ms <= 0) return <span className="text-muted">–</span>
  return (
    <time
      dateTime={new Date(ms).toISOString()}
      title={formatExact(ms, i18n.language)}
      className="tabular whitespace-nowrap"
    >
      {formatTime(ms, justPassed(ms, now) ? ms : now, i18n.language)}
    </time>
  )
}

/** Newer than the last tick of this page's clock: it was now, not in some seconds. */
const justPassed = (at: number, now: number): boolean => at > now && at - now < 20_000

/** Time passed since `since` (epoch milliseconds), counting while the page is open. */
export function Elapsed({ since, until }: { readonly since: number; readonly until?: number | undefined }) {
  const now = useNow(1_000)
  return <span className="tabular whitespace-nowrap">{formatDuration(Math.max(0, (until ?? now) - since))}</span>
}
