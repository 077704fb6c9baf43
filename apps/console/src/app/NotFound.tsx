import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <div className="p-4">
      <PageHeader title={t('error.pageNotFound')} />
      <EmptyState
        title={t('error.pageNotFound')}
        hint={t('error.pageNotFoundHint')}
        action={<Link to="/">{t('nav.home')}</Link>}
      />
    </div>
  )
}
