import { Outlet, useRouter } from '@tanstack/react-router'
import { Suspense } from 'react'
import { I18nProvider, RouterProvider } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Toasts } from '../ui/Toasts.tsx'

/** What every page shares, signed in or not: language, links of React Aria, toasts. */
export function RootFrame() {
  const { i18n } = useTranslation()
  const router = useRouter()
  return (
    <I18nProvider locale={i18n.language === 'de' ? 'de-DE' : 'en-US'}>
      <RouterProvider navigate={(href) => void router.navigate({ href })}>
        <Suspense fallback={<Skeleton />}>
          <Outlet />
        </Suspense>
        <Toasts />
      </RouterProvider>
    </I18nProvider>
  )
}
