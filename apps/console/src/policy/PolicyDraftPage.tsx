import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../session/use-session.ts'
import { Button, buttonClass } from '../ui/Button.tsx'
import { CodeEditor } from '../ui/CodeEditor.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { showToast } from '../ui/toast-store.ts'
import { draftPolicy, policyQuery } from './policy-api.ts'
import { nextVersion } from './policy-diff.ts'

const route = getRouteApi('/shell/policy/draft')

/** A new version, begun from an old one. What is saved never changes: another content needs another number. */
export function PolicyDraftPage() {
  const { t } = useTranslation('policy')
  const { from } = route.useSearch()
  const source = useQuery(policyQuery(from))
  const mayDraft = useMay('policy.draft')
  return (
    <>
      <PageHeader title={t('draft.title')} lead={t('draft.lead', { from: from ?? '–' })} />
      {!mayDraft && <p className="card mb-4 p-4 text-muted">{t('draft.mayDraft')}</p>}
      {source.isError && <ErrorPanel error={source.error} onRetry={() => void source.refetch()} />}
      {from !== undefined && source.isPending && <Skeleton rows={12} />}
      {source.data !== undefined && (
        <Editor
          key={from}
          text={JSON.stringify({ ...source.data.policy, version: nextVersion(source.data.version.version) }, null, 2)}
          mayDraft={mayDraft}
        />
      )}
      {from === undefined && (
        <Link to="/policy" className={buttonClass()}>
          {t('list.title')}
        </Link>
      )}
    </>
  )
}

function Editor({ text: first, mayDraft }: { readonly text: string; readonly mayDraft: boolean }) {
  const { t } = useTranslation('policy')
  const navigate = route.useNavigate()
  const client = useQueryClient()
  const [text, setText] = useState(first)
  const save = useMutation({
    mutationFn: () => draftPolicy(parseText(text, t('draft.notJson'))),
    onSuccess: async ({ version }) => {
      showToast('done', t('draft.saved', { version }))
      await client.invalidateQueries({ queryKey: ['policy'] })
      await navigate({ to: '/policy/$version', params: { version } })
    },
  })
  return (
    <>
      {save.isError && <ErrorPanel error={save.error} title={t('draft.refused')} />}
      <div className="card my-4 overflow-hidden">
        <CodeEditor
          value={text}
          onChange={setText}
          label={t('draft.editor')}
          readOnly={!mayDraft}
          height="60vh"
          onSave={() => save.mutate()}
        />
      </div>
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="primary" isDisabled={!mayDraft || save.isPending} onPress={() => save.mutate()}>
          {t('draft.save')}
        </Button>
      </div>
    </>
  )
}

function parseText(text: string, wrong: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Error(wrong, { cause })
  }
}
