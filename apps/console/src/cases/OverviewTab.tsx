import type { CaseDetail } from '@gatehouse/kyc/wire'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../session/use-session.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { RiskBadge } from '../ui/RiskBadge.tsx'
import { Agreement } from './Agreement.tsx'
import type { Revealed } from './cases-api.ts'
import { type FactLine, factSections } from './facts.ts'
import { RevealDialog } from './RevealDialog.tsx'
import { driverWord, factValueWord } from './code-words.ts'
import { factWord, featureWord, sectionWord, titleOf } from './words.ts'

/** The person on one screen: facts with source and agreement, and beside them what matters. */
export function OverviewTab({ kycCase }: { readonly kycCase: CaseDetail }) {
  const { t, i18n } = useTranslation('cases')
  const { t: label } = useTranslation('facts')
  const { t: code } = useTranslation('codes')
  const sections = factSections(kycCase.facts, i18n.language, {
    yes: t('yes'),
    no: t('no'),
    valueOf: (path, value) => factValueWord(path, value, code),
  })
  const mayReveal = useMay('case.reveal')
  const mayInspect = useMay('case.inspect')
  const [asked, setAsked] = useState<FactLine>()
  const [revealed, setRevealed] = useState<Readonly<Record<string, Revealed>>>({})
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(280px,340px)]">
      <section aria-labelledby="facts" className="min-w-0">
        <h2 id="facts" className="text-lg font-semibold">
          {t('facts')}
        </h2>
        <p className="mb-3 text-muted">{t('factsLead', { revision: kycCase.dataRevision })}</p>
        {sections.length === 0 && <EmptyState title={t('noFacts')} />}
        <div className="gap-4 lg:columns-2">
          {sections.map((section) => (
            <div key={section.id} className="card mb-4 break-inside-avoid p-4">
              <h3 className="mb-2 font-semibold">{sectionWord(section.id, t)}</h3>
              <dl className="divide-y divide-hairline">
                {section.lines.map((line) => (
                  <FactRow
                    key={line.path}
                    line={line}
                    revealed={revealed[line.path]}
                    onReveal={mayReveal ? () => setAsked(line) : undefined}
                    onHide={() => setRevealed(({ [line.path]: _hidden, ...rest }) => rest)}
                  />
                ))}
              </dl>
            </div>
          ))}
        </div>
      </section>
      {mayInspect && <Side kycCase={kycCase} />}
      <RevealDialog
        caseId={kycCase.caseId}
        path={asked?.path}
        label={asked === undefined ? '' : factWord(asked.path, label)}
        onClose={() => setAsked(undefined)}
        onRevealed={(value) => setRevealed((old) => ({ ...old, [value.path]: value }))}
      />
    </div>
  )
}

interface FactRowProps {
  readonly line: FactLine
  readonly revealed: Revealed | undefined
  readonly onReveal: (() => void) | undefined
  readonly onHide: () => void
}

function FactRow({ line, revealed, onReveal, onHide }: FactRowProps) {
  const { t, i18n } = useTranslation('cases')
  const { t: label } = useTranslation('facts')
  const clock = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short' })
  return (
    <div className="grid grid-cols-[minmax(0,8rem)_minmax(0,1fr)] gap-x-3 py-1">
      <dt className="break-anywhere text-muted" title={line.path}>
        {factWord(line.path, label)}
      </dt>
      <dd className="flex min-w-0 flex-wrap items-center gap-x-2 break-anywhere">
        <span dir="auto" title={line.code} className={line.masked ? 'font-mono' : ''}>
          {revealed?.value ?? line.text}
        </span>
        {line.fromDocument !== null && (
          <span className="text-muted">
            <span dir="auto">{line.fromDocument}</span> <Agreement kind={line.agreement} sense="evidence" />
          </span>
        )}
        {line.masked && revealed === undefined && onReveal !== undefined && (
          <Button variant="quiet" onPress={onReveal} aria-label={`${t('reveal.show')}: ${factWord(line.path, label)}`}>
            {t('reveal.show')} …
          </Button>
        )}
        {revealed !== undefined && (
          <>
            <span className="text-xs text-muted">
              {t('reveal.until', { time: clock.format(new Date(revealed.until)) })}
            </span>
            <Button variant="quiet" onPress={onHide}>
              {t('reveal.hide')}
            </Button>
          </>
        )}
      </dd>
    </div>
  )
}

/** Findings, best hits, risk drivers: each a way into its own part. */
function Side({ kycCase }: { readonly kycCase: CaseDetail }) {
  const { t, i18n } = useTranslation('cases')
  const { t: code } = useTranslation('codes')
  const { caseId } = kycCase
  const drivers = [...(kycCase.risk?.factors ?? [])].sort((a, b) => b.contribution - a.contribution).slice(0, 3)
  return (
    <div className="space-y-4">
      <section className="card p-4" aria-labelledby="side-decide">
        <h2 id="side-decide" className="mb-2 font-semibold">
          {t('tab.decision')}
        </h2>
        {kycCase.items.length === 0 && <p className="text-muted">{t('noOpenPoints')}</p>}
        <ul className="space-y-1">
          {kycCase.items.map((item) => (
            <li key={item.itemId}>
              <Link to="/cases/$caseId/$tab" params={{ caseId, tab: 'decision' }} search={{ item: item.itemId }}>
                {titleOf(item, t)}
              </Link>{' '}
              <span className="text-muted">{t(`itemState.${item.state}`)}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="card p-4" aria-labelledby="side-hits">
        <h2 id="side-hits" className="mb-2 font-semibold">
          {t('hits.list')}
        </h2>
        {kycCase.hitList.length === 0 && <p className="text-muted">{t('hits.none')}</p>}
        <ul className="space-y-2">
          {kycCase.hitList.slice(0, 4).map((hit) => (
            <li key={hit.hitId}>
              <Link
                to="/cases/$caseId/$tab"
                params={{ caseId, tab: 'screening' }}
                search={{ hit: hit.hitId }}
                dir="auto"
              >
                {hit.entryName}
              </Link>{' '}
              <span className="tabular">{hit.score}</span>
              <span className="block text-xs text-muted">
                {hit.listName} ·{' '}
                {hit.features
                  .filter(({ agreement }) => agreement === 'agrees')
                  .map(({ feature }) => featureWord(feature, t))
                  .join(', ')}
              </span>
            </li>
          ))}
        </ul>
      </section>
      <section className="card p-4" aria-labelledby="side-risk">
        <h2 id="side-risk" className="mb-2 font-semibold">
          {t('tab.risk')}
        </h2>
        {kycCase.risk === null ? (
          <p className="text-muted">{t('risk.none')}</p>
        ) : (
          <>
            <p className="mb-2 flex items-center gap-2">
              <RiskBadge risk={kycCase.risk.final} /> <span className="tabular">{kycCase.risk.score}</span>
            </p>
            <ul className="text-muted">
              {drivers.map((factor) => (
                <li key={factor.id}>
                  <span title={factor.driver}>{driverWord(factor.driver, code, i18n.language)}</span>{' '}
                  <span className="tabular">+{factor.contribution}</span>
                </li>
              ))}
            </ul>
            <Link to="/cases/$caseId/$tab" params={{ caseId, tab: 'risk' }}>
              {t('tab.risk')} …
            </Link>
          </>
        )}
      </section>
    </div>
  )
}
