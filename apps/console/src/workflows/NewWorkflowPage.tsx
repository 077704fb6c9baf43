import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/api-error.ts'
import { useMay, useUser } from '../session/use-session.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { showToast } from '../ui/toast-store.ts'
import { DefinitionEditor } from './DefinitionEditor.tsx'
import { checkDefinition } from './problems.ts'
import { createWorkflow } from './workflow-api.ts'

const skeleton = (owner: string): string =>
  JSON.stringify(
    {
      name: 'my_workflow',
      description: '',
      version: 1,
      schemaVersion: 2,
      ownerEmail: owner,
      inputParameters: ['name'],
      tasks: [
        {
          name: 'greet',
          taskReferenceName: 'greet',
          type: 'INLINE',
          inputParameters: {
            evaluatorType: 'graaljs',
            expression: "'Hello ' + $.name",
            name: '${workflow.input.name}',
          },
        },
      ],
      outputParameters: { greeting: '${greet.output.result}' },
    },
    null,
    2,
  )

export function NewWorkflowPage() {
  const { t } = useTranslation('build')
  const navigate = useNavigate()
  const client = useQueryClient()
  const mayAct = useMay('engine.write')
  const { email } = useUser()
  const [text, setText] = useState(() => skeleton(email))
  const [selected, setSelected] = useState<string>()
  const create = useMutation({
    mutationFn: () => createWorkflow(text),
    onSuccess: async () => {
      const definition = checkDefinition(text).definition
      await client.invalidateQueries({ queryKey: ['workflow-definitions'] })
      if (definition === undefined) return
      showToast('done', t('workflow.created', { name: definition.name }))
      await navigate({
        to: '/build/workflows/$name/$version',
        params: { name: definition.name, version: String(definition.version) },
      })
    },
  })
  const refused = create.error instanceof ApiError ? create.error.fields : []
  const submit = () => create.mutate()
  return (
    <>
      <PageHeader
        title={t('workflow.newTitle')}
        lead={t('workflow.newLead')}
        actions={
          <Button variant="primary" isDisabled={!mayAct || create.isPending} onPress={submit}>
            {t('workflow.create')}
          </Button>
        }
      />
      {!mayAct && <p className="mb-2 text-muted">{t('workflow.noRight')}</p>}
      {create.isError && (
        <div className="mb-4">
          <ErrorPanel error={create.error} />
        </div>
      )}
      <DefinitionEditor
        text={text}
        onChange={(next) => {
          setText(next)
          create.reset()
        }}
        mode="split"
        readOnly={!mayAct}
        selected={selected}
        onSelect={setSelected}
        refused={refused}
        onSave={submit}
      />
    </>
  )
}
