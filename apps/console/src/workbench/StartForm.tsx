import type { TFunction } from 'i18next'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WorkflowDef } from '../api/conductor.ts'
import { formatJson, isJsonObject, type JsonObject, parseJson } from '../api/json.ts'
import { useMay } from '../session/use-session.ts'
import { Button } from '../ui/Button.tsx'
import { CodeEditor } from '../ui/CodeEditor.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { cx } from '../ui/class-names.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { SelectField, TextArea, TextField } from '../ui/Field.tsx'
import { showToast } from '../ui/toast-store.ts'
import { syntaxError } from '../workflows/json-locate.ts'
import { toCurl } from '../api/curl.ts'
import { InputForm } from './InputForm.tsx'
import {
  type FieldProblem,
  type FieldValues,
  type InputField,
  inputFields,
  readFields,
  toFieldText,
} from './input-fields.ts'
import {
  type Example,
  examplesOf,
  sampleInputsQuery,
  startPath,
  type StartRequest,
  startWorkflow,
} from './workbench-api.ts'

interface StartFormProps {
  readonly definition: WorkflowDef
  /** Without a version the newest is started. */
  readonly pinned: boolean
  readonly initialInput: JsonObject | undefined
  readonly onStarted: (workflowId: string) => void
}

const noProblems: ReadonlyMap<string, FieldProblem> = new Map()

/** Input as form or JSON, examples, and the button that starts the run. */
export function StartForm(props: StartFormProps) {
  const samples = useQuery(sampleInputsQuery(props.definition.name))
  const inputs = samples.data ?? []
  // The kinds of fields come from past inputs, so the form is built once those are known.
  if (samples.isPending) return null
  return <StartFields {...props} samples={inputs} />
}

