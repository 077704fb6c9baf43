import type { AuditVerification } from '@gatehouse/kyc/wire'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button, buttonClass } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { auditExportUrl, verifyAudit } from './audit-api.ts'

const shellCommand = 'npx gatehouse audit verify --export audit.jsonl'

/** Proves that no record was changed or removed, or shows where the chain breaks. */
export function VerifyPage() {
  const { t } = useTranslation('audit')
  const verify = useMutation({ mutationFn: verifyAudit })
  return (
    <>
      <PageHeader
        title={t('verify.title')}
        lead={t('verify.lead')}
        actions={
          <Link to="/audit" className={buttonClass()}>
            {t('verify.back')}
          </Link>
        }
      />
      <div className="max-w-3xl space-y-4">
        <Button variant="primary" isDisabled={verify.isPending} onPress={() => verify.mutate()}>
          {verify.isPending ? t('verify.running') : t('verify.run')}
        </Button>
        {verify.isError && <ErrorPanel error={verify.error} onRetry={() => verify.mutate()} />}
        <div role="status">{verify.data !== undefined && <Result result={verify.data} />}</div>
        <section className="card p-4">
          <h2 className="mb-2 font-semibold">{t('verify.repeat')}</h2>
          <p className="flex items-center gap-2">
            <code className="break-anywhere">{shellCommand}</code>
            <CopyButton text={shellCommand} />
          </p>
          <p className="mt-3 mb-2 text-muted">{t('verify.repeatHint')}</p>
          <a href={auditExportUrl} download className={buttonClass()}>
            {t('verify.export')}
          </a>
        </section>
      </div>
    </>
  )
}

function Result({ result }: { readonly result: AuditVerification }) {
  const { t } = useTranslation('audit')
  const { firstBreak } = result
  if (firstBreak === null)
    return (
      <section className="card border-ok p-4">
        <p className="text-lg font-semibold text-ok">
          <span aria-hidden="true">✓ </span>
          {t('verify.intact', { count: result.records })}
        </p>
        <p className="mt-2 text-muted">{t('verify.head')}</p>
        <p className="flex items-center gap-2">
          <code className="break-anywhere">{result.head ?? '–'}</code>
          {result.head !== null && <CopyButton text={result.head} />}
        </p>
      </section>
    )
  return (
    <section className="card border-bad p-4">
      <p className="text-lg font-semibold text-bad">
        <span aria-hidden="true">✕ </span>
        {t('verify.broken', { seq: firstBreak.seq })}
      </p>
      <dl className="mt-2">
        <dt className="text-muted">{t('verify.expected')}</dt>
        <dd>
          <code className="break-anywhere">{firstBreak.expected}</code>
        </dd>
        <dt className="text-muted">{t('verify.found')}</dt>
        <dd>
          <code className="break-anywhere">{firstBreak.found}</code>
        </dd>
      </dl>
    </section>
  )
}
