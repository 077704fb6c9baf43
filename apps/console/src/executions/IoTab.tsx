import { useTranslation } from 'react-i18next'
import type { Execution } from '../api/conductor.ts'
import type { JsonObject } from '../api/json.ts'
import { JsonView } from '../ui/JsonView.tsx'
import { isOpen } from '../ui/status-vocabulary.ts'

export function IoTab({ run }: { readonly run: Execution }) {
  const { t } = useTranslation('executions')
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Body title={t('io.input')} value={run.input} root="workflow.input" empty={t('io.empty')} />
      <Body
        title={t('io.output')}
        value={run.output}
        root="workflow.output"
        empty={isOpen(run.status) ? t('io.noOutput') : t('io.empty')}
      />
      {Object.keys(run.variables).length > 0 && (
        <Body title={t('io.variables')} value={run.variables} root="workflow.variables" empty={t('io.empty')} />
      )}
    </div>
  )
}

interface BodyProps {
  readonly title: string
  readonly value: JsonObject
  readonly root: string
  readonly empty: string
}

function Body({ title, value, root, empty }: BodyProps) {
  return (
    <section className="card min-w-0 p-4">
      <h2 className="mb-2 font-semibold">{title}</h2>
      {Object.keys(value).length === 0 ? (
        <p className="text-muted">{empty}</p>
      ) : (
        <JsonView value={value} label={title} root={root} />
      )}
    </section>
  )
}
