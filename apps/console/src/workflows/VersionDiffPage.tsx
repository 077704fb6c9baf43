import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { WorkflowDef } from '../api/conductor.ts'
import { formatJson, isJsonObject } from '../api/json.ts'
import { useMay } from '../session/use-session.ts'
import { Button, buttonClass } from '../ui/Button.tsx'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { SelectField } from '../ui/Field.tsx'
import { lazyNamed } from '../ui/lazy-named.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { showToast } from '../ui/toast-store.ts'
import { semanticDiff, type TaskChange } from './semantic-diff.ts'
import { withVersion } from './with-version.ts'
import { createWorkflow, versionsQuery, workflowQuery } from './workflow-api.ts'

const TextDiff = lazyNamed(() => import('./TextDiff.tsx'), 'TextDiff')
const route = getRouteApi('/shell/build/workflows/$name/diff')

/** Two versions: the tasks that differ, then the text. */
export function VersionDiffPage() {
  const { t } = useTranslation('build')
  const { name } = route.useParams()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const versions = useQuery(versionsQuery(name))
  const all = versions.data ?? []
  const to = search.to ?? String(all[0] ?? '')
  const from = search.from ?? String(all.find((version) => version < Number(to)) ?? all.at(-1) ?? '')
  const options = all.map((version) => ({ value: String(version), label: String(version) }))
  const choose = (change: { readonly from?: string; readonly to?: string }) =>
    void navigate({ search: { from, to, ...change }, replace: true })
  return (
    <>
      <PageHeader
        title={`${t('diff.title')} ${name}`}
        heading={t('diff.title')}
        lead={name}
        actions={
          <Link
            to="/build/workflows/$name/$version"
            params={{ name, version: to === '' ? 'latest' : to }}
            className={buttonClass()}
          >
            {name}
          </Link>
        }
      />
      {versions.isPending && <Skeleton />}
      {versions.isError && <ErrorPanel error={versions.error} onRetry={() => void versions.refetch()} />}
      {versions.isSuccess && all.length < 2 && (
        <section className="card">
          <EmptyState title={t('diff.none')} hint={t('diff.noneHint')} />
        </section>
      )}
      {all.length > 1 && (
        <>
          <div className="mb-4 flex flex-wrap gap-4">
            <div className="w-40">
              <SelectField
                label={t('diff.from')}
                value={from}
                onChange={(value) => choose({ from: value })}
                options={options}
              />
            </div>
            <div className="w-40">
              <SelectField
                label={t('diff.to')}
                value={to}
                onChange={(value) => choose({ to: value })}
                options={options}
              />
            </div>
          </div>
          <Comparison name={name} from={from} to={to} next={(all[0] ?? 0) + 1} />
        </>
      )}
    </>
  )
}

interface ComparisonProps {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly next: number
}

function Comparison({ name, from, to, next }: ComparisonProps) {
  const { t } = useTranslation('build')
  const left = useQuery(workflowQuery(name, from))
  const right = useQuery(workflowQuery(name, to))
  if (left.isError || right.isError) return <ErrorPanel error={left.error ?? right.error} />
  if (left.isPending || right.isPending) return <Skeleton rows={10} />
  return (
    <>
      <Changes from={left.data.definition} to={right.data.definition} />
      <div className="mt-4 mb-2 flex flex-wrap items-center justify-between gap-2">
        <h2 className="font-semibold">{t('diff.text')}</h2>
        <Restore version={left.data.definition.version} text={formatJson(left.data.raw)} next={next} />
      </div>
      <Suspense fallback={<Skeleton rows={8} height={18} />}>
        <TextDiff
          from={formatJson(withoutAudit(left.data.raw))}
          to={formatJson(withoutAudit(right.data.raw))}
          fromLabel={`${t('diff.from')} ${from}`}
          toLabel={`${t('diff.to')} ${to}`}
        />
      </Suspense>
    </>
  )
}

// When and by whom a version was written differs always and says nothing about the flow.
const auditFields = new Set(['createTime', 'updateTime', 'createdBy', 'updatedBy', 'version'])

const withoutAudit = (raw: unknown): unknown =>
  isJsonObject(raw) ? Object.fromEntries(Object.entries(raw).filter(([key]) => !auditFields.has(key))) : raw

const marks: Record<TaskChange['kind'], { readonly glyph: string; readonly className: string }> = {
  added: { glyph: '+', className: 'text-ok' },
  removed: { glyph: '−', className: 'text-bad' },
  changed: { glyph: '~', className: 'text-warn' },
}

function Changes({ from, to }: { readonly from: WorkflowDef; readonly to: WorkflowDef }) {
  const { t } = useTranslation('build')
  const changes = semanticDiff(from, to)
  return (
    <section className="card p-4" aria-labelledby="changes">
      <h2 id="changes" className="mb-2 font-semibold">
        {t('diff.changes')}
      </h2>
      {changes.length === 0 && <p className="text-muted">{t('diff.same')}</p>}
      <ul className="space-y-1">
        {changes.map((change) => (
          <li key={`${change.kind}${change.ref}`} className="flex flex-wrap gap-2">
            <span className={marks[change.kind].className}>
              <span aria-hidden="true">{marks[change.kind].glyph} </span>
              {t(`diff.${change.kind}`)}
            </span>
            <code>{change.ref}</code>
            <span className="text-muted">{change.fields.join(', ')}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

interface RestoreProps {
  readonly version: number
  readonly text: string
  readonly next: number
}

function Restore({ version, text, next }: RestoreProps) {
  const { t } = useTranslation('build')
  const client = useQueryClient()
  const mayAct = useMay('engine.write')
  const [asked, setAsked] = useState(false)
  const restore = useMutation({
    mutationFn: () => createWorkflow(withVersion(text, next)),
    onSuccess: async () => {
      showToast('done', t('workflow.saved', { version: next }))
      await client.invalidateQueries({ queryKey: ['workflow-definitions'] })
    },
    onError: (error) => showToast('failed', error.message),
  })
  if (!mayAct) return null
  return (
    <>
      <Button isDisabled={restore.isPending} onPress={() => setAsked(true)}>
        {t('diff.restore', { version })}
      </Button>
      <ConfirmDialog
        isOpen={asked}
        onClose={() => setAsked(false)}
        title={t('diff.restore', { version })}
        verb={t('workflow.saveNew', { version: next })}
        onConfirm={() => {
          setAsked(false)
          restore.mutate()
        }}
      >
        {t('diff.restoreText', { version, next })}
      </ConfirmDialog>
    </>
  )
}
