import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/EmptyState.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <div>
      <PageHeader title={t('error.pageNotFound')} />
      <EmptyState
        title={t('error.notFound')}
        hint={t('error.pageNotFoundHint')}
        action={<Link to="/">{t('nav.home')}</Link>}
      />
    </div>
  )
}
