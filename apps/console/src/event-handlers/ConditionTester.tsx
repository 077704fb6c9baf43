import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatJson, isJsonObject, type JsonObject } from '../api/json.ts'
import { useMay } from '../session/use-session.ts'
import { Button } from '../ui/Button.tsx'
import { JsonField } from '../ui/JsonField.tsx'
import { tryCondition, type Verdict } from './handler-api.ts'

const sample: JsonObject = { status: 'COMPLETED' }

/** Tries the condition as it stands in the form on a sample event. */
export function ConditionTester({ condition }: { readonly condition: string }) {
  const { t } = useTranslation('triggers')
  const [payload, setPayload] = useState<JsonObject | null>(sample)
  const mayAct = useMay('engine.write')
  const trial = useMutation({ mutationFn: (given: JsonObject) => tryCondition(condition, given) })
  return (
    <section className="card space-y-3 p-4">
      <h2 className="font-semibold">{t('handler.test')}</h2>
      <JsonField
        label={t('handler.sample')}
        value={sample}
        onChange={setPayload}
        isWanted={isJsonObject}
        wrong={t('handler.sampleWrong')}
      />
      {condition.trim() === '' ? (
        <p className="text-muted">{t('handler.noCondition')}</p>
      ) : (
        <Button
          isDisabled={!mayAct || payload === null || trial.isPending}
          onPress={() => payload !== null && trial.mutate(payload)}
        >
          {t('handler.try')}
        </Button>
      )}
      {!mayAct && <p className="text-muted">{t('handler.mayNotTry')}</p>}
      <div aria-live="polite">
        {trial.isError && <p className="break-words text-bad">✕ {trial.error.message}</p>}
        {trial.data && <VerdictText verdict={trial.data} />}
      </div>
    </section>
  )
}

function VerdictText({ verdict }: { readonly verdict: Verdict }) {
  const { t } = useTranslation('triggers')
  if (verdict.kind === 'error') {
    return (
      <p className="break-words text-bad">
        ✕ {t('handler.error')}: {verdict.text}
      </p>
    )
  }
  // As the engine takes it: true and numbers above zero let the actions run.
  const isMet = verdict.value === true || (typeof verdict.value === 'number' && verdict.value > 0)
  return isMet ? (
    <p className="text-ok">✓ {t('handler.met')}</p>
  ) : (
    <p className="text-warn">
      ↷ {t('handler.notMet')} <code className="font-mono">{formatJson(verdict.value)}</code>
    </p>
  )
}
