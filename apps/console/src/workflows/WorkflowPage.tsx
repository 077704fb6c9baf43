import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FieldError } from '../api/api-error.ts'
import type { WorkflowDef } from '../api/conductor.ts'
import { formatJson } from '../api/json.ts'
import { definitionOf } from '../executions/definition-of.ts'
import { useMay } from '../session/use-session.ts'
import { Button, buttonClass } from '../ui/Button.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { SelectField } from '../ui/Field.tsx'
import { JsonView } from '../ui/JsonView.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { PanelBoundary } from '../ui/PanelBoundary.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { TabNav, tabLinkClass } from '../ui/TabNav.tsx'
import { formatDuration } from '../ui/duration.ts'
import { DefinitionEditor } from './DefinitionEditor.tsx'
import { dropDraft, keepDraft, readDraft } from './drafts.ts'
import { SaveMenu } from './SaveMenu.tsx'
import { versionsQuery, workflowQuery } from './workflow-api.ts'

const route = getRouteApi('/shell/build/workflows/$name/$version')
const tabs = ['diagram', 'split', 'json'] as const

export function WorkflowPage() {
  const { name, version } = route.useParams()
  const workflow = useQuery(workflowQuery(name, version))
  if (workflow.isPending) return <Skeleton rows={10} />
  if (workflow.isError) {
    return (
      <>
        <PageHeader title={name} />
        <ErrorPanel error={workflow.error} onRetry={() => void workflow.refetch()} />
      </>
    )
  }
  const { raw, definition } = workflow.data
  return (
    <WorkflowView
      key={`${definition.name} ${definition.version} ${definition.updateTime}`}
      definition={definition}
      original={formatJson(raw)}
    />
  )
}

interface WorkflowViewProps {
  readonly definition: WorkflowDef
  readonly original: string
}

function WorkflowView({ definition, original }: WorkflowViewProps) {
  const { t } = useTranslation('build')
  const { name, version } = definition
  const { tab = 'diagram', task } = route.useSearch()
  const navigate = route.useNavigate()
  const mayAct = useMay('engine.write')
  const [text, setText] = useState(original)
  const [draft, setDraft] = useState(() => readDraft(name, version))
  const [refused, setRefused] = useState<readonly FieldError[]>([])
  const [saveRequest, setSaveRequest] = useState(0)
  const isChanged = text !== original
  const change = (next: string) => {
    setText(next)
    setRefused([])
    if (next === original) dropDraft(name, version)
    else keepDraft(name, version, next)
  }
  const select = (ref: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, task: ref }), replace: true, resetScroll: false })
  const selected = task === undefined ? undefined : definitionOf(definition.tasks, task)
  return (
    <>
      <PageHeader
        title={`${name} v${version}`}
        heading={name}
        lead={definition.description}
        actions={
          <>
            {isChanged && <Button onPress={() => change(original)}>{t('workflow.revert')}</Button>}
            {mayAct && (
              <SaveMenu
                key={saveRequest}
                definition={definition}
                text={text}
                isChanged={isChanged}
                onRefused={setRefused}
                startOpen={saveRequest > 0}
              />
            )}
            <Link
              to="/build/workflows/$name/diff"
              params={{ name }}
              search={{ to: String(version) }}
              className={buttonClass()}
            >
              {t('diff.compare')}
            </Link>
            <Link to="/executions" search={{ workflow: name }} className={buttonClass()}>
              {t('workflow.runs')}
            </Link>
            <Link
              to="/workbench"
              search={{ workflow: name, version: String(version) }}
              className={buttonClass('primary')}
            >
              {t('workflow.start')}
            </Link>
          </>
        }
      />
      <Facts definition={definition} />
      {draft !== undefined && draft !== text && (
        <p className="mb-3 flex flex-wrap items-center gap-2 rounded-sm border border-warn bg-warn-tint px-3 py-2">
          {t('workflow.draftFound')}
          <Button
            onPress={() => {
              setText(draft)
              setDraft(undefined)
            }}
          >
            {t('workflow.useDraft')}
          </Button>
          <Button
            onPress={() => {
              dropDraft(name, version)
              setDraft(undefined)
            }}
          >
            {t('workflow.dropDraft')}
          </Button>
        </p>
      )}
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <TabNav label={t('workflow.tabs')}>
          {tabs.map((item) => (
            <Link
              key={item}
              to="/build/workflows/$name/$version"
              params={{ name, version: String(version) }}
              search={(old) => ({ ...old, tab: item })}
              className={tabLinkClass}
              aria-current={item === tab ? 'page' : undefined}
              resetScroll={false}
            >
              {t(`workflow.tab.${item}`)}
            </Link>
          ))}
        </TabNav>
        {isChanged && (
          <span className="font-semibold text-warn" role="status">
            ● {t('workflow.unsaved')}
          </span>
        )}
      </div>
      {!mayAct && tab !== 'diagram' && <p className="mb-2 text-muted">{t('workflow.noRight')}</p>}
      <PanelBoundary>
        <div
          className={tab === 'diagram' && selected !== undefined ? 'grid gap-4 lg:grid-cols-[minmax(0,1fr)_380px]' : ''}
        >
          <DefinitionEditor
            text={text}
            onChange={change}
            mode={tab}
            readOnly={!mayAct}
            selected={task}
            onSelect={select}
            refused={refused}
            onSave={() => setSaveRequest((count) => count + 1)}
          />
          {tab === 'diagram' && selected !== undefined && (
            <aside aria-label={t('workflow.selectedTask')} className="card min-w-0 self-start p-4">
              <h2 className="mb-2 font-semibold break-anywhere">{selected.taskReferenceName}</h2>
              <p className="mb-2 text-muted">
                <code>{selected.type}</code> {selected.description}
              </p>
              <JsonView value={selected} label={selected.taskReferenceName} />
            </aside>
          )}
        </div>
      </PanelBoundary>
    </>
  )
}

function Facts({ definition }: { readonly definition: WorkflowDef }) {
  const { t } = useTranslation('build')
  const navigate = route.useNavigate()
  const versions = useQuery(versionsQuery(definition.name)).data ?? [definition.version]
  const none = t('workflow.facts.none')
  return (
    <div className="mb-3 flex flex-wrap items-end gap-x-6 gap-y-2">
      <div className="w-40">
        <SelectField
          label={t('workflow.version')}
          value={String(definition.version)}
          onChange={(version) => void navigate({ params: (old) => ({ ...old, version }), search: true })}
          options={versions.map((item, index) => ({
            value: String(item),
            label: index === 0 ? `${item} (${t('workflow.latest')})` : String(item),
          }))}
        />
      </div>
      <dl className="flex flex-wrap gap-x-6 gap-y-1 pb-1.5 text-muted">
        {[
          [t('workflow.facts.owner'), definition.ownerEmail ?? none],
          [
            t('workflow.facts.timeout'),
            definition.timeoutSeconds > 0 ? formatDuration(definition.timeoutSeconds * 1_000) : none,
          ],
          [t('workflow.facts.failure'), definition.failureWorkflow ?? none],
        ].map(([label, value]) => (
          <div key={label} className="flex gap-1.5">
            <dt>{label}</dt>
            <dd className="text-ink">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
