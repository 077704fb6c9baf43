import { useTranslation } from 'react-i18next'
import { Dialog } from './Dialog.tsx'

export interface KeyHint {
  readonly keys: string
  readonly does: string
}

interface KeyHintsProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly hints: readonly KeyHint[]
}

/** The sheet behind `?`: what the keys of this screen do. */
export function KeyHints({ isOpen, onClose, hints }: KeyHintsProps) {
  const { t } = useTranslation()
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('keys.title')}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2">
        {hints.map((hint) => (
          <div key={hint.keys} className="contents">
            <dt>
              <kbd className="rounded-sm border border-line bg-sunken px-1.5 py-0.5 text-xs">{hint.keys}</kbd>
            </dt>
            <dd>{hint.does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
