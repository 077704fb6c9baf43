import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Task } from '../api/conductor.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { formatDuration } from '../ui/duration.ts'
import { formatClock } from '../ui/relative-time.ts'
import { Elapsed } from '../ui/Time.tsx'

/** Times, worker and reason of one attempt. */
export function TaskSummary({ task }: { readonly task: Task }) {
  const { t, i18n } = useTranslation('executions')
  const clock = (at: number): string => (at > 0 ? formatClock(at, i18n.language) : '–')
  const waited =
    task.startTime > 0 && task.scheduledTime > 0 ? Math.max(0, task.startTime - task.scheduledTime) : undefined
  return (
    <>
      {task.reasonForIncompletion !== undefined && (
        <p className="mb-3 rounded-sm border-s-4 border-bad bg-bad-tint p-2 font-mono text-xs whitespace-pre-wrap break-anywhere">
          {task.reasonForIncompletion}
        </p>
      )}
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
        <Row name={t('task.field.type')}>
          <code>{task.workflowTask?.type ?? task.taskType}</code>
        </Row>
        {task.taskDefName !== '' && <Row name={t('task.field.name')}>{task.taskDefName}</Row>}
        <Row name={t('task.field.scheduled')}>{clock(task.scheduledTime)}</Row>
        <Row name={t('task.field.started')}>{clock(task.startTime)}</Row>
        <Row name={t('task.field.ended')}>{clock(task.endTime)}</Row>
        {waited !== undefined && <Row name={t('task.field.waited')}>{formatDuration(waited)}</Row>}
        {task.startTime > 0 && (
          <Row name={t('task.field.ran')}>
            <Elapsed since={task.startTime} until={task.endTime > 0 ? task.endTime : undefined} />
          </Row>
        )}
        <Row name={t('task.field.attempt')}>{task.retryCount + 1}</Row>
        {task.iteration > 0 && <Row name={t('task.field.iteration')}>{task.iteration}</Row>}
        {task.workerId !== undefined && <Row name={t('task.field.worker')}>{task.workerId}</Row>}
        {task.pollCount > 0 && <Row name={t('task.field.polls')}>{task.pollCount}</Row>}
        {task.domain !== undefined && <Row name={t('task.field.domain')}>{task.domain}</Row>}
        {task.subWorkflowId !== undefined && (
          <Row name={t('task.field.child')}>
            <Link to="/executions/$workflowId/$tab" params={{ workflowId: task.subWorkflowId, tab: 'diagram' }}>
              {task.subWorkflowId}
            </Link>
          </Row>
        )}
        <Row name={t('task.field.id')}>
          <span className="inline-flex items-center">
            <code className="text-xs break-anywhere">{task.taskId}</code>
            <CopyButton text={task.taskId} />
          </span>
        </Row>
      </dl>
    </>
  )
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-muted">{name}</dt>
      <dd className="tabular min-w-0 break-anywhere">{children}</dd>
    </div>
  )
}
