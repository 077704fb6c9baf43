import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { SelectField, TextArea, TextField } from '../ui/Field.tsx'
import { showToast } from '../ui/toast-store.ts'
import { categories, type Category, proposeEntry } from './screening-api.ts'

interface BlacklistFormProps {
  readonly isOpen: boolean
  readonly onClose: () => void
}

export function BlacklistForm({ isOpen, onClose }: BlacklistFormProps) {
  const { t } = useTranslation('screening')
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t('blacklist.add')}>
      <FormBody onClose={onClose} />
    </Dialog>
  )
}

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

/** First of four eyes: the entry matches nobody until another person confirms it. */
function FormBody({ onClose }: Pick<BlacklistFormProps, 'onClose'>) {
  const { t } = useTranslation('screening')
  const { t: common } = useTranslation()
  const client = useQueryClient()
  const [names, setNames] = useState('')
  const [birth, setBirth] = useState('')
  const [documents, setDocuments] = useState('')
  const [category, setCategory] = useState<Category>('FRAUD')
  const [expires, setExpires] = useState('')
  const [review, setReview] = useState('')
  const [tried, setTried] = useState(false)
  const send = useMutation({
    mutationFn: () =>
      proposeEntry({
        names: linesOf(names),
        category,
        ...(birth === '' ? {} : { dateOfBirth: birth }),
        ...(linesOf(documents).length === 0 ? {} : { documentNumbers: linesOf(documents) }),
        ...(expires === '' ? {} : { expiresOn: expires }),
        ...(review === '' ? {} : { reviewOn: review }),
      }),
    onSuccess: async () => {
      showToast('done', t('blacklist.proposed'))
      onClose()
      await client.invalidateQueries({ queryKey: ['blacklist'] })
    },
  })
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (linesOf(names).length > 0) send.mutate()
      }}
    >
      {send.isError && <ErrorPanel error={send.error} />}
      <TextArea
        label={t('blacklist.names')}
        hint={t('blacklist.namesHint')}
        rows={2}
        value={names}
        onChange={setNames}
        error={tried && linesOf(names).length === 0 ? t('blacklist.nameMissing') : undefined}
      />
      <SelectField
        label={t('blacklist.column.category')}
        value={category}
        onChange={(value) => setCategory(categories.find((known) => known === value) ?? 'FRAUD')}
        options={categories.map((code) => ({ value: code, label: t(`blacklist.category.${code}`) }))}
      />
      <TextField label={t('blacklist.birth')} type="date" value={birth} onChange={setBirth} />
      <TextArea
        label={t('blacklist.documents')}
        hint={t('blacklist.namesHint')}
        rows={2}
        mono
        value={documents}
        onChange={setDocuments}
      />
      <TextField
        label={t('blacklist.expires')}
        hint={t('blacklist.expiresHint')}
        type="date"
        value={expires}
        onChange={setExpires}
      />
      <TextField label={t('blacklist.review')} type="date" value={review} onChange={setReview} />
      <div className="flex justify-end gap-2">
        <Button onPress={onClose}>{common('action.cancel')}</Button>
        <Button type="submit" variant="primary" isDisabled={send.isPending}>
          {t('blacklist.propose')}
        </Button>
      </div>
    </form>
  )
}
