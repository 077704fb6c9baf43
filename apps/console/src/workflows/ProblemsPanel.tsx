import { useTranslation } from 'react-i18next'
import type { FieldError } from '../api/api-error.ts'
import { cx } from '../ui/class-names.ts'
import { locate, pathFromServer } from './json-locate.ts'
import { lineAt, type Problem } from './problems.ts'

interface ProblemsPanelProps {
  readonly text: string
  readonly problems: readonly Problem[]
  /** What the server refused at the last attempt to save. */
  readonly refused: readonly FieldError[]
  readonly onGoTo: (offset: number) => void
}

/** Every problem with its line; a press goes there. */
export function ProblemsPanel({ text, problems, refused, onGoTo }: ProblemsPanelProps) {
  const { t } = useTranslation('build')
  const count = problems.length + refused.length
  return (
    <section aria-label={t('workflow.problems')} className="mt-2 rounded-sm border border-hairline bg-surface">
      <h2 className="border-b border-hairline px-3 py-1.5 text-xs font-semibold text-muted" aria-live="polite">
        {count === 0 ? `✓ ${t('workflow.noProblems')}` : `${t('workflow.problems')} ${count}`}
      </h2>
      <ul className="max-h-40 overflow-y-auto">
        {refused.map((field) => (
          <Row
            key={`${field.path}${field.message}`}
            severity="error"
            message={field.message}
            line={lineAt(text, locate(text, pathFromServer(field.path)).from)}
            onPress={() => onGoTo(locate(text, pathFromServer(field.path)).from)}
          />
        ))}
        {problems.map((problem) => (
          <Row
            key={`${problem.code}${problem.from}${Object.values(problem.values).join()}`}
            severity={problem.severity}
            message={t(`problem.${problem.code}`, { ref: '', message: '', ...problem.values })}
            line={lineAt(text, problem.from)}
            onPress={() => onGoTo(problem.from)}
          />
        ))}
      </ul>
    </section>
  )
}

interface RowProps {
  readonly severity: Problem['severity']
  readonly message: string
  readonly line: number
  readonly onPress: () => void
}

function Row({ severity, message, line, onPress }: RowProps) {
  const { t } = useTranslation('build')
  return (
    <li>
      <button
        type="button"
        onClick={onPress}
        className="flex min-h-7 w-full items-baseline gap-2 px-3 py-1 text-start hover:bg-sunken"
      >
        <span aria-hidden="true" className={cx(severity === 'error' ? 'text-bad' : 'text-warn')}>
          {severity === 'error' ? '✕' : '▲'}
        </span>
        <span className="min-w-0 flex-1 break-anywhere">{message}</span>
        <span className="shrink-0 text-xs text-muted">{t('workflow.atLine', { line })}</span>
      </button>
    </li>
  )
}
