import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { apply } from '../../i18n/en/apply.ts'
import { start } from '../api.ts'
import { AppLink } from '../AppLink.tsx'
import { ApplyFrame } from '../ApplyFrame.tsx'
import { ErrorSummary, type SummaryEntry } from '../ErrorSummary.tsx'
import { errorText } from '../error-text.ts'
import { go, hrefOf } from '../location.ts'

type Product = keyof typeof apply.product
// Every key of a const object is a product.
const products = Object.keys(apply.product) as readonly Product[]
const privacyNoticeVersion = '1'

/** What is needed, for what, and the notice on data: then the first step. */
export function StartPage() {
  const { t, i18n } = useTranslation('apply')
  const [product, setProduct] = useState<Product>('CURRENT_ACCOUNT')
  const [read, setRead] = useState(false)
  const [errors, setErrors] = useState<readonly SummaryEntry[]>([])
  const [attempt, setAttempt] = useState(0)
  const [busy, setBusy] = useState(false)
  const fail = (entry: SummaryEntry) => {
    setErrors([entry])
    setAttempt((old) => old + 1)
  }
  const begin = async () => {
    if (!read) return fail({ target: 'privacy-read', text: t('start.privacyRequired') })
    setBusy(true)
    try {
      const locale = i18n.language === 'de' ? 'de' : 'en'
      const view = await start({ locale, productCode: product, privacyNoticeVersion })
      go(hrefOf.hub(view.ref))
    } catch (error) {
      fail({ target: undefined, text: errorText(error, t) })
    } finally {
      setBusy(false)
    }
  }
  return (
    <ApplyFrame title={t('start.title')} hasError={errors.length > 0}>
      <ErrorSummary entries={errors} attempt={attempt} />
      <p className="mb-4 text-lg">{t('start.lead')}</p>
      <h2 className="mb-1 text-lg font-semibold">{t('start.needTitle')}</h2>
      <ul className="mb-6 list-disc ps-6">
        <li>{t('start.need.document')}</li>
        <li>{t('start.need.tax')}</li>
        <li>{t('start.need.iban')}</li>
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void begin()
        }}
      >
        <label htmlFor="product" className="mb-1 block font-semibold">
          {t('start.product')}
        </label>
        <select
          id="product"
          className="input mb-6"
          value={product}
          onChange={(event) => setProduct(products.find((known) => known === event.target.value) ?? product)}
        >
          {products.map((code) => (
            <option key={code} value={code}>
              {t(`product.${code}`)}
            </option>
          ))}
        </select>
        <h2 className="mb-1 text-lg font-semibold">{t('start.privacyTitle')}</h2>
        <p className="mb-2">{t('start.privacy')}</p>
        <label className="choice mb-6" htmlFor="privacy-read">
          <input
            id="privacy-read"
            type="checkbox"
            checked={read}
            aria-invalid={errors.some(({ target }) => target === 'privacy-read')}
            onChange={(event) => setRead(event.target.checked)}
          />
          {t('start.privacyAccept')}
        </label>
        <div className="flex flex-wrap gap-3">
          <button type="submit" className="button button-primary" disabled={busy}>
            {t('start.begin')}
          </button>
          <AppLink href={hrefOf.resume} className="button">
            {t('start.resume')}
          </AppLink>
        </div>
      </form>
    </ApplyFrame>
  )
}
