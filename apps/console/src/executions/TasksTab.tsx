import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Execution, Task } from '../api/conductor.ts'
import { bareReference } from '../diagram/run-overlay.ts'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { SelectField, TextField } from '../ui/Field.tsx'
import { StatusBadge } from '../ui/StatusBadge.tsx'
import { taskStatus } from '../ui/status-vocabulary.ts'
import { Elapsed, Time } from '../ui/Time.tsx'

interface TasksTabProps {
  readonly run: Execution
  readonly selected: string | undefined
  readonly onOpenTask: (ref: string) => void
}

const statusOf = (task: Task): string => taskStatus(task.status, task.workflowTask?.type ?? task.taskType)

export function TasksTab({ run, selected, onOpenTask }: TasksTabProps) {
  const { t } = useTranslation('executions')
  const [text, setText] = useState('')
  const [status, setStatus] = useState('')
  const statuses = [...new Set(run.tasks.map(statusOf))]
  const needle = text.trim().toLowerCase()
  const rows = run.tasks.filter(
    (task) =>
      (status === '' || statusOf(task) === status) &&
      (needle === '' ||
        `${task.referenceTaskName} ${task.taskType} ${task.taskDefName} ${task.reasonForIncompletion ?? ''}`
          .toLowerCase()
          .includes(needle)),
  )
  const columns = useMemo(
    (): readonly Column<Task>[] => [
      { id: 'seq', header: t('tasksTab.seq'), align: 'end', from: 'sm', cell: (task) => task.seq },
      {
        id: 'ref',
        header: t('tasksTab.ref'),
        cell: (task) => (
          <button
            type="button"
            className="min-h-6 text-start text-accent underline"
            onClick={() => onOpenTask(bareReference(task))}
          >
            {task.referenceTaskName}
          </button>
        ),
      },
      { id: 'status', header: t('tasksTab.status'), cell: (task) => <StatusBadge status={statusOf(task)} /> },
      {
        id: 'type',
        header: t('tasksTab.type'),
        from: 'sm',
        cell: (task) => <code className="text-xs">{task.workflowTask?.type ?? task.taskType}</code>,
      },
      { id: 'attempt', header: t('tasksTab.attempt'), align: 'end', from: 'lg', cell: (task) => task.retryCount + 1 },
      { id: 'started', header: t('tasksTab.started'), from: 'lg', cell: (task) => <Time at={task.startTime} /> },
      {
        id: 'took',
        header: t('tasksTab.took'),
        align: 'end',
        from: 'sm',
        cell: (task) =>
          task.startTime > 0 ? (
            <Elapsed since={task.startTime} until={task.endTime > 0 ? task.endTime : undefined} />
          ) : (
            '–'
          ),
      },
      {
        id: 'reason',
        header: t('tasksTab.reason'),
        grow: true,
        from: 'lg',
        cell: (task) => <span title={task.reasonForIncompletion}>{task.reasonForIncompletion}</span>,
      },
    ],
    [t, onOpenTask],
  )
  if (run.tasks.length === 0) return <EmptyState title={t('tasksTab.none')} />
  return (
    <section className="card">
      <div className="flex flex-wrap gap-3 p-3">
        <div className="w-56">
          <TextField
            label={t('tasksTab.filter')}
            hideLabel
            placeholder={t('tasksTab.filter')}
            type="search"
            value={text}
            onChange={setText}
          />
        </div>
        <div className="w-48">
          <SelectField
            label={t('tasksTab.status')}
            hideLabel
            value={status}
            onChange={setStatus}
            options={[{ value: '', label: t('tasksTab.all') }, ...statuses.map((value) => ({ value, label: value }))]}
          />
        </div>
      </div>
      {rows.length === 0 ? (
        <EmptyState title={t('tasksTab.noneMatch')} />
      ) : (
        <DataTable
          caption={t('detail.tab.tasks')}
          columns={columns}
          rows={rows}
          rowKey={(task) => task.taskId}
          onOpen={(task) => onOpenTask(bareReference(task))}
          isCurrent={(task) => bareReference(task) === selected}
        />
      )}
    </section>
  )
}
