import type { ApplicationView } from '@gatehouse/kyc/wire'
import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { setLanguage } from '../i18n/i18n.ts'
import { ApplyError, loadApplication, loadStatus } from './api.ts'
import { AppLink } from './AppLink.tsx'
import { ApplyFrame } from './ApplyFrame.tsx'
import { errorText } from './error-text.ts'
import { go, hrefOf, type Page, usePage } from './location.ts'
import { AppealPage } from './pages/AppealPage.tsx'
import { CheckPage } from './pages/CheckPage.tsx'
import { HubPage } from './pages/HubPage.tsx'
import { RequestPage } from './pages/RequestPage.tsx'
import { ResumePage } from './pages/ResumePage.tsx'
import { SentPage } from './pages/SentPage.tsx'
import { StartPage } from './pages/StartPage.tsx'
import { StatusPage } from './pages/StatusPage.tsx'
import { StepPage } from './pages/StepPage.tsx'
import { WithdrawPage } from './pages/WithdrawPage.tsx'
import { useDraft } from './use-draft.ts'
import { useLoad } from './use-load.ts'

type WithRef = Extract<Page, { readonly ref: string }>
type SubmittedPage = Extract<Page, { readonly name: 'status' } | { readonly name: 'request' }>

export function ApplyApp() {
  const page = usePage()
  switch (page.name) {
    case 'start':
      return <StartPage />
    case 'resume':
      return <ResumePage />
    case 'missing':
      return <MissingPage />
    case 'sent':
      return <SentPage reference={page.ref} />
    case 'withdraw':
      return <WithdrawPage reference={page.ref} />
    case 'appeal':
      return <AppealPage reference={page.ref} />
    case 'status':
    case 'request':
      return <Submitted key={`${page.ref}-${page.name}`} page={page} />
    case 'hub':
    case 'step':
    case 'check':
      return <Application key={page.ref} page={page} />
  }
}

/** The application of this visitor; one that was sent leads to its status. */
function Application({ page }: { readonly page: WithRef }) {
  const [loaded, reload] = useLoad(page.ref, () => loadApplication(page.ref))
  useEffect(() => {
    if (loaded.state === 'ready' && loaded.value.submitted) go(hrefOf.page(page.ref, 'status'), true)
  }, [loaded, page.ref])
  // Somebody who comes back by a code goes on in the language in which they began.
  const locale = loaded.state === 'ready' ? loaded.value.locale : undefined
  useEffect(() => {
    if (locale !== undefined && localStorage.getItem('gatehouse.language') === null) void setLanguage(locale)
  }, [locale])
  if (loaded.state === 'loading') return <LoadingPage />
  if (loaded.state === 'failed') return <FailedPage error={loaded.error} onRetry={reload} />
  return <Drafting page={page} view={loaded.value} />
}

function Drafting({ page, view }: { readonly page: WithRef; readonly view: ApplicationView }) {
  const [ended, setEnded] = useState(false)
  const draft = useDraft(
    view,
    useCallback(() => setEnded(true), []),
  )
  const onLanguage = (language: 'en' | 'de') => {
    draft.change('contact.preferredLanguage', language)
    void draft.flush()
  }
  if (ended) return <FailedPage error={new ApplyError(401, 'NOT_SIGNED_IN')} onRetry={() => setEnded(false)} />
  if (page.name === 'step')
    return <StepPage key={page.section} draft={draft} section={page.section} from={page.from} onLanguage={onLanguage} />
  if (page.name === 'check') return <CheckPage draft={draft} onLanguage={onLanguage} />
  return <HubPage draft={draft} onLanguage={onLanguage} />
}

const askAgainMs = 20_000

function Submitted({ page }: { readonly page: SubmittedPage }) {
  const [loaded, reload, setStatus] = useLoad(`status-${page.ref}`, () => loadStatus(page.ref))
  const [view, reloadView] = useLoad(`view-${page.ref}`, () => loadApplication(page.ref))
  const { t } = useTranslation('apply')
  // News come by mail; an open page asks now and then, while it is looked at.
  useEffect(() => {
    if (page.name !== 'status') return
    const timer = setInterval(() => {
      if (!document.hidden) reload()
    }, askAgainMs)
    return () => clearInterval(timer)
  }, [page.name, reload])
  if (loaded.state === 'failed') return <FailedPage error={loaded.error} onRetry={reload} />
  if (view.state === 'failed') return <FailedPage error={view.error} onRetry={reloadView} />
  if (loaded.state === 'loading' || view.state === 'loading') return <LoadingPage />
  if (page.name === 'status') return <StatusPage status={loaded.value} />
  const request = loaded.value.requests.find(({ rfiId }) => rfiId === page.rfiId)
  if (request !== undefined)
    return <RequestPage view={view.value} status={loaded.value} request={request} onStatus={setStatus} />
  return (
    <ApplyFrame title={t('request.title')} reference={page.ref}>
      <p role="status" className="mb-6">
        {loaded.value.milestone === 'NEED_SOMETHING' ? t('request.gone') : t('request.done')}
      </p>
      <AppLink href={hrefOf.page(page.ref, 'status')} className="button button-primary">
        {t('sent.toStatus')}
      </AppLink>
    </ApplyFrame>
  )
}

function LoadingPage() {
  const { t } = useTranslation('apply')
  return (
    <ApplyFrame title={t('hub.title')}>
      <div role="status" aria-label={t('loading')} className="space-y-3">
        {[90, 70, 80, 60].map((width) => (
          <div key={width} className="skeleton" style={{ height: 44, width: `${width}%` }} />
        ))}
      </div>
    </ApplyFrame>
  )
}

function FailedPage({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { t } = useTranslation('apply')
  const isSignedOut = error instanceof ApplyError && error.status === 401
  return (
    <ApplyFrame title={isSignedOut ? t('sessionEnded') : t('failed')} hasError={!isSignedOut}>
      <p role="alert" className="mb-6">
        {isSignedOut ? t('sessionEndedText') : errorText(error, t)}
      </p>
      {isSignedOut ? (
        <AppLink href={hrefOf.resume} className="button button-primary">
          {t('openAgain')}
        </AppLink>
      ) : (
        <button type="button" className="button button-primary" onClick={onRetry}>
          {t('tryAgain')}
        </button>
      )}
    </ApplyFrame>
  )
}

function MissingPage() {
  const { t } = useTranslation('apply')
  return (
    <ApplyFrame title={t('notFound')}>
      <AppLink href={hrefOf.start} className="button button-primary">
        {t('toStart')}
      </AppLink>
    </ApplyFrame>
  )
}
