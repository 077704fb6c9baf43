import { useTranslation } from 'react-i18next'
import { Button } from './Button.tsx'
import { EmptyState } from './EmptyState.tsx'

interface EmptyListProps {
  readonly isFiltered: boolean
  readonly onClear: () => void
  /** Said when there is nothing at all. */
  readonly none: string
  readonly noneHint: string
}

/** A list without rows: because there are none, or because of its filters, which can be cleared. */
export function EmptyList({ isFiltered, onClear, none, noneHint }: EmptyListProps) {
  const { t } = useTranslation()
  if (!isFiltered) return <EmptyState title={none} hint={noneHint} />
  return (
    <EmptyState
      title={t('empty.nothingMatches')}
      action={<Button onPress={onClear}>{t('action.clearFilters')}</Button>}
    />
  )
}
