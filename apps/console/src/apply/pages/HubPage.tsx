import type { ApplicationView } from '@gatehouse/kyc/wire'
import { useTranslation } from 'react-i18next'
import { AppLink } from '../AppLink.tsx'
import { ApplyFrame } from '../ApplyFrame.tsx'
import { hrefOf } from '../location.ts'
import { SavedNote } from '../SavedNote.tsx'
import type { Draft } from '../use-draft.ts'

const glyphs = { 'not-started': '○', 'in-progress': '▶', done: '✓' } as const

/** All parts with their state; the next one that is not done is the main button. */
export function HubPage({
  draft,
  onLanguage,
}: {
  readonly draft: Draft
  readonly onLanguage: (language: 'en' | 'de') => void
}) {
  const { t } = useTranslation('apply')
  const { view } = draft
  const next = view.sections.find(({ state }) => state !== 'done')
  const isReady = mayCheck(view)
  return (
    <ApplyFrame title={t('hub.title')} reference={view.ref} above={<SavedNote draft={draft} />} onLanguage={onLanguage}>
      <p className="mb-4">{isReady ? t('hub.ready') : t('hub.lead')}</p>
      <ul className="mb-6 border-t border-hairline">
        {view.sections.map(({ id, state }) => (
          <li key={id} className="border-b border-hairline">
            <AppLink href={hrefOf.step(view.ref, id)} className="flex min-h-12 items-center justify-between gap-3 py-2">
              <span>
                <span aria-hidden="true" className="me-3 inline-block w-4 text-center text-ink">
                  {glyphs[state]}
                </span>
                {t(`section.${id}`)}
              </span>
              <span className={`shrink-0 text-sm ${state === 'done' ? 'text-ok' : 'text-muted'}`}>
                {t(`hub.state.${state}`)}
              </span>
            </AppLink>
          </li>
        ))}
        <li className="flex min-h-12 items-center justify-between gap-3 border-b border-hairline py-2">
          {isReady ? (
            <AppLink href={hrefOf.page(view.ref, 'check')} className="target font-semibold">
              {t('hub.check')}
            </AppLink>
          ) : (
            <>
              <span className="text-muted">{t('hub.check')}</span>
              <span className="shrink-0 text-sm text-muted">{t('hub.state.blocked')}</span>
            </>
          )}
        </li>
      </ul>
      <AppLink
        href={next === undefined ? hrefOf.page(view.ref, 'check') : hrefOf.step(view.ref, next.id)}
        className="button button-primary mb-6"
      >
        {next === undefined ? t('hub.check') : t('hub.next')}
      </AppLink>
      <p>
        <AppLink href={hrefOf.page(view.ref, 'withdraw')} className="target">
          {t('hub.withdraw')}
        </AppLink>
      </p>
    </ApplyFrame>
  )
}

/** Checking makes sense once every part was begun. */
export const mayCheck = (view: ApplicationView): boolean => view.sections.every(({ state }) => state !== 'not-started')
