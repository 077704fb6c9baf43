import { useTranslation } from 'react-i18next'
import type { WorkflowTask } from '../api/conductor.ts'
import { cx } from '../ui/class-names.ts'
import { isStatusKey, statusLook } from '../ui/status-vocabulary.ts'
import { toneText } from '../ui/tone.ts'
import { glyphOf } from './node-shape.ts'
import { canUnfold, ownRef } from './unfold.ts'
import type { NodeRun } from './run-overlay.ts'

interface DiagramOutlineProps {
  readonly tasks: readonly WorkflowTask[]
  readonly runs?: ReadonlyMap<string, NodeRun> | undefined
  readonly dynamic?: ReadonlyMap<string, readonly (readonly WorkflowTask[])[]> | undefined
  readonly inner?: ReadonlyMap<string, readonly WorkflowTask[]> | undefined
  readonly onToggle?: ((ref: string) => void) | undefined
  readonly selected: string | undefined
  readonly onSelect: (ref: string) => void
}

/** The same tree as the diagram, as nested lists: for reading aloud, for phones, for finding a name. */
export function DiagramOutline(props: DiagramOutlineProps) {
  const { t } = useTranslation('diagram')
  return (
    <nav aria-label={t('outline')} className="text-sm">
      <TaskList {...props} />
    </nav>
  )
}

function TaskList(props: DiagramOutlineProps) {
  return (
    <ul className="border-s border-hairline ps-2">
      {props.tasks.map((task, index) => (
        <li key={`${task.taskReferenceName}-${index}`}>
          <span className="flex">
            <TaskRow task={task} {...props} />
            <FoldButton task={task} {...props} />
          </span>
          <Children task={task} {...props} />
        </li>
      ))}
    </ul>
  )
}

interface RowProps extends DiagramOutlineProps {
  readonly task: WorkflowTask
}

function FoldButton({ task, runs, inner, onToggle }: RowProps) {
  const { t } = useTranslation('diagram')
  const ref = task.taskReferenceName
  const isOpen = inner?.has(ref) === true
  if (onToggle === undefined || !(isOpen || canUnfold(task, runs?.get(ref)))) return null
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      aria-label={`${isOpen ? t('fold') : t('unfold')}: ${ownRef(ref)}`}
      onClick={() => onToggle(ref)}
      className="size-7 shrink-0 rounded-sm hover:bg-idle-tint"
    >
      {isOpen ? '−' : '+'}
    </button>
  )
}

function TaskRow({ task, runs, selected, onSelect }: RowProps) {
  const { t } = useTranslation('diagram')
  const { t: common } = useTranslation()
  const run = runs?.get(task.taskReferenceName)
  const look = run === undefined ? undefined : statusLook(run.status)
  const word =
    run === undefined
      ? runs === undefined
        ? ''
        : t('notReached')
      : isStatusKey(run.status)
        ? common(`status.${run.status}`)
        : run.status
  return (
    <button
      type="button"
      aria-current={selected === task.taskReferenceName ? 'true' : undefined}
      onClick={() => onSelect(task.taskReferenceName)}
      className={cx(
        'flex min-h-7 w-full items-center gap-1.5 rounded-sm px-1.5 text-start hover:bg-idle-tint',
        selected === task.taskReferenceName && 'bg-accent-tint font-semibold',
      )}
    >
      <span
        aria-hidden="true"
        className={cx('w-5 shrink-0 text-center text-xs', look === undefined ? 'text-muted' : toneText[look.tone])}
      >
        {look === undefined || look.glyph === '' ? glyphOf(task.type) : look.glyph}
      </span>
      <span className={cx('truncate', runs !== undefined && run === undefined && 'text-muted')}>
        {ownRef(task.taskReferenceName)}
      </span>
      <span className="sr-only">
        {task.type} {word}{' '}
        {run !== undefined && run.attempts.length > 1 ? t('attempts', { count: run.attempts.length }) : ''}
      </span>
      {run !== undefined && run.attempts.length > 1 && (
        <span aria-hidden="true" className="ms-auto text-xs text-muted">
          ×{run.attempts.length}
        </span>
      )}
    </button>
  )
}

function Children({ task, ...props }: RowProps) {
  const { t } = useTranslation('diagram')
  const branches = branchesOf(
    task,
    props.dynamic?.get(task.taskReferenceName),
    props.inner?.get(task.taskReferenceName),
  )
  return branches.map((branch) => (
    <div key={branch.label} className="ps-3">
      {branch.shows && (
        <p className="px-1.5 pt-0.5 text-xs text-muted">{branch.label === '' ? t('defaultBranch') : branch.label}</p>
      )}
      {branch.tasks.length > 0 && <TaskList {...props} tasks={branch.tasks} />}
    </div>
  ))
}

interface Branch {
  readonly label: string
  readonly shows: boolean
  readonly tasks: readonly WorkflowTask[]
}

function branchesOf(
  task: WorkflowTask,
  dynamic: readonly (readonly WorkflowTask[])[] | undefined,
  inner: readonly WorkflowTask[] | undefined,
): readonly Branch[] {
  switch (task.type) {
    case 'SWITCH':
    case 'DECISION':
      return [...Object.entries(task.decisionCases ?? {}), ['', task.defaultCase ?? []] as const].map(
        ([label, tasks]) => ({ label, shows: true, tasks }),
      )
    case 'FORK_JOIN':
      return (task.forkTasks ?? []).map((tasks, index) => ({ label: `${index + 1}`, shows: true, tasks }))
    case 'FORK_JOIN_DYNAMIC':
      return dynamic === undefined ? [] : [{ label: 'items', shows: false, tasks: dynamic.flat() }]
    case 'DO_WHILE':
      return [{ label: 'body', shows: false, tasks: task.loopOver ?? [] }]
    default:
      return inner === undefined ? [] : [{ label: 'child', shows: false, tasks: inner }]
  }
}
