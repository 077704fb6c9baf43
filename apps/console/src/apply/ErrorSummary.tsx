import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

export interface SummaryEntry {
  /** Id of the control to go to; undefined for what belongs to no control. */
  readonly target: string | undefined
  readonly text: string
}

/** What to repair, with a link to each place. Takes focus when it appears, and again on each new try. */
export function ErrorSummary({
  entries,
  attempt,
}: {
  readonly entries: readonly SummaryEntry[]
  readonly attempt: number
}) {
  const { t } = useTranslation('apply')
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.focus()
    box.current?.scrollIntoView({ block: 'nearest' })
    // Each new try speaks again, even about the same things.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [attempt])
  if (entries.length === 0) return null
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="alert"
      aria-labelledby="error-summary"
      className="mb-6 rounded-sm border-2 border-bad p-4"
    >
      <h2 id="error-summary" className="mb-2 text-lg font-semibold">
        {t('summaryTitle')}
      </h2>
      <ul className="space-y-1">
        {entries.map((entry) => (
          <li key={`${entry.target ?? ''}-${entry.text}`}>
            {entry.target === undefined ? (
              <span className="font-semibold text-bad">{entry.text}</span>
            ) : (
              <a
                href={`#${entry.target}`}
                className="font-semibold text-bad"
                onClick={(event) => {
                  event.preventDefault()
                  document.querySelector<HTMLElement>(`#${CSS.escape(entry.target ?? '')}`)?.focus()
                }}
              >
                {entry.text}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
