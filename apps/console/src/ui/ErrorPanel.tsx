import type { TFunction } from 'i18next'
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { Button } from './Button.tsx'
import { CopyButton } from './CopyButton.tsx'

interface ErrorPanelProps {
  readonly error: unknown
  readonly title?: string
  readonly onRetry?: (() => void) | undefined
  readonly children?: ReactNode
}

/** An error where the data would be: plain words, the server's code, the request id, a way on. */
export function ErrorPanel({ error, title, onRetry, children }: ErrorPanelProps) {
  const { t } = useTranslation()
  const api = error instanceof ApiError ? error : undefined
  const heading = title ?? defaultTitle(api?.status, t)
  return (
    <div role="alert" className="card border-bad p-4">
      <p className="flex items-center gap-2 font-semibold text-bad">
        <CircleAlert size={18} aria-hidden="true" className="shrink-0" />
        {heading}
      </p>
      <p className="mt-1 max-w-prose break-anywhere">{error instanceof Error ? error.message : String(error)}</p>
      {api?.status === 403 && <p className="mt-1">{t('error.forbiddenHint')}</p>}
      {api !== undefined && api.fields.length > 0 && (
        <ul className="mt-2 list-disc ps-5">
          {api.fields.map((field) => (
            <li key={`${field.path}-${field.message}`} className="break-anywhere">
              {field.path !== '' && <code className="me-1 text-muted">{field.path}</code>}
              {field.message}
            </li>
          ))}
        </ul>
      )}
      {children}
      <div className="mt-3 flex flex-wrap items-center gap-3 text-xs text-muted">
        {api !== undefined && (
          <span>
            {t('error.code')} <code>{api.code}</code>
          </span>
        )}
        {api?.requestId !== undefined && (
          <span className="inline-flex items-center gap-1">
            {t('error.requestId')} <code>{api.requestId}</code>
            <CopyButton text={api.requestId} />
          </span>
        )}
        {onRetry !== undefined && <Button onPress={onRetry}>{t('action.retry')}</Button>}
      </div>
    </div>
  )
}

function defaultTitle(status: number | undefined, t: TFunction): string {
  if (status === 0) return t('error.unreachable')
  if (status === 403) return t('error.forbidden')
  if (status === 404) return t('error.notFound')
  if (status === 400 || status === 409 || status === 422) return t('error.refused')
  return t('error.title')
}
