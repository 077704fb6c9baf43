import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, type FieldError } from '../api/api-error.ts'
import type { WorkflowDef } from '../api/conductor.ts'
import { statusCountsQuery } from '../executions/execution-api.ts'
import { Button } from '../ui/Button.tsx'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { Menu } from '../ui/Menu.tsx'
import { showToast } from '../ui/toast-store.ts'
import { dropDraft } from './drafts.ts'
import { createWorkflow, deleteWorkflow, replaceWorkflow, versionsQuery } from './workflow-api.ts'
import { withVersion } from './with-version.ts'

interface SaveMenuProps {
  readonly definition: WorkflowDef
  readonly text: string
  readonly isChanged: boolean
  readonly onRefused: (fields: readonly FieldError[]) => void
  /** Opened by Ctrl S: asks for the new version at once. */
  readonly startOpen: boolean
}

type Question = 'new' | 'overwrite' | 'delete'

/** Save as a new version (the usual way), overwrite this one, delete it. */
export function SaveMenu({ definition, text, isChanged, onRefused, startOpen }: SaveMenuProps) {
  const { t } = useTranslation('build')
  const { t: common } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { name, version } = definition
  const newest = useQuery(versionsQuery(name)).data?.[0] ?? version
  const next = newest + 1
  const [question, setQuestion] = useState<Question | undefined>(startOpen && isChanged ? 'new' : undefined)
  const open = useQuery({ ...statusCountsQuery({ workflow: name }), enabled: question === 'overwrite' }).data
  const running = (open?.get('RUNNING') ?? 0) + (open?.get('PAUSED') ?? 0)
  const act = useMutation({
    mutationFn: async (kind: Question) => {
      if (kind === 'delete') return deleteWorkflow(name, version)
      return kind === 'new' ? createWorkflow(withVersion(text, next)) : replaceWorkflow(text)
    },
    onSuccess: async (_answer, kind) => {
      dropDraft(name, version)
      showToast(
        'done',
        kind === 'delete'
          ? t('workflow.deleted', { version })
          : t('workflow.saved', { version: kind === 'new' ? next : version }),
      )
      await client.invalidateQueries({ queryKey: ['workflow-definitions'] })
      if (kind === 'new')
        await navigate({ to: '/build/workflows/$name/$version', params: { name, version: String(next) }, search: true })
      if (kind === 'delete') await navigate({ to: '/build/workflows' })
    },
    onError: (error) => {
      if (error instanceof ApiError) onRefused(error.fields)
      showToast('failed', error.message)
    },
  })
  const perform = (kind: Question) => {
    setQuestion(undefined)
    act.mutate(kind)
  }
  return (
    <>
      <Menu
        label={t('workflow.save')}
        trigger={
          <Button variant={isChanged ? 'primary' : 'secondary'} isDisabled={act.isPending}>
            {t('workflow.save')} <ChevronDown size={14} aria-hidden="true" />
          </Button>
        }
        entries={[
          {
            id: 'new',
            label: t('workflow.saveNew', { version: next }),
            isDisabled: !isChanged,
            onAction: () => perform('new'),
          },
          {
            id: 'overwrite',
            label: t('workflow.overwrite', { version }),
            isDisabled: !isChanged,
            onAction: () => setQuestion('overwrite'),
          },
          { id: 'delete', label: t('workflow.delete'), danger: true, onAction: () => setQuestion('delete') },
        ]}
      />
      <ConfirmDialog
        isOpen={question === 'new'}
        onClose={() => setQuestion(undefined)}
        title={t('workflow.saveNew', { version: next })}
        verb={t('workflow.saveNew', { version: next })}
        onConfirm={() => perform('new')}
      >
        {name}
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={question === 'overwrite'}
        onClose={() => setQuestion(undefined)}
        title={t('workflow.overwriteTitle', { version })}
        verb={t('workflow.overwrite', { version })}
        danger
        onConfirm={() => perform('overwrite')}
      >
        <p>{t('workflow.overwriteText')}</p>
        <p className="mt-2 font-semibold">{t('workflow.overwriteRunning', { count: running })}</p>
      </ConfirmDialog>
      <ConfirmDialog
        isOpen={question === 'delete'}
        onClose={() => setQuestion(undefined)}
        title={t('workflow.deleteTitle', { name, version })}
        verb={t('workflow.deleteVerb')}
        danger
        onConfirm={() => perform('delete')}
      >
        {t('workflow.deleteText')} <span className="sr-only">{common('action.delete')}</span>
      </ConfirmDialog>
    </>
  )
}
