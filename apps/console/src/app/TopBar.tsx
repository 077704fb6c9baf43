import { Link } from '@tanstack/react-router'
import { Menu as MenuIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { Breadcrumb } from './Breadcrumb.tsx'
import { CommandField } from './CommandField.tsx'
import { LanguagePicker } from './LanguagePicker.tsx'
import { LiveIndicator } from './LiveIndicator.tsx'
import type { NavGroup } from './navigation.ts'
import { ThemePicker } from './ThemePicker.tsx'
import { UserMenu } from './UserMenu.tsx'

interface TopBarProps {
  readonly groups: readonly NavGroup[]
  readonly onMenu: () => void
}

export function TopBar({ groups, onMenu }: TopBarProps) {
  const { t } = useTranslation()
  return (
    <header className="top-bar sticky top-0 z-30 flex h-12 items-center gap-1 border-b border-hairline bg-surface px-2 sm:px-3">
      <Button variant="quiet" iconOnly className="sm:hidden" aria-label={t('nav.open')} onPress={onMenu}>
        <MenuIcon size={18} aria-hidden="true" />
      </Button>
      <Link
        to="/"
        className="flex min-h-8 shrink-0 items-center gap-2 pe-2 font-semibold text-ink no-underline"
        aria-label={t('product')}
      >
        <img src="/icon.svg" alt="" width={24} height={24} />
        <span className="hidden lg:inline">{t('product')}</span>
      </Link>
      <Breadcrumb />
      <div className="ms-auto flex shrink-0 items-center">
        <CommandField groups={groups} />
        <LiveIndicator />
        <LanguagePicker />
        <ThemePicker />
        <UserMenu />
      </div>
    </header>
  )
}
