import { X } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button.tsx'
import { cx } from './class-names.ts'
import { dismissToast, type Toast, toastStore } from './toast-store.ts'

/** The polite live region of the page; pauses under the pointer and while focused. */
export function Toasts() {
  const { t } = useTranslation()
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.snapshot)
  const [held, setHeld] = useState(false)
  return (
    // Holding the pointer over the messages only stops their clock.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      aria-label={t('toast.label')}
      className="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex flex-col items-center gap-2"
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div role="status" aria-live="polite" className="contents">
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} held={held} />
        ))}
      </div>
    </section>
  )
}

function ToastCard({ toast, held }: { readonly toast: Toast; readonly held: boolean }) {
  const { t } = useTranslation()
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => dismissToast(toast.id), toast.undo === undefined ? 6_000 : 10_000)
    return () => clearTimeout(timer)
  }, [held, toast])
  return (
    <div
      className={cx(
        'card pointer-events-auto flex max-w-full items-center gap-2 border-s-4 py-1 ps-3 pe-1 shadow-float',
        toast.kind === 'done' ? 'border-s-ok' : 'border-s-bad',
      )}
    >
      <span className="break-anywhere">
        <span aria-hidden="true">{toast.kind === 'done' ? '✓ ' : '✕ '}</span>
        {toast.text}
      </span>
      {toast.undo !== undefined && <Button onPress={toast.undo}>{t('action.undo')}</Button>}
      <Button variant="quiet" iconOnly aria-label={t('toast.dismiss')} onPress={() => dismissToast(toast.id)}>
        <X size={14} aria-hidden="true" />
      </Button>
    </div>
  )
}
