import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { TextArea, TextField } from '../ui/Field.tsx'
import type { NewHold } from './governance-api.ts'
import { minReasonLength } from './reason-length.ts'

interface HoldFormProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly onAsk: (hold: NewHold) => void
}

/** First of four eyes: the hold keeps the data once a second person has confirmed it. */
export function HoldForm(props: HoldFormProps) {
  const { t } = useTranslation('governance')
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title={t('hold.ask')}>
      <FormBody {...props} />
    </Dialog>
  )
}

function FormBody({ onClose, onAsk }: HoldFormProps) {
  const { t } = useTranslation('governance')
  const { t: common } = useTranslation()
  const [authority, setAuthority] = useState('')
  const [reference, setReference] = useState('')
  const [until, setUntil] = useState('')
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const missing = (text: string) => (tried && text.trim() === '' ? t('hold.missing') : undefined)
  const short = note.trim().length < minReasonLength
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if ([authority, reference, until].every((text) => text.trim() !== '') && !short)
      onAsk({ authority: authority.trim(), reference: reference.trim(), until, note: note.trim() })
  }
  return (
    <form className="space-y-4" onSubmit={submit}>
      <p className="text-muted">{t('hold.askText')}</p>
      <TextField label={t('hold.authority')} value={authority} onChange={setAuthority} error={missing(authority)} />
      <TextField
        label={t('hold.reference')}
        value={reference}
        onChange={setReference}
        error={missing(reference)}
        mono
      />
      <TextField
        label={t('hold.until')}
        hint={t('hold.untilHint')}
        type="date"
        value={until}
        onChange={setUntil}
        error={missing(until)}
      />
      <TextArea
        label={t('reason')}
        hint={common('confirm.atLeast', { count: minReasonLength })}
        rows={3}
        value={note}
        onChange={setNote}
        error={tried && short ? common('confirm.atLeast', { count: minReasonLength }) : undefined}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={onClose}>{common('action.cancel')}</Button>
        <Button type="submit" variant="primary">
          {t('hold.askVerb')}
        </Button>
      </div>
    </form>
  )
}
