import type { CaseDetail } from '@gatehouse/kyc/wire'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ItemCard } from './ItemCard.tsx'

const route = getRouteApi('/shell/cases/$caseId/$tab')
const rank = { OPEN: 0, PROPOSED: 0, CLOSED: 1, CANCELLED: 2 } as const

/** Every point that needs a person, the open ones first. */
export function DecisionTab({ kycCase }: { readonly kycCase: CaseDetail }) {
  const { t } = useTranslation('cases')
  const { item: wanted } = route.useSearch()
  const items = [...kycCase.items].sort((a, b) => {
    if (a.itemId === wanted || b.itemId === wanted) return a.itemId === wanted ? -1 : 1
    return rank[a.state] - rank[b.state]
  })
  if (items.length === 0) return <EmptyState title={t('decision.nothing')} hint={t('decision.nothingHint')} />
  return (
    <div className="max-w-4xl space-y-4">
      {items.map((item) => (
        <ItemCard key={item.itemId} kycCase={kycCase} item={item} />
      ))}
    </div>
  )
}
