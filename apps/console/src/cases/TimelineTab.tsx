import type { CaseDetail, Timeline } from '@gatehouse/kyc/wire'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { SelectField, TextArea } from '../ui/Field.tsx'
import { JsonView } from '../ui/JsonView.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { Time } from '../ui/Time.tsx'
import { addNote, timelineQuery } from './cases-api.ts'
import { eventWord, resultsWord } from './code-words.ts'
import { useCaseAct } from './use-case-act.ts'
import { checkWord } from './words.ts'

type Entry = Timeline[number]

const kinds = {
  all: () => true,
  people: ({ actor }: Entry) => actor.type === 'person' || actor.type === 'applicant',
  data: ({ action }: Entry) => /^(application|document|pii|rfi)/.test(action),
  checks: ({ action }: Entry) => /^(check|evaluation|assessment|finding|hit)/.test(action),
  decisions: ({ action }: Entry) => /^(item|case|review|edd|customer)/.test(action),
} as const
type Kind = keyof typeof kinds
const kindNames = ['all', 'people', 'data', 'checks', 'decisions'] as const satisfies readonly Kind[]

/** Everything that happened, newest first. */
export function TimelineTab({ kycCase }: { readonly kycCase: CaseDetail }) {
  const { t } = useTranslation('cases')
  const timeline = useQuery(timelineQuery(kycCase.caseId))
  const [kind, setKind] = useState<Kind>('all')
  const mayNote = kycCase.actions.some(({ action, enabled }) => action === 'note' && enabled)
  const entries = (timeline.data ?? []).filter(kinds[kind]).toReversed()
  return (
    <div className="max-w-4xl space-y-4">
      {mayNote && <NoteForm caseId={kycCase.caseId} />}
      <SelectField
        label={t('timeline.filter')}
        value={kind}
        onChange={(value) => setKind(kindNames.find((name) => name === value) ?? 'all')}
        options={kindNames.map((name) => ({ value: name, label: t(`timeline.kind.${name}`) }))}
      />
      {timeline.isPending && <Skeleton />}
      {timeline.isError && <ErrorPanel error={timeline.error} onRetry={() => void timeline.refetch()} />}
      {timeline.isSuccess && entries.length === 0 && <EmptyState title={t('timeline.none')} />}
      <ol className="space-y-2">
        {entries.map((entry) => (
          <TimelineEntry key={entry.seq} entry={entry} />
        ))}
      </ol>
    </div>
  )
}

function TimelineEntry({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation('cases')
  const [open, setOpen] = useState(false)
  return (
    <li className="card px-4 py-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span>
          <Happened entry={entry} />{' '}
          <span className="text-muted">
            {entry.actor.name}
            {entry.reasonCode !== null && (
              <>
                {' · '}
                <code>{entry.reasonCode}</code>
              </>
            )}
          </span>
        </span>
        <span className="text-muted">
          <Time at={entry.at} /> · #{entry.seq}
        </span>
      </div>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="text-xs text-muted">
          {t('timeline.details')} <code className="break-anywhere">{entry.object}</code>
        </summary>
        {open && <JsonView value={entry.detail} label={entry.action} />}
      </details>
    </li>
  )
}

/** What the audit trail keeps of a check. */
const recordedCheck = z.object({ after: z.object({ kind: z.string(), result: z.string() }) })

/** What happened in words, its code beside it; of a check also which one and how it ended. */
function Happened({ entry }: { readonly entry: Entry }) {
  const { t } = useTranslation('cases')
  const { t: code } = useTranslation('codes')
  const word = eventWord(entry.action, code)
  const check = recordedCheck.safeParse(entry.detail).data?.after
  if (word === undefined) return <code className="font-semibold">{entry.action}</code>
  return (
    <>
      <b>{word}</b>
      {entry.action === 'check.recorded' && check !== undefined && (
        <span>
          : {checkWord(check.kind, t)}, {resultsWord(check.result, code)}
        </span>
      )}{' '}
      <code className="text-xs text-muted">{entry.action}</code>
    </>
  )
}

function NoteForm({ caseId }: { readonly caseId: string }) {
  const { t } = useTranslation('cases')
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const { act, isBusy, error } = useCaseAct(caseId)
  return (
    <form
      className="card space-y-3 p-4"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (text.trim() === '') return
        act({
          run: () => addNote(caseId, text.trim()),
          done: t('timeline.noteSaved'),
          after: () => {
            setText('')
            setTried(false)
          },
        })
      }}
    >
      {error !== null && <ErrorPanel error={error} title={t('decision.refused')} />}
      <TextArea
        label={t('timeline.note')}
        rows={2}
        value={text}
        onChange={setText}
        error={tried && text.trim() === '' ? t('timeline.noteEmpty') : undefined}
      />
      <Button type="submit" isDisabled={isBusy}>
        {t('timeline.noteSave')}
      </Button>
    </form>
  )
}
