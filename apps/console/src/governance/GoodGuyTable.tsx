import type { GoodGuy } from '@gatehouse/kyc/wire'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { type Column, DataTable } from '../ui/DataTable.tsx'
import { Time } from '../ui/Time.tsx'
import { useRowKeys } from '../ui/use-row-keys.ts'

interface GoodGuyTableProps {
  readonly rows: readonly GoodGuy[]
  readonly current: string | undefined
  readonly onOpen: (row: GoodGuy) => void
}

const route = getRouteApi('/shell/good-guys')
const keyOf = ({ goodGuyId }: GoodGuy): string => goodGuyId

export function GoodGuyTable({ rows, current, onOpen }: GoodGuyTableProps) {
  const { t } = useTranslation('governance')
  const search = route.useSearch()
  const cursor = useRowKeys(rows, keyOf, onOpen)
  const columns = useMemo(
    (): readonly Column<GoodGuy>[] => [
      {
        id: 'customer',
        header: t('pairs.customer'),
        cell: (row) => (
          <Link to="/good-guys" search={{ ...search, pair: row.goodGuyId }} resetScroll={false}>
            <span dir="auto">{row.customerName === '' ? row.caseNumber : row.customerName}</span>
          </Link>
        ),
      },
      {
        id: 'entry',
        header: t('pairs.entry'),
        cell: (row) => (
          <>
            <span className="block" dir="auto" lang="und">
              {row.entryName ?? row.entryId}
            </span>
            <span className="block text-xs text-muted">{row.listId}</span>
          </>
        ),
      },
      { id: 'score', header: t('pairs.score'), align: 'end', from: 'sm', cell: (row) => row.score },
      {
        id: 'by',
        header: t('pairs.by'),
        from: 'lg',
        cell: (row) => row.approvals.map(({ name }) => name).join(', '),
      },
      { id: 'at', header: t('pairs.at'), from: 'lg', cell: (row) => <Time at={row.createdAt} /> },
      { id: 'expires', header: t('pairs.expires'), from: 'sm', cell: (row) => <Time at={row.expiresAt} /> },
      { id: 'state', header: t('pairs.state'), cell: (row) => <PairState pair={row} /> },
    ],
    [t, search],
  )
  return (
    <DataTable
      caption={t('pairs.title')}
      columns={columns}
      rows={rows}
      rowKey={keyOf}
      onOpen={onOpen}
      isCurrent={(row) => row.goodGuyId === (cursor ?? current)}
    />
  )
}

/** Whether it suppresses alerts now: in time, not ended, and both sides still what they were. */
export function PairState({ pair }: { readonly pair: GoodGuy }) {
  const { t } = useTranslation('governance')
  if (pair.endedAt !== null) return <span>■ {t('pairs.ended')}</span>
  if (!pair.inForce) return <span>■ {t('pairs.expired')}</span>
  if (pair.entryBinding !== 'SAME' || !pair.identityHolds)
    return <span className="font-semibold text-warn">! {t('pairs.unbound')}</span>
  return <span className="text-ok">✓ {t('pairs.inForce')}</span>
}
