import { getRouteApi, Link } from '@tanstack/react-router'
import { X } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Execution, Task } from '../api/conductor.ts'
import { overlayRun } from '../diagram/run-overlay.ts'
import { Button } from '../ui/Button.tsx'
import { cx } from '../ui/class-names.ts'
import { JsonView } from '../ui/JsonView.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { taskStatus } from '../ui/status-vocabulary.ts'
import { Time } from '../ui/Time.tsx'
import { definitionOf } from './definition-of.ts'
import { TaskByHand } from './TaskByHand.tsx'
import { TaskInput } from './TaskInput.tsx'
import { TaskLogs } from './TaskLogs.tsx'
import { TaskSummary } from './TaskSummary.tsx'

const route = getRouteApi('/shell/executions/$workflowId/$tab')
const sections = ['summary', 'input', 'output', 'logs', 'attempts', 'definition', 'raw'] as const
type Section = (typeof sections)[number]

interface TaskPanelProps {
  readonly run: Execution
  readonly reference: string
  readonly onClose: () => void
  readonly onRerun: (taskId: string) => void
}

/** One task of a run: all of its attempts, what went in and what came out. */
export function TaskPanel({ run, reference, onClose, onRerun }: TaskPanelProps) {
  const { t } = useTranslation('executions')
  const { attempt, iteration } = route.useSearch()
  const navigate = route.useNavigate()
  const [section, setSection] = useState<Section>('summary')
  const view = useMemo(
    () => overlayRun(run, iteration === undefined ? undefined : Number(iteration)).get(reference),
    [run, reference, iteration],
  )
  const definition = definitionOf(run.workflowDefinition?.tasks ?? [], reference)
  const index = attempt === undefined ? -1 : Number(attempt) - 1
  const task = view?.attempts[index] ?? view?.newest
  const choose = (n: number) =>
    void navigate({ search: (old) => ({ ...old, attempt: String(n) }), replace: true, resetScroll: false })
  const status = task === undefined ? 'NOT_REACHED' : taskStatus(task.status, task.workflowTask?.type ?? task.taskType)
  return (
    <aside
      aria-label={t('task.title', { ref: reference })}
      className="card min-w-0 self-start lg:sticky lg:top-16 lg:max-h-[calc(100dvh-80px)] lg:overflow-y-auto"
    >
      <div className="flex items-start justify-between gap-2 border-b border-hairline p-3">
        <div className="min-w-0">
          <h2 className="font-semibold break-anywhere">{reference}</h2>
          <div className="mt-1 flex flex-wrap items-center gap-2">
            <StatusBadge status={status} />
            {view !== undefined && view.attempts.length > 1 && (
              <span className="text-xs text-muted">
                {t('task.attemptOf', { n: (task?.retryCount ?? 0) + 1, total: view.attempts.length })}
              </span>
            )}
          </div>
        </div>
        <Button variant="quiet" iconOnly aria-label={t('task.close')} onPress={onClose}>
          <X size={16} aria-hidden="true" />
        </Button>
      </div>
      <div role="group" aria-label={t('task.sections')} className="flex flex-wrap gap-1 border-b border-hairline p-2">
        {sections.map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={section === name}
            onClick={() => setSection(name)}
            className={cx(
              'min-h-7 rounded-sm px-2 text-xs hover:bg-idle-tint',
              section === name && 'bg-accent-tint font-semibold text-accent',
            )}
          >
            {t(`task.section.${name}`)}
            {name === 'attempts' && view !== undefined ? ` (${view.attempts.length})` : ''}
          </button>
        ))}
      </div>
      <div className="p-3">
        {section === 'definition' ? (
          <JsonView value={definition ?? {}} label={`${reference}-definition`} />
        ) : task === undefined ? (
          <p className="text-muted">{t('task.notReached')}</p>
        ) : (
          <SectionBody section={section} run={run} task={task} attempts={view?.attempts ?? []} onAttempt={choose} />
        )}
      </div>
      {task !== undefined && <TaskByHand run={run} task={task} onRerun={() => onRerun(task.taskId)} />}
    </aside>
  )
}

interface SectionBodyProps {
  readonly section: Exclude<Section, 'definition'>
  readonly run: Execution
  readonly task: Task
  readonly attempts: readonly Task[]
  readonly onAttempt: (n: number) => void
}

function SectionBody({ section, run, task, attempts, onAttempt }: SectionBodyProps) {
  const { t } = useTranslation('executions')
  const ref = task.referenceTaskName
  switch (section) {
    case 'summary':
      return <TaskSummary task={task} />
    case 'input':
      return (
        <TaskInput
          task={task}
          template={
            definitionOf(run.workflowDefinition?.tasks ?? [], ref)?.inputParameters ??
            task.workflowTask?.inputParameters
          }
        />
      )
    case 'output':
      return Object.keys(task.outputData).length === 0 ? (
        <p className="text-muted">{t('task.noOutput')}</p>
      ) : (
        <JsonView value={task.outputData} label={`${ref}-output`} root={`${ref}.output`} />
      )
    case 'logs':
      return <TaskLogs taskId={task.taskId} />
    case 'attempts':
      return (
        <ol className="space-y-2">
          {attempts.map((item, index) => (
            <li
              key={item.taskId}
              className={cx('rounded-sm border p-2', item.taskId === task.taskId ? 'border-accent' : 'border-hairline')}
            >
              <button
                type="button"
                className="flex w-full flex-wrap items-center gap-2 text-start"
                onClick={() => onAttempt(index + 1)}
              >
                <b>{index + 1}</b> <StatusBadge status={item.status} /> <Time at={item.startTime} />
              </button>
              {item.reasonForIncompletion !== undefined && (
                <p className="mt-1 text-bad break-anywhere">{item.reasonForIncompletion}</p>
              )}
              {item.subWorkflowId !== undefined && (
                <Link to="/executions/$workflowId/$tab" params={{ workflowId: item.subWorkflowId, tab: 'diagram' }}>
                  {t('task.field.child')}
                </Link>
              )}
            </li>
          ))}
        </ol>
      )
    case 'raw':
      return <JsonView value={task} label={`${ref}-raw`} />
  }
}
