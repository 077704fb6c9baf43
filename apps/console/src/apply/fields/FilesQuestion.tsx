import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hintOf } from './hint-of.ts'
import { ApplyError, upload, type UploadJob } from '../api.ts'
import { errorText } from '../error-text.ts'
import { type PhotoDoubt, photoDoubt } from '../photo-quality.ts'
import { FieldGroup } from './FieldShell.tsx'
import { type FieldProps, fieldId, type QuestionOf } from './field-props.ts'

const maxBytes = 10 * 1024 * 1024
const accepted = ['image/jpeg', 'image/png', 'application/pdf']

type Progress =
  | { readonly state: 'idle' }
  | { readonly state: 'doubt'; readonly file: File; readonly doubt: PhotoDoubt }
  | { readonly state: 'sending'; readonly file: File; readonly share: number }
  | { readonly state: 'failed'; readonly file: File; readonly text: string; readonly mayRetry: boolean }

/** Camera on phones, a file elsewhere; progress, cancel, again; a hint at doubtful photos before they go. */
export function FilesQuestion({ question, error, onUploaded, draft }: FieldProps<QuestionOf<'files'>>) {
  const { t } = useTranslation('apply')
  const id = fieldId(question)
  const input = useRef<HTMLInputElement>(null)
  const job = useRef<UploadJob>(undefined)
  const [progress, setProgress] = useState<Progress>({ state: 'idle' })
  const files = draft.view.documents

  const send = async (file: File) => {
    setProgress({ state: 'sending', file, share: 0 })
    job.current = upload(draft.view.ref, file, question.side, (share) => setProgress({ state: 'sending', file, share }))
    try {
      const kept = await job.current.done
      draft.replace({ ...draft.view, documents: [...draft.view.documents, kept] })
      onUploaded?.(kept.documentId)
      setProgress({ state: 'idle' })
    } catch (failure) {
      if (failure instanceof ApplyError && failure.code === 'CANCELLED') setProgress({ state: 'idle' })
      else
        setProgress({
          state: 'failed',
          file,
          text: errorText(failure, t),
          mayRetry: !(failure instanceof ApplyError) || failure.status === 0 || failure.status >= 500,
        })
    }
  }
  const choose = async (file: File | undefined) => {
    if (file === undefined) return
    if (!accepted.includes(file.type))
      return setProgress({ state: 'failed', file, text: t('error.FILE_TYPE'), mayRetry: false })
    if (file.size > maxBytes)
      return setProgress({ state: 'failed', file, text: t('error.FILE_TOO_LARGE'), mayRetry: false })
    const doubt = await photoDoubt(file)
    if (doubt === undefined) await send(file)
    else setProgress({ state: 'doubt', file, doubt })
  }
  return (
    <FieldGroup
      id={id}
      label={t(`question.${question.id}.label`)}
      hint={`${hintOf(question.id, t)} ${t('upload.hint')}`.trim()}
      error={error}
    >
      <ul className="mb-3 space-y-2">
        {files.map((file) => (
          <li key={file.documentId} className="flex justify-between gap-3 rounded-sm border border-hairline px-3 py-2">
            <span className="min-w-0 break-anywhere">{file.fileName}</span>
            <span className="shrink-0 text-ok">
              <span aria-hidden="true">✓ </span>
              {t('upload.done')}
            </span>
          </li>
        ))}
      </ul>
      {progress.state === 'sending' && (
        <div className="mb-3 space-y-2">
          <p role="status">{t('upload.uploading', { name: progress.file.name })}</p>
          <progress className="w-full" max={1} value={progress.share} aria-label={progress.file.name} />
          <button type="button" className="button" onClick={() => job.current?.cancel()}>
            {t('upload.cancel')}
          </button>
        </div>
      )}
      {progress.state === 'doubt' && (
        <div role="alert" className="mb-3 space-y-2 border-s-4 border-warn ps-3">
          <p>{t(`upload.${progress.doubt}`)}</p>
          <button type="button" className="button" onClick={() => void send(progress.file)}>
            {t('upload.useAnyway')}
          </button>
          <button type="button" className="button sm:ms-3" onClick={() => input.current?.click()}>
            {t('upload.retake')}
          </button>
        </div>
      )}
      {progress.state === 'failed' && (
        <div role="alert" className="mb-3 space-y-2 border-s-4 border-bad ps-3">
          <p className="font-semibold text-bad">{t('upload.failed', { name: progress.file.name })}</p>
          <p>{progress.text}</p>
          {progress.mayRetry && (
            <button type="button" className="button" onClick={() => void send(progress.file)}>
              {t('tryAgain')}
            </button>
          )}
        </div>
      )}
      <input
        ref={input}
        id={`${id}-file`}
        type="file"
        className="sr-only"
        tabIndex={-1}
        accept={accepted.join(',')}
        capture="environment"
        aria-label={t(`question.${question.id}.label`)}
        onChange={(event) => {
          void choose(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      <button
        type="button"
        id={id}
        className="button"
        disabled={progress.state === 'sending'}
        onClick={() => input.current?.click()}
      >
        {files.length === 0 ? t('upload.add') : t('upload.more')}
      </button>
    </FieldGroup>
  )
}
