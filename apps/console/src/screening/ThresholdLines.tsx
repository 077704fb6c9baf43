import type { TryNameResult } from '@gatehouse/kyc/wire'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { FieldFrame } from '../ui/Field.tsx'

export type Lines = TryNameResult['thresholds']

interface ThresholdLinesProps {
  /** What the answer on the page was made with. */
  readonly lines: Lines
  readonly inForce: Lines
  /** Undefined asks with the lines in force again. */
  readonly onChange: (lines: Lines | undefined) => void
}

/** Long enough for a slider that is being dragged, short enough to feel like one. */
const settleMs = 200

/** Two sliders for the lines of this page alone. A line never passes the other: what alerts is kept. */
export function ThresholdLines({ lines, inForce, onChange }: ThresholdLinesProps) {
  const { t } = useTranslation('screening')
  const [moved, setMoved] = useState<Lines>()
  const shown = moved ?? lines
  useEffect(() => {
    if (moved === undefined) return
    const timer = setTimeout(() => {
      onChange(moved)
      setMoved(undefined)
    }, settleMs)
    return () => clearTimeout(timer)
  }, [moved, onChange])
  const isMoved = shown.store !== inForce.store || shown.alert !== inForce.alert
  return (
    <fieldset className="card mb-4 flex flex-wrap items-end gap-x-6 gap-y-3 p-4">
      <legend className="sr-only">{t('try.lines')}</legend>
      <Slider
        label={t('try.storeLine', { score: shown.store })}
        value={shown.store}
        onChange={(store) => setMoved({ store, alert: Math.max(store, shown.alert) })}
      />
      <Slider
        label={t('try.alertLine', { score: shown.alert })}
        value={shown.alert}
        onChange={(alert) => setMoved({ alert, store: Math.min(alert, shown.store) })}
      />
      <p className="min-w-48 flex-1 text-muted">{isMoved ? t('try.linesMoved', inForce) : t('try.linesLead')}</p>
      {isMoved && (
        <Button
          onPress={() => {
            setMoved(undefined)
            onChange(undefined)
          }}
        >
          {t('try.linesReset')}
        </Button>
      )}
    </fieldset>
  )
}

interface SliderProps {
  readonly label: string
  readonly value: number
  readonly onChange: (value: number) => void
}

function Slider({ label, value, onChange }: SliderProps) {
  return (
    <div className="w-56">
      <FieldFrame label={label}>
        {({ id }) => (
          <input
            id={id}
            type="range"
            min={0}
            max={100}
            step={1}
            value={value}
            onChange={(event) => onChange(Number(event.target.value))}
            className="block h-8 w-full accent-accent"
          />
        )}
      </FieldFrame>
    </div>
  )
}
