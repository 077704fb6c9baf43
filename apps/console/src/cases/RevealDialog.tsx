import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { SelectField } from '../ui/Field.tsx'
import { type Revealed, type RevealReason, reveal } from './cases-api.ts'

const reasons = [
  'ADJUDICATION',
  'CALL_BACK',
  'DOCUMENT_CHECK',
  'AUDIT',
  'COMPLAINT',
] as const satisfies readonly RevealReason[]

interface RevealDialogProps {
  readonly caseId: string
  /** The field to show; closed without one. */
  readonly path: string | undefined
  readonly label: string
  readonly onClose: () => void
  readonly onRevealed: (value: Revealed) => void
}

/** A masked value, for a reason that is recorded. */
export function RevealDialog({ caseId, path, label, onClose, onRevealed }: RevealDialogProps) {
  const { t } = useTranslation('cases')
  const { t: common } = useTranslation()
  const [reason, setReason] = useState<RevealReason>('ADJUDICATION')
  const ask = useMutation({
    mutationFn: (wanted: string) => reveal(caseId, wanted, reason),
    onSuccess: (value) => {
      onRevealed(value)
      onClose()
    },
  })
  const close = () => {
    ask.reset()
    onClose()
  }
  return (
    <Dialog isOpen={path !== undefined} onClose={close} title={t('reveal.title', { field: label })}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (path !== undefined) ask.mutate(path)
        }}
      >
        <p className="mb-4">{t('reveal.lead')}</p>
        {ask.isError && <ErrorPanel error={ask.error} />}
        <SelectField
          label={t('reveal.reason')}
          value={reason}
          onChange={(value) => setReason(reasons.find((known) => known === value) ?? 'ADJUDICATION')}
          options={reasons.map((code) => ({ value: code, label: t(`reveal.reasons.${code}`) }))}
        />
        <div className="mt-6 flex justify-end gap-2">
          <Button onPress={close}>{common('action.cancel')}</Button>
          <Button type="submit" variant="primary" isDisabled={ask.isPending}>
            {t('reveal.show')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
