import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { CaseNumber, ListedCaseNumber } from '../cases/CaseNumber.tsx'
import { useMay } from '../session/use-session.ts'

interface CaseLinkProps {
  readonly caseId: string
  readonly tab?: 'overview' | 'decision' | 'rfi' | 'run'
  readonly className?: string
  /** One of many on the page. */
  readonly inList?: boolean
  /** What to do there; the number stands behind it. */
  readonly children?: ReactNode
}

/** From a run to its case, for those who may read cases; for others the number's place holds the id's end. */
export function CaseLink({ caseId, tab = 'overview', className, inList = false, children }: CaseLinkProps) {
  const mayRead = useMay('case.read')
  const number = inList ? <ListedCaseNumber caseId={caseId} /> : <CaseNumber caseId={caseId} />
  if (!mayRead) return children === undefined ? number : null
  return (
    <Link to="/cases/$caseId/$tab" params={{ caseId, tab }} className={className}>
      {children} {number}
    </Link>
  )
}
