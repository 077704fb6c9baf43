import type { StatusView } from '@gatehouse/kyc/wire'
import { useTranslation } from 'react-i18next'
import { apply } from '../../i18n/en/apply.ts'
import { AppLink } from '../AppLink.tsx'
import { ApplyFrame, contactMail } from '../ApplyFrame.tsx'
import { hrefOf } from '../location.ts'

const order = ['RECEIVED', 'BEING_CHECKED', 'NEED_SOMETHING', 'DECIDED'] as const
const isText = (key: string): key is keyof typeof apply.status.text => Object.hasOwn(apply.status.text, key)

/** Four milestones and neutral words: the same shape whatever goes on inside. */
export function StatusPage({ status }: { readonly status: StatusView }) {
  const { t, i18n } = useTranslation('apply')
  const at = order.indexOf(status.milestone)
  const day = (iso: string) => new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long' }).format(new Date(iso))
  // The third milestone is shown as passed only to those who were asked for something.
  const shown = order.filter((milestone) => milestone !== 'NEED_SOMETHING' || status.milestone === 'NEED_SOMETHING')
  return (
    <ApplyFrame title={t('status.title')} reference={status.ref}>
      <p className="mb-4 text-lg">
        {isText(status.textKey) ? t(`status.text.${status.textKey}`) : t('status.text.status.being-checked')}
      </p>
      <h2 className="sr-only">{t('status.milestones')}</h2>
      <ol className="mb-6">
        {shown.map((milestone) => {
          const place = order.indexOf(milestone)
          const state = place < at ? 'stepDone' : place === at ? 'stepNow' : 'stepLater'
          return (
            <li
              key={milestone}
              aria-current={place === at ? 'step' : undefined}
              className={`flex min-h-11 items-center gap-3 border-s-4 ps-4 ${place <= at ? 'border-accent' : 'border-hairline text-muted'}`}
            >
              <span aria-hidden="true">{place < at ? '●' : place === at ? '◐' : '○'}</span>
              <span className={place === at ? 'font-semibold' : ''}>{t(`status.milestone.${milestone}`)}</span>
              <span className="text-sm text-muted">{t(`status.${state}`)}</span>
            </li>
          )
        })}
      </ol>
      <p className="mb-6 text-sm text-muted">{t('status.updated', { time: day(status.updatedAt) })}</p>
      {status.requests.map((request) => (
        <section key={request.rfiId} className="mb-6 rounded-lg border-2 border-accent p-4">
          <h2 className="text-lg font-semibold">{t('status.requestTitle')}</h2>
          <p className="mb-3">{t('status.requestDue', { date: day(request.dueAt) })}</p>
          <AppLink href={hrefOf.request(status.ref, request.rfiId)} className="button button-primary">
            {t('status.answer')}
          </AppLink>
        </section>
      ))}
      {status.appeal !== null && (
        <p className="mb-6">{t('status.appealed', { date: day(status.appeal.at), ref: status.appeal.ref })}</p>
      )}
      {status.textKey === 'status.decided.not-approved' && status.appeal === null && (
        <p className="mb-6">{t('status.complain', { mail: contactMail })}</p>
      )}
      {status.mayAppeal && (
        <p className="mb-6">
          <AppLink href={hrefOf.page(status.ref, 'appeal')} className="target">
            {t('status.appeal')}
          </AppLink>
        </p>
      )}
      {status.mayWithdraw && (
        <AppLink href={hrefOf.page(status.ref, 'withdraw')} className="target">
          {t('status.withdraw')}
        </AppLink>
      )}
    </ApplyFrame>
  )
}
