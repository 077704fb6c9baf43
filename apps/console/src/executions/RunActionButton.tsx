import { useTranslation } from 'react-i18next'
import type { Execution } from '../api/conductor.ts'
import { Button, type ButtonVariant } from '../ui/Button.tsx'
import type { RunCommand } from './execution-api.ts'
import { refusalOf, useRunCommand } from './use-run-command.ts'
import { useMay } from '../session/use-session.ts'

interface RunActionButtonProps {
  readonly run: Execution
  readonly act: RunCommand
  readonly label: string
  readonly variant?: ButtonVariant
}

/** One act on a run as a button; when it is not possible now, the button says why. */
export function RunActionButton({ run, act, label, variant = 'secondary' }: RunActionButtonProps) {
  const { t } = useTranslation('executions')
  const perform = useRunCommand(run.workflowId)
  const refusal = refusalOf(run, act.kind, useMay('engine.write'))
  return (
    <span title={refusal === undefined ? undefined : t(`run.notNow.${refusal}`)}>
      <Button
        variant={variant}
        isDisabled={refusal !== undefined || perform.isPending}
        onPress={() => perform.mutate(act)}
      >
        {label}
      </Button>
    </span>
  )
}
