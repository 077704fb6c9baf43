import { Outlet } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Modal, ModalOverlay, Dialog } from 'react-aria-components'
import { SessionExpired } from '../session/SessionExpired.tsx'
import { useSession } from '../session/use-session.ts'
import { PanelBoundary } from '../ui/PanelBoundary.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { visibleNavigation } from './navigation.ts'
import { Rail } from './Rail.tsx'
import { ShellKeys } from './ShellKeys.tsx'
import { TopBar } from './TopBar.tsx'
import { useHasPage } from './use-has-page.ts'

const collapsedKey = 'gatehouse.rail'

/** Rail, top bar and the page between them. */
export function Shell() {
  const { t } = useTranslation()
  const { demo, permissions } = useSession()
  const hasPage = useHasPage()
  const [collapsed, setCollapsed] = useState(
    () => localStorage.getItem(collapsedKey) === 'collapsed' || window.innerWidth < 1024,
  )
  const [menuOpen, setMenuOpen] = useState(false)
  const groups = visibleNavigation(permissions, demo, hasPage)
  const collapse = (next: boolean) => {
    localStorage.setItem(collapsedKey, next ? 'collapsed' : 'open')
    setCollapsed(next)
  }
  return (
    <div className="flex min-h-dvh flex-col">
      <a href="#content" className="skip-link card px-3 py-2">
        {t('skipToContent')}
      </a>
      <TopBar groups={groups} onMenu={() => setMenuOpen(true)} />
      <div className="flex flex-1">
        <div
          className={`no-print sticky top-12 hidden h-[calc(100dvh-48px)] shrink-0 border-e border-hairline bg-surface sm:block ${collapsed ? 'w-14' : 'w-52'}`}
        >
          <Rail groups={groups} collapsed={collapsed} onCollapse={collapse} />
        </div>
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 p-4 sm:p-6">
          <PanelBoundary>
            <Suspense fallback={<Skeleton />}>
              <Outlet />
            </Suspense>
          </PanelBoundary>
        </main>
      </div>
      <ModalOverlay
        isOpen={menuOpen}
        onOpenChange={setMenuOpen}
        isDismissable
        className="fixed inset-0 z-40 bg-[rgb(10_14_18/0.5)] sm:hidden"
      >
        <Modal className="h-full w-64 bg-surface shadow-float">
          <Dialog aria-label={t('nav.label')} className="h-full outline-none">
            <Rail groups={groups} collapsed={false} onNavigate={() => setMenuOpen(false)} />
          </Dialog>
        </Modal>
      </ModalOverlay>
      <ShellKeys groups={groups} />
      <SessionExpired />
    </div>
  )
}
