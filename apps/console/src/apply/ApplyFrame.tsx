import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { languages } from '../i18n/catalogue.ts'
import { setLanguage } from '../i18n/i18n.ts'

export const contactMail = 'onboarding@gatehouse.example'

interface ApplyFrameProps {
  readonly title: string
  /** What stands above the heading: the way back, the step, the state of saving. */
  readonly above?: ReactNode
  readonly hasError?: boolean
  readonly reference?: string | undefined
  readonly onLanguage?: ((language: 'en' | 'de') => void) | undefined
  readonly children: ReactNode
}

/** One page: bank, language, heading, content, help. The heading takes focus when the page changes. */
export function ApplyFrame({ title, above, hasError = false, reference, onLanguage, children }: ApplyFrameProps) {
  const { t, i18n } = useTranslation('apply')
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${hasError ? `${t('errorPrefix')} ` : ''}${title} · ${t('bank')}`
  }, [title, hasError, t])
  useEffect(() => {
    if (document.activeElement === document.body || document.activeElement === null) {
      heading.current?.focus({ preventScroll: true })
    }
    // Another title is another page.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [title])
  return (
    <div className="apply flex min-h-dvh flex-col bg-surface">
      <a href="#content" className="skip-link card px-3 py-2">
        {t('skip')}
      </a>
      <header className="border-b border-hairline px-4">
        <div className="mx-auto flex max-w-xl items-center justify-between gap-3 py-1">
          <span className="font-semibold">{t('bank')}</span>
          <label className="flex items-center gap-2 text-sm">
            <span className="sr-only">{t('language')}</span>
            <select
              className="input w-auto"
              value={i18n.language}
              onChange={(event) => {
                const language = languages.find((known) => known === event.target.value) ?? 'en'
                void setLanguage(language)
                onLanguage?.(language)
              }}
            >
              <option value="en" lang="en">
                English
              </option>
              <option value="de" lang="de">
                Deutsch
              </option>
            </select>
          </label>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="w-full flex-1 px-4 py-4">
        <div className="mx-auto max-w-xl">
          {above}
          <h1 ref={heading} tabIndex={-1} className="mb-4 break-anywhere text-xl font-semibold sm:text-2xl">
            {title}
          </h1>
          {children}
        </div>
      </main>
      <footer className="border-t border-hairline px-4 py-4 text-sm text-muted">
        <div className="mx-auto max-w-xl space-y-1">
          {reference !== undefined && (
            <p>
              {t('ref')} <b className="font-mono">{reference}</b>
            </p>
          )}
          <p>{t('helpText', { mail: contactMail })}</p>
        </div>
      </footer>
    </div>
  )
}
