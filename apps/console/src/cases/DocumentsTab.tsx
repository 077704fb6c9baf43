import type { CaseDetail } from '@gatehouse/kyc/wire'
import { getRouteApi } from '@tanstack/react-router'
import { RotateCw, ZoomIn, ZoomOut } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../session/use-session.ts'
import { Button, buttonClass } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Time } from '../ui/Time.tsx'
import { documentUrl } from './cases-api.ts'
import { documentWord } from './words.ts'

type CaseDocument = CaseDetail['documents'][number]
const route = getRouteApi('/shell/cases/$caseId/$tab')

/** Files of the applicant. Each look is recorded, so nothing is fetched before somebody asks. */
export function DocumentsTab({ kycCase }: { readonly kycCase: CaseDetail }) {
  const { t } = useTranslation('cases')
  const { doc } = route.useSearch()
  const navigate = route.useNavigate()
  const mayRead = useMay('document.read')
  if (kycCase.documents.length === 0) return <EmptyState title={t('documents.none')} hint={t('documents.noneHint')} />
  const show = (documentId: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, doc: documentId }), replace: true, resetScroll: false })
  return (
    <div className="space-y-4">
      <p className="text-muted">{t('documents.audited')}</p>
      {kycCase.documents.map((document) => (
        <section key={document.documentId} className="card p-4" aria-label={document.fileName}>
          <div className="flex flex-wrap items-start justify-between gap-3">
            <DocumentFacts document={document} />
            {mayRead && document.mediaType.startsWith('image/') && (
              <Button onPress={() => show(doc === document.documentId ? undefined : document.documentId)}>
                {doc === document.documentId ? t('documents.hide') : t('documents.show')}
              </Button>
            )}
            {mayRead && !document.mediaType.startsWith('image/') && (
              <a
                className={buttonClass()}
                href={documentUrl(kycCase.caseId, document.documentId)}
                target="_blank"
                rel="noopener noreferrer"
              >
                {t('documents.openPdf')}
              </a>
            )}
          </div>
          {mayRead && doc === document.documentId && document.mediaType.startsWith('image/') && (
            <Viewer url={documentUrl(kycCase.caseId, document.documentId)} name={document.fileName} />
          )}
        </section>
      ))}
    </div>
  )
}

function DocumentFacts({ document }: { readonly document: CaseDocument }) {
  const { t, i18n } = useTranslation('cases')
  const size = new Intl.NumberFormat(i18n.language, {
    style: 'unit',
    unit: 'kilobyte',
    maximumFractionDigits: 1,
  }).format(document.size / 1000)
  return (
    <div className="min-w-0">
      <h2 className="font-semibold break-anywhere">
        {documentWord(document.type, t)} · {document.fileName}
      </h2>
      <p className="text-muted">
        {document.mediaType} · {size} · {t('documents.uploaded')} <Time at={document.uploadedAt} />
      </p>
      <p className="flex items-center gap-1 text-xs text-muted">
        SHA-256 <code className="break-anywhere">{document.sha256}</code>
        <CopyButton text={document.sha256} />
      </p>
    </div>
  )
}

function Viewer({ url, name }: { readonly url: string; readonly name: string }) {
  const { t } = useTranslation('cases')
  const [turn, setTurn] = useState(0)
  const [zoom, setZoom] = useState(1)
  const [failed, setFailed] = useState(false)
  if (failed) return <p className="mt-3 text-bad">{t('documents.failed')}</p>
  return (
    <div className="mt-3">
      <div className="mb-2 flex gap-1">
        <Button iconOnly aria-label={t('documents.zoomOut')} onPress={() => setZoom(Math.max(0.25, zoom / 1.5))}>
          <ZoomOut size={16} aria-hidden="true" />
        </Button>
        <Button iconOnly aria-label={t('documents.zoomIn')} onPress={() => setZoom(Math.min(8, zoom * 1.5))}>
          <ZoomIn size={16} aria-hidden="true" />
        </Button>
        <Button iconOnly aria-label={t('documents.rotate')} onPress={() => setTurn((turn + 90) % 360)}>
          <RotateCw size={16} aria-hidden="true" />
        </Button>
      </div>
      {/* A large picture scrolls inside this box, which keyboards must reach. */}
      <div className="max-h-[70vh] overflow-auto bg-sunken p-4" tabIndex={0} role="region" aria-label={name}>
        <img
          src={url}
          alt={name}
          onError={() => setFailed(true)}
          style={{ width: `${zoom * 100}%`, maxWidth: 'none', rotate: `${turn}deg` }}
        />
      </div>
    </div>
  )
}
