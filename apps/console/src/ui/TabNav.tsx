import type { ReactNode } from 'react'

/** Tabs that are addresses: a list of links, one of them current. Put router links inside, with `tabLinkClass`. */
export function TabNav({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <nav aria-label={label} className="no-print -mx-1 flex gap-1 overflow-x-auto border-b border-hairline px-1">
      {children}
    </nav>
  )
}

export const tabLinkClass =
  'whitespace-nowrap border-b-2 border-transparent px-3 py-2 text-ink no-underline hover:border-line hover:no-underline aria-[current=page]:border-accent aria-[current=page]:font-semibold'
