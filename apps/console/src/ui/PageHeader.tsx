import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'

interface PageHeaderProps {
  readonly title: string
  /** Shown instead of the plain title; the document keeps `title`. */
  readonly heading?: ReactNode
  readonly lead?: ReactNode
  readonly actions?: ReactNode
}

/** The one `h1` of a page. It names the document and takes focus after a change of route. */
export function PageHeader({ title, heading, lead, actions }: PageHeaderProps) {
  const { t } = useTranslation()
  const ref = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${title} · ${t('product')}`
  }, [title, t])
  useEffect(() => {
    if (document.activeElement === document.body || document.activeElement?.closest('nav') != null) {
      ref.current?.focus({ preventScroll: true })
    }
  }, [])
  return (
    <div className="mb-4 flex flex-wrap items-start justify-between gap-3">
      <div className="min-w-0">
        <h1 ref={ref} tabIndex={-1} className="break-anywhere text-xl font-semibold">
          {heading ?? title}
        </h1>
        {lead !== undefined && <div className="mt-1 max-w-prose text-muted">{lead}</div>}
      </div>
      {actions !== undefined && <div className="no-print flex flex-wrap gap-2">{actions}</div>}
    </div>
  )
}
