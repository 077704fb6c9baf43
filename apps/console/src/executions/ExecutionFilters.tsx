import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { cx } from '../ui/class-names.ts'
import { Checkbox, SelectField, TextField } from '../ui/Field.tsx'
import { statusLook } from '../ui/status-vocabulary.ts'
import { toneBadge } from '../ui/tone.ts'
import { latestVersionsQuery } from '../workflows/workflow-api.ts'
import { statusCountsQuery } from './execution-api.ts'
import {
  type ExecutionSearch,
  isPeriod,
  periods,
  statusesOf,
  withStatus,
  workflowStatuses,
} from './execution-search.ts'

interface ExecutionFiltersProps {
  readonly search: ExecutionSearch
  readonly onChange: (search: ExecutionSearch) => void
}

export function ExecutionFilters({ search, onChange }: ExecutionFiltersProps) {
  const { t } = useTranslation('executions')
  const names = useQuery(latestVersionsQuery).data?.map((item) => item.name) ?? []
  const known = search.workflow === undefined || names.includes(search.workflow) ? names : [search.workflow, ...names]
  return (
    <div className="space-y-3 p-3">
      <StatusChips search={search} onChange={onChange} />
      <div className="grid gap-3 sm:grid-cols-3">
        <SelectField
          label={t('workflow')}
          value={search.workflow ?? ''}
          onChange={(workflow) => onChange({ ...search, workflow: workflow === '' ? undefined : workflow })}
          options={[{ value: '', label: t('allWorkflows') }, ...known.map((value) => ({ value, label: value }))]}
        />
        <SelectField
          label={t('period')}
          value={search.from ?? ''}
          onChange={(from) => onChange({ ...search, from: isPeriod(from) ? from : undefined })}
          options={[
            { value: '', label: t('anyTime') },
            ...(['1h', '24h', '7d', '30d'] as const satisfies readonly (keyof typeof periods)[]).map((value) => ({
              value,
              label: t(`periods.${value}`),
            })),
          ]}
        />
        <TextFilter value={search.q ?? ''} onChange={(q) => onChange({ ...search, q: q === '' ? undefined : q })} />
      </div>
      <Checkbox
        label={t('includeChildren')}
        checked={search.level === 'all'}
        onChange={(all) => onChange({ ...search, level: all ? 'all' : undefined })}
      />
    </div>
  )
}

function StatusChips({ search, onChange }: ExecutionFiltersProps) {
  const { t } = useTranslation('executions')
  const { t: common } = useTranslation()
  const counts = useQuery({ ...statusCountsQuery(search), placeholderData: (old) => old }).data
  const on = statusesOf(search)
  return (
    <div role="group" aria-label={t('statusFilter')} className="flex flex-wrap gap-2">
      {workflowStatuses.map((status) => {
        const look = statusLook(status)
        const isOn = on.includes(status)
        return (
          <button
            key={status}
            type="button"
            aria-pressed={isOn}
            onClick={() => onChange(withStatus(search, status))}
            className={cx(
              'inline-flex min-h-8 items-center gap-1.5 rounded-sm border px-2.5 text-sm',
              toneBadge[look.tone],
              isOn ? 'border-current font-semibold' : 'border-transparent',
            )}
          >
            <span aria-hidden="true">{look.glyph}</span>
            {common(`status.${status}`)}
            <span className="tabular">{counts?.get(status)?.toLocaleString() ?? ''}</span>
          </button>
        )
      })}
    </div>
  )
}

/** Waits for a pause in typing before it searches. */
function TextFilter({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const { t } = useTranslation('executions')
  const [text, setText] = useState(value)
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => onChange(text), 300)
    return () => clearTimeout(timer)
    // The timer follows the typing; `onChange` is new on each render and means the same.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [text])
  return <TextField label={t('text')} type="search" value={text} onChange={setText} />
}
