import { Inbox } from 'lucide-react'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  readonly title: string
  /** What fills this place. */
  readonly hint?: ReactNode
  readonly action?: ReactNode
}

export function EmptyState({ title, hint, action }: EmptyStateProps) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-10 text-center">
      <Inbox size={32} aria-hidden="true" className="text-muted" />
      <p className="font-semibold">{title}</p>
      {hint !== undefined && <div className="max-w-prose text-muted">{hint}</div>}
      {action !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
