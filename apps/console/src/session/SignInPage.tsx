import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { LanguagePicker } from '../app/LanguagePicker.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { roleName } from './role-name.ts'
import { type DemoAccount, demoAccountsQuery, sessionQuery, signIn } from './session.ts'
import { SignInForm } from './SignInForm.tsx'

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const { t } = useTranslation('session')
  const { t: common } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { next } = route.useSearch()
  const session = useQuery(sessionQuery)
  const enter = async () => {
    client.clear()
    await client.fetchQuery(sessionQuery)
    await navigate({ href: safeTarget(next), replace: true })
  }
  return (
    <main className="mx-auto max-w-4xl px-4 py-10">
      <div className="mb-6 flex items-center justify-between gap-4">
        <p className="flex items-center gap-2 text-lg font-semibold">
          <img src="/icon.svg" alt="" width={28} height={28} />
          {common('product')}
        </p>
        <LanguagePicker />
      </div>
      <div className="grid gap-6 sm:grid-cols-2">
        <section className="card self-start p-6">
          <PageHeader title={t('signIn')} lead={t('lead')} />
          {session.isError && <ErrorPanel error={session.error} onRetry={() => void session.refetch()} />}
          <SignInForm onSignedIn={() => void enter()} />
        </section>
        {session.data?.demo === true && <DemoPeople onSignedIn={() => void enter()} />}
      </div>
    </main>
  )
}

// Only paths of our own; an address given from outside must not lead away after signing in.
const safeTarget = (next: string | undefined): string => (next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/')

function DemoPeople({ onSignedIn }: { readonly onSignedIn: () => void }) {
  const { t } = useTranslation('session')
  const accounts = useQuery(demoAccountsQuery)
  const enter = useMutation({
    mutationFn: (account: DemoAccount) => signIn(account.email, account.password),
    onSuccess: onSignedIn,
  })
  return (
    <section aria-labelledby="demo-people" className="space-y-3">
      <h2 id="demo-people" className="text-lg font-semibold">
        {t('demoTitle')}
      </h2>
      <p className="text-muted">{t('demoLead')}</p>
      {accounts.isError && <ErrorPanel error={accounts.error} onRetry={() => void accounts.refetch()} />}
      {enter.isError && <ErrorPanel error={enter.error} />}
      <ul className="space-y-2">
        {accounts.data?.map((account) => (
          <li key={account.email}>
            <button
              type="button"
              disabled={enter.isPending}
              aria-label={t('demoAs', { name: account.name })}
              onClick={() => enter.mutate(account)}
              className="card flex w-full items-center justify-between gap-3 px-4 py-3 text-start hover:border-accent"
            >
              <span>
                <span className="block font-semibold">{account.name}</span>
                <span className="block text-xs text-muted">{account.email}</span>
              </span>
              <span className="text-end text-sm text-muted">
                {account.roles.map((role) => roleName(role, t)).join(', ')}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
