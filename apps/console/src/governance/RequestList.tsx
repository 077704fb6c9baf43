import type { ApprovalRequest } from '@gatehouse/kyc/wire'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Time } from '../ui/Time.tsx'
import { decideRequest } from './governance-api.ts'
import { useGovernanceAct } from './use-governance-act.ts'
import { kindWord, payloadWord, ruleWord } from './words.ts'

/** What one person asked for, each with who may answer; the one who asked never may. */
export function RequestList({ requests }: { readonly requests: readonly ApprovalRequest[] }) {
  const { t } = useTranslation('governance')
  const act = useGovernanceAct()
  const [asked, setAsked] = useState<{ request: ApprovalRequest; decision: 'CONFIRM' | 'REFUSE' }>()
  const isRefusal = asked?.decision === 'REFUSE'
  return (
    <>
      {act.isError && <ErrorPanel error={act.error} />}
      <ul className="divide-y divide-hairline">
        {requests.map((request) => (
          <li key={request.requestId} className="p-4">
            <RequestCard request={request} onDecide={(decision) => setAsked({ request, decision })} />
          </li>
        ))}
      </ul>
      <ConfirmDialog
        isOpen={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={
          asked === undefined
            ? ''
            : `${isRefusal ? t('request.refuse') : t('request.confirm')}: ${kindWord(asked.request.kind, t)}?`
        }
        verb={isRefusal ? t('request.refuse') : t('request.confirm')}
        danger={isRefusal}
        reason="required"
        onConfirm={(note) => {
          setAsked(undefined)
          if (asked === undefined) return
          const { request, decision } = asked
          act.mutate({
            run: () => decideRequest(request.requestId, decision, note),
            done: isRefusal ? t('request.refused') : t('request.confirmed'),
          })
        }}
      >
        {isRefusal ? t('request.refuseText') : t('request.confirmText')}
      </ConfirmDialog>
    </>
  )
}

interface RequestCardProps {
  readonly request: ApprovalRequest
  readonly onDecide: (decision: 'CONFIRM' | 'REFUSE') => void
}

function RequestCard({ request, onDecide }: RequestCardProps) {
  const { t } = useTranslation('governance')
  const { kind, caseId, payload, state, madeBy, madeAt, note, decidedBy, decidedAt, mayDecide, whyNot } = request
  return (
    <article aria-label={kindWord(kind, t)} className="flex flex-wrap items-start justify-between gap-3">
      <div className="min-w-0 max-w-prose">
        <h3 className="font-semibold">
          {kindWord(kind, t)} <span className="font-normal text-muted">{t(`request.state.${state}`)}</span>
        </h3>
        <p className="text-muted">
          {madeBy.name} · <Time at={madeAt} />
          {caseId !== null && (
            <>
              {' · '}
              <Link to="/cases/$caseId/$tab" params={{ caseId, tab: 'overview' }}>
                {t('openCase')}
              </Link>
            </>
          )}
        </p>
        <dl className="mt-1 grid grid-cols-[minmax(0,8rem)_minmax(0,1fr)] gap-x-3">
          {Object.entries(payload).map(([key, value]) => (
            <div key={key} className="contents">
              <dt className="text-muted">{payloadWord(key, t)}</dt>
              <dd className="break-anywhere">{key === 'rule' ? ruleWord(value, t) : value}</dd>
            </div>
          ))}
        </dl>
        {note !== '' && <p className="mt-1 break-anywhere">{note}</p>}
        {decidedBy !== null && decidedAt !== null && (
          <p className="mt-1 text-muted">
            {t(`request.by.${state === 'REFUSED' ? 'REFUSED' : 'CONFIRMED'}`, { name: decidedBy.name })} ·{' '}
            <Time at={decidedAt} />
          </p>
        )}
      </div>
      {mayDecide && (
        <span className="flex gap-2">
          <Button onPress={() => onDecide('REFUSE')}>{t('request.refuse')} …</Button>
          <Button variant="primary" onPress={() => onDecide('CONFIRM')}>
            {t('request.confirm')} …
          </Button>
        </span>
      )}
      {whyNot !== null && (
        <p className="text-muted">{t(`request.${whyNot === 'why-not.role' ? 'needsRole' : 'own'}`)}</p>
      )}
    </article>
  )
}