function StartFields({
  definition,
  pinned,
  initialInput,
  onStarted,
  samples,
}: StartFormProps & { readonly samples: readonly Example[] }) {
  const { t } = useTranslation('workbench')
  const client = useQueryClient()
  const mayAct = useMay('engine.write')
  const listed = examplesOf(definition)
  const template: readonly Example[] =
    Object.keys(definition.inputTemplate ?? {}).length === 0
      ? []
      : [{ id: 'template', label: t('examples.template'), input: definition.inputTemplate ?? {} }]
  const examples = [
    ...listed,
    ...template,
    ...samples.map((sample) => ({ ...sample, label: t('examples.run', { id: sample.label }) })),
  ]
  const [fields] = useState(() =>
    inputFields(
      definition,
      [...listed, ...samples].map((sample) => sample.input),
    ),
  )
  const first = initialInput ?? examples[0]?.input ?? {}
  const [mode, setMode] = useState<'form' | 'json'>(fields.length === 0 ? 'json' : 'form')
  const [values, setValues] = useState<FieldValues>(() => toValues(fields, first))
  const [text, setText] = useState(() => formatJson(first))
  const [problems, setProblems] = useState(noProblems)
  const [advanced, setAdvanced] = useState({ correlationId: '', priority: '', taskToDomain: '' })
  const [textError, setTextError] = useState<string>()
  const begin = useMutation({
    mutationFn: startWorkflow,
    onSuccess: async (id) => {
      showToast('done', t('started'))
      onStarted(id)
      await client.invalidateQueries({ queryKey: ['executions'] })
    },
  })

  const take = (input: JsonObject) => {
    setValues(toValues(fields, input))
    setText(formatJson(input))
    setProblems(noProblems)
    setTextError(undefined)
  }
  const read = (): JsonObject | undefined => {
    if (mode === 'json') return readText(text, t, setTextError)
    const result = readFields(fields, values)
    setProblems(result.problems)
    if (result.problems.size > 0) return undefined
    // What the form does not show of an example goes along.
    return { ...withoutFields(text, fields), ...result.input }
  }
  const toRequest = (input: JsonObject): StartRequest => ({
    name: definition.name,
    version: pinned ? definition.version : undefined,
    input,
    correlationId: advanced.correlationId === '' ? undefined : advanced.correlationId,
    priority: advanced.priority === '' ? undefined : Number(advanced.priority),
    taskToDomain:
      advanced.taskToDomain.trim() === '' ? undefined : (readText(advanced.taskToDomain, t, setTextError) ?? undefined),
  })
  const submit = () => {
    const input = read()
    if (input !== undefined && mayAct) begin.mutate(toRequest(input))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      submit()
    }
    const example = event.altKey && /^[1-9]$/.test(event.key) ? examples[Number(event.key) - 1] : undefined
    if (example !== undefined) take(example.input)
  }
  const switchMode = (next: 'form' | 'json') => {
    if (next === mode) return
    if (next === 'json') setText(formatJson({ ...withoutFields(text, fields), ...readFields(fields, values).input }))
    else {
      const input = readText(text, t, setTextError)
      if (input === undefined) return
      setValues(toValues(fields, input))
    }
    setMode(next)
  }
  const broken = textError === undefined ? undefined : syntaxError(text)
  const shownInput = mode === 'json' ? text : formatJson(readFields(fields, values).input)
  return (
    // Ctrl Enter starts from any field of the form.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className="space-y-4"
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div role="group" aria-label={t('input')} className="flex gap-1">
          {(['form', 'json'] as const).map((item) => (
            <button
              key={item}
              type="button"
              aria-pressed={mode === item}
              onClick={() => switchMode(item)}
              className={cx(
                'min-h-8 rounded-sm border px-3',
                mode === item ? 'border-accent bg-accent-tint font-semibold text-accent' : 'border-line',
              )}
            >
              {item === 'form' ? t('asForm') : t('asJson')}
            </button>
          ))}
        </div>
        {examples.length > 0 && (
          <div className="w-56">
            <SelectField
              label={t('example')}
              value=""
              onChange={(id) => take(examples.find((example) => example.id === id)?.input ?? {})}
              options={[
                { value: '', label: t('examples.none') },
                ...examples.map((example) => ({ value: example.id, label: example.label })),
                { value: 'empty', label: t('examples.empty') },
              ]}
            />
          </div>
        )}
      </div>
      {mode === 'form' ? (
        <InputForm
          fields={fields}
          values={values}
          problems={problems}
          onChange={(name, value) => setValues({ ...values, [name]: value })}
        />
      ) : (
        <div>
          <CodeEditor
            value={text}
            onChange={setText}
            label={t('json')}
            height="280px"
            problems={
              broken === undefined || textError === undefined
                ? []
                : [{ ...broken, severity: 'error', message: textError }]
            }
          />
          {textError !== undefined && (
            <p role="alert" className="mt-1 text-bad">
              ✕ {textError}
            </p>
          )}
        </div>
      )}
      <details>
        <summary className="min-h-6 cursor-pointer text-muted">{t('advanced')}</summary>
        <div className="mt-3 grid gap-4 sm:grid-cols-2">
          <TextField
            label={t('correlation')}
            value={advanced.correlationId}
            onChange={(correlationId) => setAdvanced({ ...advanced, correlationId })}
          />
          <TextField
            label={t('priority')}
            type="number"
            value={advanced.priority}
            onChange={(priority) => setAdvanced({ ...advanced, priority })}
          />
          <div className="sm:col-span-2">
            <TextArea
              label={t('taskToDomain')}
              value={advanced.taskToDomain}
              onChange={(taskToDomain) => setAdvanced({ ...advanced, taskToDomain })}
              rows={2}
              mono
            />
          </div>
        </div>
      </details>
      {begin.isError && <ErrorPanel error={begin.error} title={t('refused')} />}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" isDisabled={!mayAct || begin.isPending}>
          {begin.isPending ? t('starting') : t('start')} <kbd className="text-xs opacity-80">{t('startKey')}</kbd>
        </Button>
        <CopyButton
          label={t('copyCurl')}
          text={toCurl(
            window.location.origin,
            startPath,
            `{"name":${JSON.stringify(definition.name)},"version":${definition.version},"input":${shownInput}}`,
          )}
        />
      </div>
      {!mayAct && <p className="text-muted">{t('noRight')}</p>}
    </form>
  )
}

const toValues = (fields: readonly InputField[], input: JsonObject): FieldValues =>
  Object.fromEntries(fields.map((field) => [field.name, toFieldText(input[field.name])]))

function readText(
  text: string,
  t: TFunction<'workbench'>,
  onError: (message: string | undefined) => void,
): JsonObject | undefined {
  try {
    const value = text.trim() === '' ? {} : parseJson(text)
    onError(isJsonObject(value) ? undefined : t('notObject'))
    return isJsonObject(value) ? value : undefined
  } catch (error) {
    onError(t('notJson', { message: error instanceof Error ? error.message : String(error) }))
    return undefined
  }
}

/** Entries of the last JSON text that no field shows. */
function withoutFields(text: string, fields: readonly InputField[]): JsonObject {
  try {
    const value = parseJson(text)
    const shown = new Set(fields.map((field) => field.name))
    return isJsonObject(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => !shown.has(name))) : {}
  } catch {
    return {}
  }
}
