import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatJson, isJsonObject, type JsonObject, parseJson } from '../api/json.ts'
import { Button } from './Button.tsx'
import { cx } from './class-names.ts'
import { CodeEditor } from './CodeEditor.tsx'
import { ConfirmDialog } from './ConfirmDialog.tsx'
import { ErrorPanel } from './ErrorPanel.tsx'
import { PageHeader } from './PageHeader.tsx'
import { showToast } from './toast-store.ts'

interface DefinitionEditorProps {
  readonly title: string
  readonly initial: JsonObject
  readonly isNew: boolean
  readonly mayAct: boolean
  readonly form: (value: JsonObject, onChange: (value: JsonObject) => void) => ReactNode
  /** What follows from the value as it is typed. */
  readonly aside: (value: JsonObject) => ReactNode
  readonly onSave: (value: unknown) => Promise<void>
  readonly onDelete: () => Promise<void>
  readonly words: Readonly<Record<'json' | 'noRight' | 'delete' | 'deleteTitle' | 'deleteText' | 'deleteVerb', string>>
  /** Acts on what is saved already. */
  readonly actions?: ReactNode
}

/** One named definition as a form or as JSON; whoever types half a JSON text keeps the last good value in the form. */
export function DefinitionEditor(props: DefinitionEditorProps) {
  const { title, isNew, mayAct, words } = props
  const { t } = useTranslation()
  const [mode, setMode] = useState<'form' | 'json'>('form')
  const [value, setValue] = useState(props.initial)
  const [text, setText] = useState(() => formatJson(props.initial))
  const [asked, setAsked] = useState(false)
  const takeText = (next: string) => {
    setText(next)
    try {
      const parsed = parseJson(next)
      if (isJsonObject(parsed)) setValue(parsed)
    } catch {
      // Half-typed text: the value stays as it was; saving reads the text again and says what is wrong.
    }
  }
  const takeValue = (next: JsonObject) => {
    setValue(next)
    setText(formatJson(next))
  }
  const save = useMutation({ mutationFn: async () => props.onSave(mode === 'json' ? parseJson(text) : value) })
  const remove = useMutation({
    mutationFn: props.onDelete,
    onError: (error) => showToast('failed', error.message),
  })
  const isNamed = typeof value['name'] === 'string' && value['name'] !== ''
  return (
    <>
      <PageHeader
        title={title}
        actions={
          mayAct && (
            <>
              {!isNew && props.actions}
              {!isNew && <Button onPress={() => setAsked(true)}>{words.delete}</Button>}
              <Button variant="primary" isDisabled={save.isPending || !isNamed} onPress={() => save.mutate()}>
                {t('action.save')}
              </Button>
            </>
          )
        }
      />
      {!mayAct && <p className="mb-3 text-muted">{words.noRight}</p>}
      {save.isError && (
        <div className="mb-4">
          <ErrorPanel error={save.error} />
        </div>
      )}
      <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_320px]">
        <section className="card min-w-0 p-4">
          <div role="group" aria-label={title} className="mb-4 flex gap-1">
            {(['form', 'json'] as const).map((item) => (
              <button
                key={item}
                type="button"
                aria-pressed={mode === item}
                onClick={() => setMode(item)}
                className={cx(
                  'min-h-8 rounded-sm border px-3',
                  mode === item ? 'border-accent bg-accent-tint font-semibold text-accent' : 'border-line',
                )}
              >
                {t(`definition.${item}`)}
              </button>
            ))}
          </div>
          {mode === 'json' ? (
            <CodeEditor value={text} onChange={takeText} label={words.json} readOnly={!mayAct} height="420px" />
          ) : (
            props.form(value, takeValue)
          )}
        </section>
        <aside className="min-w-0 space-y-4">{props.aside(value)}</aside>
      </div>
      <ConfirmDialog
        isOpen={asked}
        onClose={() => setAsked(false)}
        title={words.deleteTitle}
        verb={words.deleteVerb}
        danger
        onConfirm={() => {
          setAsked(false)
          remove.mutate()
        }}
      >
        {words.deleteText}
      </ConfirmDialog>
    </>
  )
}
