import { useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { hintOf } from './hint-of.ts'
import { textOf } from '../answer-path.ts'
import { countryName } from '../countries.ts'
import { caretAfterGrouping, groupIban, ibanState, plainIban } from '../iban.ts'
import { FieldShell } from './FieldShell.tsx'
import { type FieldProps, fieldId, type QuestionOf } from './field-props.ts'

/** Groups of four while typing, country and length below, the check digits tested at full length or on leaving. */
export function IbanQuestion({ question, answer, error, onChange, onLeave }: FieldProps<QuestionOf<'iban'>>) {
  const { t } = useTranslation('apply')
  const [left, setLeft] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const caret = useRef<number>(undefined)
  const text = groupIban(textOf(answer))
  useLayoutEffect(() => {
    if (caret.current !== undefined) input.current?.setSelectionRange(caret.current, caret.current)
    caret.current = undefined
  })
  const { note, wrong } = useNote(text)
  const ownError = wrong !== undefined && (left || !ibanIsPartial(text)) ? wrong : undefined
  const isDone = ibanState(text).kind === 'complete'
  return (
    <FieldShell
      id={fieldId(question)}
      label={t(`question.${question.id}.label`)}
      hint={hintOf(question.id, t)}
      error={ownError ?? (isDone ? undefined : error)}
    >
      {({ id, describedBy, invalid }) => (
        <>
          <input
            ref={input}
            id={id}
            className="input font-mono tabular"
            dir="ltr"
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            value={text}
            onChange={(event) => {
              const typed = event.target.value
              caret.current = caretAfterGrouping(typed, event.target.selectionStart ?? typed.length)
              const plain = plainIban(typed).slice(0, 34)
              onChange(plain === '' ? undefined : plain)
            }}
            onBlur={() => {
              setLeft(true)
              onLeave()
            }}
            aria-describedby={[describedBy, `${id}-note`].filter(Boolean).join(' ')}
            aria-invalid={invalid}
          />
          <p id={`${id}-note`} className="mt-1 min-h-6 text-muted" aria-live="polite">
            {note}
          </p>
        </>
      )}
    </FieldShell>
  )
}

const ibanIsPartial = (text: string): boolean => ['partial', 'short', 'empty'].includes(ibanState(text).kind)

function useNote(text: string): { readonly note: string; readonly wrong: string | undefined } {
  const { t, i18n } = useTranslation('apply')
  const state = ibanState(text)
  switch (state.kind) {
    case 'empty':
    case 'short':
      return { note: '', wrong: undefined }
    case 'unknown':
      return { note: '', wrong: t('iban.unknown', { country: state.country }) }
    case 'partial': {
      const country = countryName(state.country, i18n.language)
      return {
        note: t('iban.ofLength', { country, count: state.length, total: state.total }),
        wrong: t('iban.missing', { count: state.total - state.length }),
      }
    }
    case 'over':
      return { note: '', wrong: t('iban.over', { count: state.over }) }
    case 'checksum':
      return { note: countryName(state.country, i18n.language), wrong: t('iban.checksum') }
    case 'complete':
      return { note: t('iban.complete', { country: countryName(state.country, i18n.language) }), wrong: undefined }
  }
}
