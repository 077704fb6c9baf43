import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button.tsx'
import { Dialog } from './Dialog.tsx'
import { TextField } from './Field.tsx'

interface ConfirmDialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  /** Names the object: *Terminate run 7f3c…?* */
  readonly title: string
  /** Says the consequence. */
  readonly children: ReactNode
  /** The verb, never *OK*. */
  readonly verb: string
  readonly danger?: boolean
  readonly reason?: 'none' | 'optional' | 'required'
  /** Letters that a required reason has at least. */
  readonly reasonMinLength?: number
  readonly onConfirm: (reason: string) => void
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title={props.title} role="alertdialog">
      <ConfirmBody {...props} />
    </Dialog>
  )
}

function ConfirmBody(props: ConfirmDialogProps) {
  const { onClose, children, verb, danger = false, reason = 'none', reasonMinLength = 1, onConfirm } = props
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [refused, setRefused] = useState(false)
  const atLeast = reasonMinLength > 1 ? t('confirm.atLeast', { count: reasonMinLength }) : undefined
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (reason === 'required' && text.trim().length < reasonMinLength) setRefused(true)
        else onConfirm(text.trim())
      }}
    >
      <div className="mb-4 max-w-prose break-anywhere">{children}</div>
      {reason !== 'none' && (
        <TextField
          label={t('confirm.reason')}
          value={text}
          onChange={setText}
          hint={atLeast}
          error={refused ? (atLeast ?? t('confirm.reasonRequired')) : undefined}
        />
      )}
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <Button onPress={onClose}>{t('action.cancel')}</Button>
        <Button type="submit" variant={danger ? 'danger' : 'primary'}>
          {verb}
        </Button>
      </div>
    </form>
  )
}
