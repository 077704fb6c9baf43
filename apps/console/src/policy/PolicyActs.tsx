import type { BacktestReport, PolicyVersion } from '@gatehouse/kyc/wire'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { showToast } from '../ui/toast-store.ts'
import { decidePolicy, proposePolicy, runBacktest } from './policy-api.ts'

interface PolicyActsProps {
  readonly version: PolicyVersion
  readonly onReport: (report: BacktestReport) => void
}

type Asked = 'propose' | 'publish' | 'sendBack'

/** The next step of a version: tried, proposed by one, published by another. */
export function PolicyActs({ version: policy, onReport }: PolicyActsProps) {
  const { t } = useTranslation('policy')
  const client = useQueryClient()
  const [asked, setAsked] = useState<Asked>()
  const act = useMutation({
    mutationFn: async ({ run, done }: { readonly run: () => Promise<void>; readonly done: string }) => {
      await run()
      showToast('done', done)
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['policy'] }),
  })
  const { version, may, whyNot, state } = policy
  const runs: Readonly<Record<Asked, () => Promise<void>>> = {
    propose: () => proposePolicy(version),
    publish: () => decidePolicy(version, 'PUBLISH'),
    sendBack: () => decidePolicy(version, 'SEND_BACK'),
  }
  if (!may.test && !may.propose && !may.decide && whyNot === null) return null
  return (
    <section className="card mb-4 flex flex-wrap items-center gap-3 p-4" aria-label={t('acts')}>
      {act.isError && <ErrorPanel error={act.error} />}
      {may.test && (
        <Button
          isDisabled={act.isPending}
          onPress={() =>
            act.mutate({ run: async () => onReport(await runBacktest(version)), done: t('backtest.done') })
          }
        >
          {t('backtest.run')}
        </Button>
      )}
      {may.propose && (
        <Button variant="primary" isDisabled={act.isPending} onPress={() => setAsked('propose')}>
          {t('propose.verb')} …
        </Button>
      )}
      {may.decide && (
        <>
          <Button isDisabled={act.isPending} onPress={() => setAsked('sendBack')}>
            {t('sendBack.verb')} …
          </Button>
          <Button variant="primary" isDisabled={act.isPending} onPress={() => setAsked('publish')}>
            {t('publish.verb')} …
          </Button>
        </>
      )}
      {state === 'DRAFT' && may.test && <span className="text-muted">{t('backtest.first')}</span>}
      {whyNot !== null && (
        <span className="text-muted">{whyNot === 'why-not.same-person' ? t('publish.own') : t('publish.waits')}</span>
      )}
      <ConfirmDialog
        isOpen={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={asked === undefined ? '' : t(`${asked}.title`, { version })}
        verb={asked === undefined ? '' : t(`${asked}.verb`)}
        onConfirm={() => {
          if (asked !== undefined) act.mutate({ run: runs[asked], done: t(`${asked}.done`) })
          setAsked(undefined)
        }}
      >
        {asked !== undefined && t(`${asked}.text`)}
      </ConfirmDialog>
    </section>
  )
}
