import type { GoodGuy } from '@gatehouse/kyc/wire'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { reasonWord } from '../cases/words.ts'
import { useMay } from '../session/use-session.ts'
import { Button } from '../ui/Button.tsx'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Time } from '../ui/Time.tsx'
import { revokeGoodGuy } from './governance-api.ts'
import { PairState } from './GoodGuyTable.tsx'
import { minReasonLength } from './reason-length.ts'
import { useGovernanceAct } from './use-governance-act.ts'

interface GoodGuyPanelProps {
  readonly pair: GoodGuy
  readonly onClose: () => void
}

/** Why and by whom a pair was cleared, what it is bound to, and its end. */
export function GoodGuyPanel({ pair, onClose }: GoodGuyPanelProps) {
  const { t } = useTranslation('governance')
  const { t: caseWords } = useTranslation('cases')
  const { t: common } = useTranslation()
  const mayRevoke = useMay('goodGuys.revoke')
  const act = useGovernanceAct()
  const [revoking, setRevoking] = useState(false)
  return (
    <section className="card mt-4 p-4" aria-labelledby="pair-title">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <h2 id="pair-title" className="text-lg font-semibold">
          <span dir="auto">{pair.customerName === '' ? pair.caseNumber : pair.customerName}</span>{' '}
          <span className="font-normal text-muted">{t('pairs.isNot')}</span>{' '}
          <span dir="auto" lang="und">
            {pair.entryName ?? pair.entryId}
          </span>
        </h2>
        <Button onPress={onClose}>{common('action.close')}</Button>
      </div>
      {act.isError && <ErrorPanel error={act.error} />}
      <dl className="mt-2 grid grid-cols-[minmax(0,10rem)_minmax(0,1fr)] gap-x-3 gap-y-1">
        <Line label={t('pairs.state')}>
          <PairState pair={pair} />
        </Line>
        <Line label={t('pairs.case')}>
          <Link to="/cases/$caseId/$tab" params={{ caseId: pair.caseId, tab: 'screening' }}>
            {pair.caseNumber}
          </Link>
        </Line>
        <Line label={t('pairs.why')}>{pair.reasonCodes.map((code) => reasonWord(code, caseWords)).join(', ')}</Line>
        <Line label={t('pairs.by')}>
          {pair.approvals.map(({ name }) => name).join(', ')} · <Time at={pair.createdAt} />
        </Line>
        <Line label={t('pairs.expires')}>
          <Time at={pair.expiresAt} />
        </Line>
        <Line label={t('pairs.score')}>{pair.score}</Line>
        <Line label={t('pairs.entry')}>
          {pair.listId} <code>{pair.entryId}</code>
        </Line>
        <Line label={t('pairs.entryHash')}>
          <Binding holds={pair.entryBinding === 'SAME'} word={t(`pairs.binding.${pair.entryBinding}`)} />
          <code className="block text-xs">{pair.entryHash}</code>
        </Line>
        <Line label={t('pairs.identityHash')}>
          <Binding
            holds={pair.identityHolds}
            word={pair.identityHolds ? t('pairs.binding.SAME') : t('pairs.binding.CHANGED')}
          />
          <code className="block text-xs">{pair.identityHash}</code>
        </Line>
        <Line label={t('pairs.matcher')}>
          <code className="text-xs">{pair.matcherConfigId}</code>
        </Line>
        {pair.endedAt !== null && (
          <Line label={t('pairs.end')}>
            <Time at={pair.endedAt} />
            {pair.endedBy !== null && ` · ${pair.endReason === null ? t('pairs.byItself') : pair.endedBy.name}`}
            {pair.endReason !== null && <span className="block">{pair.endReason}</span>}
          </Line>
        )}
      </dl>
      {pair.inForce && (
        <div className="mt-4 flex flex-wrap items-center gap-3">
          <Button variant="danger" isDisabled={!mayRevoke || act.isPending} onPress={() => setRevoking(true)}>
            {t('pairs.revoke')} …
          </Button>
          <span className="text-muted">{mayRevoke ? t('pairs.revokeHint') : t('pairs.mayRevoke')}</span>
        </div>
      )}
      <ConfirmDialog
        isOpen={revoking}
        onClose={() => setRevoking(false)}
        title={t('pairs.revokeTitle')}
        verb={t('pairs.revoke')}
        danger
        reason="required"
        reasonMinLength={minReasonLength}
        onConfirm={(reason) => {
          setRevoking(false)
          act.mutate({ run: () => revokeGoodGuy(pair.goodGuyId, reason), done: t('pairs.revoked') })
        }}
      >
        {t('pairs.revokeText')}
      </ConfirmDialog>
    </section>
  )
}

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className="min-w-0 break-anywhere">{children}</dd>
    </>
  )
}

function Binding({ holds, word }: { readonly holds: boolean; readonly word: string }) {
  return <span className={holds ? 'text-ok' : 'font-semibold text-warn'}>{`${holds ? '✓' : '!'} ${word}`}</span>
}
