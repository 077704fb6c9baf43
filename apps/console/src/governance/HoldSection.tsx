import type { LegalHold } from '@gatehouse/kyc/wire'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../session/use-session.ts'
import { Button } from '../ui/Button.tsx'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Time } from '../ui/Time.tsx'
import { requestLifting } from './governance-api.ts'
import { minReasonLength } from './reason-length.ts'
import { useGovernanceAct } from './use-governance-act.ts'

interface HoldSectionProps {
  readonly holds: readonly LegalHold[]
  /** On the page of one case the link to it is left out. */
  readonly ofCase?: boolean
}

const isOver = ({ until }: LegalHold): boolean => until < new Date().toISOString().slice(0, 10)

/** Orders of authorities, and asking to lift one. */
export function HoldSection({ holds, ofCase = false }: HoldSectionProps) {
  const { t } = useTranslation('governance')
  const act = useGovernanceAct()
  const mayAsk = useMay('holds.request')
  const [lifting, setLifting] = useState<LegalHold>()
  const columns: readonly Column<LegalHold>[] = [
    {
      id: 'authority',
      header: t('hold.authority'),
      cell: (hold) => (
        <>
          <b>{hold.authority}</b> <span className="block text-xs text-muted">{hold.reference}</span>
        </>
      ),
    },
    {
      id: 'case',
      header: t('hold.case'),
      cell: (hold) =>
        ofCase ? null : (
          <Link to="/cases/$caseId/$tab" params={{ caseId: hold.caseId, tab: 'retention' }}>
            {t('openCase')}
          </Link>
        ),
    },
    { id: 'until', header: t('hold.until'), cell: (hold) => <span className="tabular">{hold.until}</span> },
    {
      id: 'by',
      header: t('hold.by'),
      from: 'lg',
      cell: (hold) => (
        <>
          {hold.setBy.name} ✓ {hold.approvedBy.name} · <Time at={hold.setAt} />
        </>
      ),
    },
    {
      id: 'act',
      header: t('hold.state'),
      cell: (hold) => {
        if (hold.liftedAt !== null)
          return (
            <>
              {t('hold.lifted')} <Time at={hold.liftedAt} />
            </>
          )
        if (isOver(hold)) return t('hold.over')
        return (
          <span className="flex flex-wrap items-center gap-2">
            <b className="text-hold">❚❚ {t('hold.holds')}</b>
            {mayAsk && <Button onPress={() => setLifting(hold)}>{t('hold.lift')} …</Button>}
          </span>
        )
      },
    },
  ]
  return (
    <>
      {act.isError && <ErrorPanel error={act.error} />}
      <DataTable
        caption={t('hold.title')}
        columns={ofCase ? columns.filter(({ id }) => id !== 'case') : columns}
        rows={holds}
        rowKey={({ holdId }) => holdId}
      />
      <ConfirmDialog
        isOpen={lifting !== undefined}
        onClose={() => setLifting(undefined)}
        title={t('hold.liftTitle', { authority: lifting?.authority ?? '', reference: lifting?.reference ?? '' })}
        verb={t('hold.liftAsk')}
        reason="required"
        reasonMinLength={minReasonLength}
        onConfirm={(note) => {
          if (lifting !== undefined)
            act.mutate({ run: () => requestLifting(lifting.holdId, note), done: t('request.made') })
          setLifting(undefined)
        }}
      >
        {t('hold.liftText')}
      </ConfirmDialog>
    </>
  )
}
