import { useTranslation } from 'react-i18next'
import type { Execution } from '../api/conductor.ts'
import { useMay } from '../session/use-session.ts'
import type { RunCommand } from './execution-api.ts'
import { RunActionButton } from './RunActionButton.tsx'
import { refusalOf } from './use-run-command.ts'

const acts: readonly {
  readonly act: RunCommand
  readonly label: 'retry' | 'retryResume' | 'restart' | 'restartLatest' | 'pause' | 'resume'
}[] = [
  { act: { kind: 'retry', resumeSubworkflows: false }, label: 'retry' },
  { act: { kind: 'retry', resumeSubworkflows: true }, label: 'retryResume' },
  { act: { kind: 'restart', useLatest: false }, label: 'restart' },
  { act: { kind: 'restart', useLatest: true }, label: 'restartLatest' },
  { act: { kind: 'pause' }, label: 'pause' },
  { act: { kind: 'resume' }, label: 'resume' },
]

/** What can be done to this run now, what it would do, and why the rest is not possible. */
export function ActionsTab({ run }: { readonly run: Execution }) {
  const { t } = useTranslation('executions')
  const mayAct = useMay('engine.write')
  return (
    <section className="card p-4">
      <p className="mb-3 text-muted">{t('run.explain')}</p>
      <ul className="divide-y divide-hairline">
        {acts.map(({ act, label }) => {
          const refusal = refusalOf(run, act.kind, mayAct)
          return (
            <li key={label} className="flex flex-wrap items-center justify-between gap-3 py-3">
              <span className="min-w-0 flex-1 basis-60">
                <span className="block">{t(`run.${label}Text`)}</span>
                {refusal !== undefined && (
                  <span className="block text-sm text-muted">{t(`run.notNow.${refusal}`)}</span>
                )}
              </span>
              <RunActionButton run={run} act={act} label={t(`run.${label}`)} />
            </li>
          )
        })}
      </ul>
    </section>
  )
}
