import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Execution } from '../api/conductor.ts'
import { formatJson, isJsonObject, type JsonObject, parseJson } from '../api/json.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { SelectField, TextArea } from '../ui/Field.tsx'
import { useRunCommand } from './use-run-command.ts'

interface RerunDialogProps {
  readonly run: Execution
  /** The task chosen beforehand; `undefined` closes the dialog, an empty text leaves the choice open. */
  readonly taskId: string | undefined
  readonly onClose: () => void
}

export function RerunDialog({ run, taskId, onClose }: RerunDialogProps) {
  const { t } = useTranslation('executions')
  return (
    <Dialog isOpen={taskId !== undefined} onClose={onClose} title={t('run.rerun')} wide>
      {taskId !== undefined && <RerunForm run={run} first={taskId} onClose={onClose} />}
    </Dialog>
  )
}

interface RerunFormProps {
  readonly run: Execution
  readonly first: string
  readonly onClose: () => void
}

function RerunForm({ run, first, onClose }: RerunFormProps) {
  const { t } = useTranslation('executions')
  const { t: common } = useTranslation()
  const perform = useRunCommand(run.workflowId)
  const [taskId, setTaskId] = useState(first)
  const inputOf = (id: string): string => {
    const task = run.tasks.find((item) => item.taskId === id)
    return task === undefined ? '' : formatJson(task.inputData)
  }
  const [text, setText] = useState(() => inputOf(first))
  const [error, setError] = useState<string>()
  const choose = (id: string) => {
    setTaskId(id)
    setText(inputOf(id))
  }
  const submit = () => {
    const parsed = readObject(text)
    if (typeof parsed === 'string') {
      setError(parsed)
      return
    }
    const changed = text !== inputOf(taskId)
    perform.mutate(
      { kind: 'rerun', taskId: taskId === '' ? undefined : taskId, taskInput: changed ? parsed : undefined },
      { onSuccess: onClose },
    )
  }
  const candidates = run.tasks.filter((task) => !task.retried && task.taskType !== 'JOIN')
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <p className="text-muted">{t('run.rerunText')}</p>
      <SelectField
        label={t('run.rerunTask')}
        value={taskId}
        onChange={choose}
        options={[
          { value: '', label: t('run.wholeRun') },
          ...candidates.map((task) => ({ value: task.taskId, label: `${task.referenceTaskName} · ${task.status}` })),
        ]}
      />
      {taskId !== '' && (
        <TextArea label={t('run.rerunInput')} value={text} onChange={setText} error={error} rows={10} mono />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={onClose}>{common('action.cancel')}</Button>
        <Button type="submit" variant="primary" isDisabled={perform.isPending}>
          {t('run.rerunVerb')}
        </Button>
      </div>
    </form>
  )
}

/** The object in a text, or the sentence that says why there is none. An empty text is an empty object. */
export function readObject(text: string): JsonObject | string {
  if (text.trim() === '') return {}
  try {
    const value = parseJson(text)
    return isJsonObject(value) ? value : 'not an object'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
