import { useTranslation } from 'react-i18next'
import type { Task } from '../api/conductor.ts'
import { formatJson, type Json, type JsonObject } from '../api/json.ts'
import { JsonView } from '../ui/JsonView.tsx'

interface TaskInputProps {
  readonly task: Task
  readonly template: JsonObject | undefined
}

/** Input of an attempt, and beside each value the template that made it. */
export function TaskInput({ task, template }: TaskInputProps) {
  const { t } = useTranslation('executions')
  const made = Object.entries(template ?? {}).filter(([, value]) => holdsExpression(value))
  if (Object.keys(task.inputData).length === 0) return <p className="text-muted">{t('task.noInput')}</p>
  return (
    <>
      <JsonView
        value={task.inputData}
        label={`${task.referenceTaskName}-input`}
        root={`${task.referenceTaskName}.input`}
      />
      {made.length > 0 && (
        <dl className="mt-3 space-y-1 text-xs">
          {made.map(([key, value]) => (
            <div key={key}>
              <dt className="inline font-semibold">{key}</dt>{' '}
              <dd className="inline text-muted">
                ← {t('task.template')}{' '}
                <code className="break-anywhere">{typeof value === 'string' ? value : formatJson(value, 0)}</code>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}

const holdsExpression = (value: Json): boolean => formatJson(value, 0).includes('${')
