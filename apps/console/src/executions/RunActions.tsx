import { useNavigate } from '@tanstack/react-router'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Execution } from '../api/conductor.ts'
import { useMay } from '../session/use-session.ts'
import { Button } from '../ui/Button.tsx'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { Menu, type MenuEntry } from '../ui/Menu.tsx'
import type { RunCommand } from './execution-api.ts'
import { RunActionButton } from './RunActionButton.tsx'
import { refusalOf, useRunCommand } from './use-run-command.ts'

interface RunActionsProps {
  readonly run: Execution
  readonly onRerun: () => void
}

/** The acts on a run: the likeliest as a button, the rest in one menu that says what each does. */
export function RunActions({ run, onRerun }: RunActionsProps) {
  const { t } = useTranslation('executions')
  const { t: common } = useTranslation()
  const navigate = useNavigate()
  const mayAct = useMay('engine.write')
  const perform = useRunCommand(run.workflowId)
  const [terminating, setTerminating] = useState(false)
  const entry = (id: string, act: RunCommand, label: string, text: string): MenuEntry => {
    const refusal = refusalOf(run, act.kind, mayAct)
    return {
      id,
      text: label,
      isDisabled: refusal !== undefined,
      danger: act.kind === 'terminate',
      onAction: () => {
        if (act.kind === 'terminate') setTerminating(true)
        else if (act.kind === 'rerun') onRerun()
        else perform.mutate(act)
      },
      label: (
        <span className="max-w-72">
          <span className="block font-semibold">{label}</span>
          <span className="block text-xs text-muted">{refusal === undefined ? text : t(`run.notNow.${refusal}`)}</span>
        </span>
      ),
    }
  }
  const isOpen = run.status === 'RUNNING' || run.status === 'PAUSED'
  const entries: readonly MenuEntry[] = [
    entry('retry', { kind: 'retry', resumeSubworkflows: false }, t('run.retry'), t('run.retryText')),
    entry('retry-resume', { kind: 'retry', resumeSubworkflows: true }, t('run.retryResume'), t('run.retryResumeText')),
    entry('restart', { kind: 'restart', useLatest: false }, t('run.restart'), t('run.restartText')),
    entry('restart-latest', { kind: 'restart', useLatest: true }, t('run.restartLatest'), t('run.restartLatestText')),
    entry('rerun', { kind: 'rerun', taskId: undefined, taskInput: undefined }, t('run.rerun'), t('run.rerunText')),
    entry('pause', { kind: 'pause' }, t('run.pause'), t('run.pauseText')),
    entry('resume', { kind: 'resume' }, t('run.resume'), t('run.resumeText')),
    entry('terminate', { kind: 'terminate', reason: '' }, t('run.terminate'), t('run.terminateText')),
    {
      id: 'workbench',
      label: t('run.workbench'),
      onAction: () =>
        void navigate({
          to: '/workbench',
          search: { workflow: run.workflowName, version: String(run.workflowVersion), run: run.workflowId },
        }),
    },
    {
      id: 'copy-link',
      label: common('action.copyLink'),
      onAction: () => void navigator.clipboard.writeText(window.location.href),
    },
  ]
  return (
    <>
      {!isOpen && run.status !== 'COMPLETED' && (
        <RunActionButton
          run={run}
          act={{ kind: 'retry', resumeSubworkflows: false }}
          label={t('run.retry')}
          variant="primary"
        />
      )}
      {run.status === 'RUNNING' && <RunActionButton run={run} act={{ kind: 'pause' }} label={t('run.pause')} />}
      {run.status === 'PAUSED' && (
        <RunActionButton run={run} act={{ kind: 'resume' }} label={t('run.resume')} variant="primary" />
      )}
      {isOpen && mayAct && <Button onPress={() => setTerminating(true)}>{t('run.terminate')}</Button>}
      {!isOpen && <RunActionButton run={run} act={{ kind: 'restart', useLatest: false }} label={t('run.restart')} />}
      <Menu
        label={common('action.more')}
        trigger={
          <Button aria-label={common('action.more')} iconOnly>
            <ChevronDown size={16} aria-hidden="true" />
          </Button>
        }
        entries={entries}
      />
      <ConfirmDialog
        isOpen={terminating}
        onClose={() => setTerminating(false)}
        title={t('run.terminateTitle', { id: run.workflowId })}
        verb={t('run.terminateVerb')}
        danger
        reason="required"
        onConfirm={(reason) => {
          setTerminating(false)
          perform.mutate({ kind: 'terminate', reason })
        }}
      >
        {t('run.terminateText')}
      </ConfirmDialog>
    </>
  )
}
