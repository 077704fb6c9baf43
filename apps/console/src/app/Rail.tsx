import { Link } from '@tanstack/react-router'
import { ChevronsLeft, ChevronsRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/class-names.ts'
import type { NavGroup } from './navigation.ts'

interface RailProps {
  readonly groups: readonly NavGroup[]
  readonly collapsed: boolean
  readonly onCollapse?: ((collapsed: boolean) => void) | undefined
  readonly onNavigate?: () => void
}

const linkClass =
  'flex min-h-9 items-center gap-2.5 rounded-sm px-2.5 text-ink no-underline hover:bg-idle-tint hover:no-underline aria-[current=page]:bg-accent-tint aria-[current=page]:font-semibold aria-[current=page]:text-accent'

export function Rail({ groups, collapsed, onCollapse, onNavigate }: RailProps) {
  const { t } = useTranslation()
  return (
    <nav aria-label={t('nav.label')} className="flex h-full flex-col gap-3 overflow-y-auto p-2">
      {groups.map((group) => (
        <div key={`${group.area}-${group.items[0]?.to ?? ''}`}>
          {group.label !== undefined && !collapsed && (
            <p className="px-2.5 pb-1 text-xs font-semibold text-muted">{t(`nav.${group.label}`)}</p>
          )}
          <ul>
            {group.items.map((item) => (
              <li key={item.to}>
                <Link
                  to={item.to}
                  className={cx(linkClass, collapsed && 'justify-center')}
                  aria-label={collapsed ? t(`nav.${item.label}`) : undefined}
                  title={collapsed ? t(`nav.${item.label}`) : undefined}
                  onClick={onNavigate}
                >
                  <item.icon size={17} aria-hidden="true" className="shrink-0" />
                  {!collapsed && t(`nav.${item.label}`)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
      {onCollapse !== undefined && (
        <Button
          variant="quiet"
          iconOnly
          className="mt-auto self-start"
          aria-label={collapsed ? t('nav.expand') : t('nav.collapse')}
          onPress={() => onCollapse(!collapsed)}
        >
          {collapsed ? <ChevronsRight size={16} aria-hidden="true" /> : <ChevronsLeft size={16} aria-hidden="true" />}
        </Button>
      )}
    </nav>
  )
}
