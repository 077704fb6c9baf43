import { useTranslation } from 'react-i18next'
import type { Draft } from './use-draft.ts'

/** Whether what was typed is safe: said in words, and politely to screen readers. */
export function SavedNote({ draft }: { readonly draft: Draft }) {
  const { t, i18n } = useTranslation('apply')
  const { saveState, view } = draft
  const text =
    saveState === 'saving'
      ? t('saving')
      : saveState === 'unsaved'
        ? t('unsaved')
        : view.savedAt === null
          ? ''
          : t('saved', {
              time: new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short' }).format(new Date(view.savedAt)),
            })
  return (
    <p
      role="status"
      className={`mb-2 min-h-6 text-sm ${saveState === 'unsaved' ? 'font-semibold text-bad' : 'text-muted'}`}
    >
      {text}
    </p>
  )
}
