import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Execution } from '../api/conductor.ts'
import { Button, buttonClass } from '../ui/Button.tsx'
import { Time } from '../ui/Time.tsx'
import { CaseLink } from './CaseLink.tsx'
import { caseOf } from './case-of.ts'
import { executionQuery, pollDataQuery } from './execution-api.ts'
import { useNow } from '../ui/use-now.ts'
import { findWaiting, type Waiting } from './waiting.ts'

interface WaitingBannerProps {
  readonly run: Execution
  readonly onOpenTask: (ref: string) => void
}

const linesShown = 5
const deepest = 5

/** What an open run waits for, since when, and the way to act; of a child run, what that waits for. */
export function WaitingBanner({ run, onOpenTask }: WaitingBannerProps) {
  const { t } = useTranslation('executions')
  const waiting = findWaiting(run, useNow(2_000))
  if (run.status === 'PAUSED')
    return <p className="mb-4 rounded-lg border border-hold bg-hold-tint p-3 text-hold">❚❚ {t('waiting.paused')}</p>
  if (waiting.length === 0) return null
  return (
    <ul className="mb-4 space-y-2 rounded-lg border border-hold bg-hold-tint p-3">
      {waiting
        .slice(0, linesShown)
        .map((item) =>
          item.kind === 'child' && item.childId !== undefined ? (
            <ChildLines key={item.task.taskId} item={item} childId={item.childId} depth={1} onOpenTask={onOpenTask} />
          ) : (
            <Line key={item.task.taskId} run={run} item={item} onOpenTask={onOpenTask} />
          ),
        )}
    </ul>
  )
}

interface ChildLinesProps {
  readonly item: Waiting
  readonly childId: string
  readonly depth: number
  readonly onOpenTask: (ref: string) => void
}

/** The child's own reasons; the bare fact that it runs while nothing in it waits, or until it is known. */
function ChildLines({ item, childId, depth, onOpenTask }: ChildLinesProps) {
  const child = useQuery(executionQuery(childId)).data
  const now = useNow(2_000)
  const waiting = child === undefined ? [] : findWaiting(child, now)
  if (child === undefined || waiting.length === 0)
    return <Line item={item} run={undefined} child={child} onOpenTask={onOpenTask} />
  return waiting
    .slice(0, linesShown)
    .map((inner) =>
      inner.kind === 'child' && inner.childId !== undefined && depth < deepest ? (
        <ChildLines
          key={inner.task.taskId}
          item={inner}
          childId={inner.childId}
          depth={depth + 1}
          onOpenTask={onOpenTask}
        />
      ) : (
        <Line key={inner.task.taskId} run={child} child={child} item={inner} onOpenTask={onOpenTask} />
      ),
    )
}

interface LineProps {
  /** The run whose task waits; unknown while it is being read. */
  readonly run: Execution | undefined
  readonly item: Waiting
  /** The run to open instead of a task of this one. */
  readonly child?: Execution | undefined
  readonly onOpenTask: (ref: string) => void
}

function Line({ run, item, child, onOpenTask }: LineProps) {
  const { t } = useTranslation('executions')
  const sentence = useSentence(item, child)
  const caseId = run === undefined ? undefined : caseOf(run)
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span className="font-semibold text-hold">
        <span aria-hidden="true">⏸ </span>
        {sentence}
      </span>
      <span>
        {t('waiting.since')} <Time at={item.since} />
      </span>
      {item.kind === 'worker' && <NeverPolled item={item} />}
      {caseId !== undefined && (item.kind === 'person' || item.ref === applicantsTask) && (
        <CaseLink caseId={caseId} tab={item.kind === 'person' ? 'decision' : 'rfi'} className={buttonClass()}>
          {item.kind === 'person' ? t('waiting.decide') : t('waiting.seeRequest')}
        </CaseLink>
      )}
      {child === undefined ? (
        <Button variant="quiet" onPress={() => onOpenTask(item.ref)}>
          {t('waiting.open')}
        </Button>
      ) : (
        <Link
          to="/executions/$workflowId/$tab"
          params={{ workflowId: child.workflowId, tab: 'diagram' }}
          search={{ task: item.kind === 'child' ? undefined : item.ref }}
          className={buttonClass('quiet')}
        >
          {t('waiting.openChild', { workflow: child.workflowName })}
        </Link>
      )}
    </li>
  )
}

/** The WAIT of a request for information: it ends with the answer, or with the deadline. */
const applicantsTask = 'rfi_wait'

function useSentence(item: Waiting, child: Execution | undefined): string {
  const { t } = useTranslation('executions')
  const { kind, ref } = item
  if (ref === applicantsTask && kind !== 'child') return t('waiting.applicant')
  const names = { ref, task: item.task.taskDefName, workflow: child?.workflowName ?? '' }
  return kind === 'child' || child === undefined ? t(`waiting.${kind}`, names) : t(`waiting.${kind}In`, names)
}

function NeverPolled({ item }: { readonly item: Waiting }) {
  const { t } = useTranslation('executions')
  const polls = useQuery(pollDataQuery(item.task.taskDefName))
  if (polls.data === undefined || polls.data.length > 0) return null
  return <span>{t('waiting.neverPolled', { task: item.task.taskDefName })}</span>
}
