import type { BacktestReport } from '@gatehouse/kyc/wire'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { factorWord } from '../cases/words.ts'
import { DataTable } from '../ui/DataTable.tsx'
import { RiskBadge } from '../ui/RiskBadge.tsx'

const classes = ['LOW', 'MEDIUM', 'HIGH', 'PROHIBITED'] as const

/** How decided cases would have been classed: old class by new class, and each case that moves with why. */
export function BacktestResult({ report }: { readonly report: BacktestReport }) {
  const { t } = useTranslation('policy')
  const { t: common } = useTranslation()
  const { t: caseWords } = useTranslation('cases')
  const count = (from: string, to: string): number =>
    report.matrix.find((cell) => cell.from === from && cell.to === to)?.count ?? 0
  return (
    <section className="card mb-4 p-4" aria-labelledby="backtest">
      <h2 id="backtest" className="text-lg font-semibold">
        {t('backtest.title')}
      </h2>
      <p className="mb-3 text-muted">
        {t('backtest.ran', { count: report.cases, skipped: report.skipped, changed: report.changed.length })}
      </p>
      {/* A table wider than its place scrolls inside this box, so the box must be reachable by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t('backtest.matrix')}>
        <table className="border-collapse">
          <caption className="sr-only">{t('backtest.matrix')}</caption>
          <thead>
            <tr className="text-xs text-muted">
              <th scope="col" className="p-2 text-start">
                {t('backtest.fromTo')}
              </th>
              {classes.map((to) => (
                <th key={to} scope="col" className="p-2 text-end">
                  {common(`risk.${to}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {classes.map((from) => (
              <tr key={from} className="border-t border-hairline">
                <th scope="row" className="p-2 text-start">
                  {common(`risk.${from}`)}
                </th>
                {classes.map((to) => (
                  <td
                    key={to}
                    className={`p-2 text-end tabular ${from !== to && count(from, to) > 0 ? 'bg-warn-tint font-semibold' : ''}`}
                  >
                    {count(from, to)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {report.changed.length > 0 && (
        <div className="mt-3">
          <DataTable
            caption={t('backtest.changed')}
            columns={[
              {
                id: 'case',
                header: t('column.case'),
                cell: (row) => (
                  <Link to="/cases/$caseId/$tab" params={{ caseId: row.caseId, tab: 'risk' }}>
                    {row.caseNumber}
                  </Link>
                ),
              },
              { id: 'from', header: t('backtest.from'), cell: (row) => <RiskBadge risk={row.from} /> },
              { id: 'to', header: t('backtest.to'), cell: (row) => <RiskBadge risk={row.to} /> },
              {
                id: 'score',
                header: t('backtest.score'),
                align: 'end',
                from: 'sm',
                cell: (row) => `${row.scoreFrom} → ${row.scoreTo}`,
              },
              {
                id: 'why',
                header: t('backtest.why'),
                from: 'sm',
                cell: (row) =>
                  row.moved.length === 0
                    ? t('backtest.thresholds')
                    : row.moved.map((id) => factorWord(id, caseWords)).join(', '),
              },
            ]}
            rows={report.changed}
            rowKey={({ caseId }) => caseId}
          />
        </div>
      )}
      <p className="mt-3 text-xs text-muted">
        {t('backtest.hash')} <code className="break-anywhere">{report.reportHash}</code>
      </p>
    </section>
  )
}
