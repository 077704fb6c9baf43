import { useQuery } from '@tanstack/react-query'
import { CircleUser } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { roleName } from '../session/role-name.ts'
import { demoAccountsQuery } from '../session/session.ts'
import { useSession, useSwitchPerson, useUser } from '../session/use-session.ts'
import { Button } from '../ui/Button.tsx'
import { Menu, type MenuEntry } from '../ui/Menu.tsx'
import { showToast } from '../ui/toast-store.ts'

/** Who I am, *Act as …* in demo mode (four eyes cannot be shown with one pair), and the way out. */
export function UserMenu() {
  const { t } = useTranslation('session')
  const user = useUser()
  const { demo } = useSession()
  const accounts = useQuery({ ...demoAccountsQuery, enabled: demo })
  const switchPerson = useSwitchPerson()
  const change = (account: Parameters<typeof switchPerson>[0]) =>
    void switchPerson(account).catch((error: unknown) =>
      showToast('failed', error instanceof Error ? error.message : String(error)),
    )
  const others: readonly MenuEntry[] = (accounts.data ?? []).map((account) => ({
    id: account.email,
    text: account.name,
    isDisabled: account.email === user.email,
    label: (
      <span>
        <span className="block text-xs text-muted">{account.email === user.email ? t('current') : t('actAs')}</span>
        {account.name}
        <span className="text-muted"> · {account.roles.map((role) => roleName(role, t)).join(', ')}</span>
      </span>
    ),
    onAction: () => change(account),
  }))
  return (
    <Menu
      label={t('menu', { name: user.name })}
      trigger={
        <Button variant="quiet" aria-label={t('menu', { name: user.name })}>
          <CircleUser size={18} aria-hidden="true" />
          <span className="hidden max-w-32 truncate lg:inline">{user.name}</span>
        </Button>
      }
      entries={[...others, { id: 'sign-out', label: t('signOut'), onAction: () => change(undefined) }]}
    />
  )
}
