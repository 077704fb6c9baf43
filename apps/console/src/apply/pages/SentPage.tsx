import { useTranslation } from 'react-i18next'
import { AppLink } from '../AppLink.tsx'
import { ApplyFrame } from '../ApplyFrame.tsx'
import { hrefOf } from '../location.ts'

/** The receipt: reference, what happens next, by which way. */
export function SentPage({ reference }: { readonly reference: string }) {
  const { t } = useTranslation('apply')
  return (
    <ApplyFrame title={t('sent.title')} reference={reference}>
      <div className="mb-6 rounded-lg bg-ok-tint p-4 text-ok">
        <p>{t('sent.refText')}</p>
        <p className="font-mono text-lg font-semibold">{reference}</p>
      </div>
      <h2 className="mb-1 text-lg font-semibold">{t('sent.next')}</h2>
      <p className="mb-6">{t('sent.nextText')}</p>
      <AppLink href={hrefOf.page(reference, 'status')} className="button button-primary">
        {t('sent.toStatus')}
      </AppLink>
    </ApplyFrame>
  )
}
