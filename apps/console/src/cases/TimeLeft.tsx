import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDuration } from '../ui/duration.ts'
import { formatExact } from '../ui/relative-time.ts'

const soonMs = 2 * 3_600_000

/** Time until a case is due, or how late it is, in words. */
export function TimeLeft({ dueAt }: { readonly dueAt: string | null }) {
  const { t, i18n } = useTranslation('cases')
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  if (dueAt === null) return <span className="text-muted">–</span>
  const left = Date.parse(dueAt) - now
  const time = formatDuration(Math.floor(Math.abs(left) / 60_000) * 60_000)
  const tone = left < 0 ? 'font-semibold text-bad' : left < soonMs ? 'font-semibold text-warn' : ''
  return (
    <span className={`tabular whitespace-nowrap ${tone}`} title={formatExact(Date.parse(dueAt), i18n.language)}>
      {left < 0 ? t('slaLate', { time }) : t('slaLeft', { time })}
    </span>
  )
}
