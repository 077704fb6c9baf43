import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import type { NodeRun } from './run-overlay.ts'

interface IterationPickerProps {
  readonly runs: ReadonlyMap<string, NodeRun>
  readonly iteration: number | undefined
  readonly onIteration: (iteration: number) => void
}

/** Loops show one iteration at a time: which one. Absent in a run without loops. */
export function IterationPicker({ runs, iteration, onIteration }: IterationPickerProps) {
  const { t } = useTranslation('diagram')
  const bodies = [...runs.values()].filter((run) => run.iteration > 0 && run.newest.taskType !== 'DO_WHILE')
  const total = bodies.reduce((most, run) => Math.max(most, run.iterations.at(-1) ?? 0), 0)
  if (total < 2) return null
  const current = iteration ?? bodies[0]?.iteration ?? total
  return (
    <span className="flex items-center">
      <Button
        variant="quiet"
        iconOnly
        aria-label={t('previousIteration')}
        isDisabled={current <= 1}
        onPress={() => onIteration(current - 1)}
      >
        <ChevronLeft size={16} aria-hidden="true" />
      </Button>
      <span className="text-xs whitespace-nowrap tabular">{t('iteration', { current, total })}</span>
      <Button
        variant="quiet"
        iconOnly
        aria-label={t('nextIteration')}
        isDisabled={current >= total}
        onPress={() => onIteration(current + 1)}
      >
        <ChevronRight size={16} aria-hidden="true" />
      </Button>
    </span>
  )
}
