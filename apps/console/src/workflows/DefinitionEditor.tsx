import { useDeferredValue, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldError } from '../api/api-error.ts'
import type { WorkflowDef } from '../api/conductor.ts'
import { WorkflowDiagram } from '../diagram/WorkflowDiagram.tsx'
import { CodeEditor, type EditorProblem } from '../ui/CodeEditor.tsx'
import { cx } from '../ui/class-names.ts'
import { locate, pathFromServer } from './json-locate.ts'
import { ProblemsPanel } from './ProblemsPanel.tsx'
import { checkDefinition, placeOfTask } from './problems.ts'

interface DefinitionEditorProps {
  readonly text: string
  readonly onChange: (text: string) => void
  readonly mode: 'diagram' | 'json' | 'split'
  readonly readOnly: boolean
  readonly selected: string | undefined
  readonly onSelect: (ref: string | undefined) => void
  readonly refused: readonly FieldError[]
  readonly onSave: () => void
}

/** One JSON text is the truth; the diagram and the problems follow it. Selection goes from a box to its lines. */
export function DefinitionEditor({
  text,
  onChange,
  mode,
  readOnly,
  selected,
  onSelect,
  refused,
  onSave,
}: DefinitionEditorProps) {
  const { t } = useTranslation('build')
  const [goTo, setGoTo] = useState<{ readonly offset: number }>()
  const followed = useDeferredValue(text)
  const { problems, definition } = useMemo(() => checkDefinition(followed), [followed])
  const lastGood = useLastGood(definition)
  const marks = useMemo(
    (): readonly EditorProblem[] => [
      ...problems.map((problem) => ({
        from: problem.from,
        to: problem.to,
        severity: problem.severity,
        message: t(`problem.${problem.code}`, { ref: '', message: '', ...problem.values }),
      })),
      ...refused.map((field) => ({
        ...locate(followed, pathFromServer(field.path)),
        severity: 'error' as const,
        message: field.message,
      })),
    ],
    [problems, refused, followed, t],
  )
  const select = (ref: string | undefined) => {
    onSelect(ref)
    const place = ref === undefined || definition === undefined ? undefined : placeOfTask(definition, text, ref)
    if (place !== undefined && mode === 'split') setGoTo({ offset: place.from })
  }
  const picture =
    lastGood === undefined ? null : <WorkflowDiagram tasks={lastGood.tasks} selected={selected} onSelect={select} />
  const editor = (
    <div>
      <CodeEditor
        value={text}
        onChange={onChange}
        label={t('workflow.editor')}
        problems={marks}
        readOnly={readOnly}
        goTo={goTo}
        onSave={onSave}
      />
      <ProblemsPanel text={text} problems={problems} refused={refused} onGoTo={(offset) => setGoTo({ offset })} />
    </div>
  )
  if (mode === 'json') return editor
  return (
    <div className={cx('grid gap-4', mode === 'split' && 'lg:grid-cols-2')}>
      <div className="min-w-0">
        {definition === undefined && (
          <p className="mb-2 rounded-sm bg-warn-tint px-3 py-2 text-warn">▲ {t('workflow.lastGood')}</p>
        )}
        <div className={definition === undefined ? 'grayscale' : undefined}>{picture}</div>
      </div>
      {mode === 'split' && <div className="min-w-0">{editor}</div>}
    </div>
  )
}

/** The last definition that could be read, so that half-typed text does not blank the picture. */
function useLastGood(definition: WorkflowDef | undefined): WorkflowDef | undefined {
  const [good, setGood] = useState(definition)
  if (definition !== undefined && definition !== good) setGood(definition)
  return definition ?? good
}
