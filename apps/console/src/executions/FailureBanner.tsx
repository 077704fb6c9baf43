import type { TFunction } from 'i18next'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Execution } from '../api/conductor.ts'
import { Button, buttonClass } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { Time } from '../ui/Time.tsx'
import { type LikelyCause, likelyCause } from './failure.ts'
import { RunActionButton } from './RunActionButton.tsx'
import { useFailureChain } from './use-failure-chain.ts'

interface FailureBannerProps {
  readonly run: Execution
  readonly onOpenTask: (ref: string) => void
  readonly onRerun: (taskId: string) => void
}

const linesShown = 12

/** The failing task's own words, without a click; of a sub-workflow the innermost child's. */
export function FailureBanner({ run, onOpenTask, onRerun }: FailureBannerProps) {
  const { t } = useTranslation('executions')
  const chain = useFailureChain(run)
  const own = chain[0]
  const innermost = chain.at(-1)
  if (own === undefined || innermost === undefined) return <EndedBanner run={run} />
  const { failure } = innermost
  const message = failure.message === '' ? t('failure.noReason') : failure.message
  const cause = likelyCause(failure.task, failure.message)
  const title =
    failure.task.status === 'TIMED_OUT'
      ? t('failure.timedOut', { ref: failure.ref })
      : t('failure.title', { ref: failure.ref })
  return (
    <section aria-label={title} className="mb-4 rounded-lg border-2 border-bad bg-bad-tint p-4">
      <h2 className="flex flex-wrap items-baseline gap-x-3 font-semibold text-bad">
        <span>
          <span aria-hidden="true">✕ </span>
          {title}
        </span>
        <span className="text-sm font-normal text-ink">
          {t('failure.attempt', { attempt: failure.attempt, total: failure.attempts })} ·{' '}
          {failure.task.workflowTask?.type ?? failure.task.taskType} ·{' '}
          <Time at={failure.task.endTime || failure.task.updateTime} />
        </span>
      </h2>
      {chain.length > 1 && (
        <p className="mt-1 text-sm">
          {t('failure.path', {
            path: chain.map((link) => `${link.run.workflowName} ▸ ${link.failure.ref}`).join(' ▸ '),
          })}
        </p>
      )}
      <Message text={message} />
      {cause !== undefined && (
        <p className="mt-2">
          <b>{t('failure.likely')}:</b> {causeText(cause, failure.task.taskDefName, t)}
        </p>
      )}
      {failure.otherRefs.length > 0 && (
        <p className="mt-1">{t('failure.allFailed', { refs: failure.otherRefs.join(', ') })}</p>
      )}
      <div className="no-print mt-3 flex flex-wrap gap-2">
        <RunActionButton
          run={run}
          act={{ kind: 'retry', resumeSubworkflows: chain.length > 1 }}
          label={t('failure.retryHere')}
          variant="primary"
        />
        <Button onPress={() => onRerun(own.failure.task.taskId)}>{t('failure.rerunChanged')}</Button>
        <Button onPress={() => onOpenTask(own.failure.ref)}>{t('failure.openTask')}</Button>
        {chain.length > 1 && (
          <Link
            to="/executions/$workflowId/$tab"
            params={{ workflowId: innermost.run.workflowId, tab: 'diagram' }}
            search={{ task: failure.ref }}
            className={buttonClass()}
          >
            {t('failure.openChild')}
          </Link>
        )}
        <CopyButton text={failure.message} label={t('failure.copyError')} />
      </div>
    </section>
  )
}

function Message({ text }: { readonly text: string }) {
  const { t } = useTranslation('executions')
  const [whole, setWhole] = useState(false)
  const lines = text.split('\n')
  const isLong = lines.length > linesShown || text.length > 1_500
  const shown = whole || !isLong ? text : lines.slice(0, linesShown).join('\n').slice(0, 1_500)
  return (
    <>
      <pre className="mt-2 font-mono text-sm whitespace-pre-wrap break-anywhere">{shown}</pre>
      {isLong && !whole && (
        <Button variant="quiet" onPress={() => setWhole(true)}>
          {t('failure.showAll')}
        </Button>
      )}
    </>
  )
}

/** A run that ended badly though no task failed: terminated, or out of time. */
function EndedBanner({ run }: { readonly run: Execution }) {
  const { t } = useTranslation('executions')
  if (run.status !== 'TERMINATED' && run.status !== 'TIMED_OUT' && run.status !== 'FAILED') return null
  const isStopped = run.status === 'TERMINATED'
  return (
    <section
      className={`mb-4 rounded-lg border-2 p-4 ${isStopped ? 'border-idle bg-idle-tint' : 'border-bad bg-bad-tint'}`}
    >
      <h2 className={`font-semibold ${isStopped ? 'text-idle' : 'text-bad'}`}>
        <span aria-hidden="true">{isStopped ? '■ ' : '✕ '}</span>
        {isStopped ? t('failure.runTerminated') : t('failure.runFailed')}
      </h2>
      <Message text={run.reasonForIncompletion ?? t('failure.noReason')} />
    </section>
  )
}

function causeText(cause: LikelyCause, task: string, t: TFunction<'executions'>): string {
  return t(`failure.cause.${cause.key}`, { place: cause.place ?? '?', task, status: cause.status ?? '' })
}
