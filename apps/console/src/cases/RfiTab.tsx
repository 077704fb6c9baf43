import type { CaseDetail } from '@gatehouse/kyc/wire'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Time } from '../ui/Time.tsx'
import { cancelRfi } from './cases-api.ts'
import { useCaseAct } from './use-case-act.ts'
import { problemWord, rfiStateWord } from './words.ts'

/** What the applicant was asked for, in the words that they read. */
export function RfiTab({ kycCase }: { readonly kycCase: CaseDetail }) {
  const { t } = useTranslation('cases')
  const { t: problem } = useTranslation('problems')
  const [cancelling, setCancelling] = useState<string>()
  const { act, error } = useCaseAct(kycCase.caseId)
  const mayCancel = kycCase.actions.some(({ action, enabled }) => action === 'cancelRfi' && enabled)
  if (kycCase.rfis.length === 0) return <EmptyState title={t('rfi.none')} hint={t('rfi.noneHint')} />
  return (
    <div className="max-w-4xl space-y-4">
      {error !== null && <ErrorPanel error={error} title={t('decision.refused')} />}
      {kycCase.rfis.map((rfi) => (
        <section key={rfi.rfiId} className="card p-4" aria-label={rfiStateWord(rfi.state, t)}>
          <div className="flex flex-wrap items-baseline justify-between gap-2">
            <h2 className="font-semibold">{rfiStateWord(rfi.state, t)}</h2>
            <span className="text-muted">
              {t('rfi.opened')} <Time at={rfi.openedAt} /> · {t('rfi.due')} <Time at={rfi.dueAt} />
            </span>
          </div>
          <p className="mt-2 text-xs text-muted">{t('rfi.reads')}</p>
          <ul className="space-y-1">
            {rfi.items.map((item) => (
              <li key={`${item.code}-${item.path}`}>
                {item.code === 'WEALTH_EVIDENCE' ? t('ask.wealth') : problemWord(item.code, problem)}{' '}
                <span className="text-muted">
                  <code>{item.path}</code>
                  {(rfi.state === 'OPEN' || item.state !== 'OPEN') && ` · ${rfiStateWord(item.state, t)}`}
                </span>
              </li>
            ))}
          </ul>
          {rfi.state === 'OPEN' && mayCancel && (
            <div className="mt-3">
              <Button onPress={() => setCancelling(rfi.rfiId)}>{t('rfi.cancel')} …</Button>
            </div>
          )}
        </section>
      ))}
      <ConfirmDialog
        isOpen={cancelling !== undefined}
        onClose={() => setCancelling(undefined)}
        title={t('rfi.cancelTitle')}
        verb={t('rfi.cancel')}
        onConfirm={() => {
          if (cancelling !== undefined)
            act({ run: () => cancelRfi(kycCase.caseId, cancelling, 'NOT_NEEDED'), done: t('rfi.cancelled') })
          setCancelling(undefined)
        }}
      >
        {t('rfi.cancelText')}
      </ConfirmDialog>
    </div>
  )
}
