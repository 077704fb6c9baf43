import type { MouseEvent, ReactNode } from 'react'
import { go } from './location.ts'

interface AppLinkProps {
  readonly href: string
  readonly className?: string
  readonly children: ReactNode
}

/** A real link that changes the page without loading it anew. */
export function AppLink({ href, className, children }: AppLinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    go(href)
  }
  return (
    <a href={href} className={className} onClick={follow}>
      {children}
    </a>
  )
}
