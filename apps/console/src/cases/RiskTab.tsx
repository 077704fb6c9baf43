import type { CaseDetail, RiskView } from '@gatehouse/kyc/wire'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../ui/EmptyState.tsx'
import { RiskBadge } from '../ui/RiskBadge.tsx'
import { Time } from '../ui/Time.tsx'
import { cddWord, driverWord, floorWord } from './code-words.ts'
import { factorWord } from './words.ts'

/** The class as a sum that one can check by hand, and the rules that raised it. */
export function RiskTab({ kycCase }: { readonly kycCase: CaseDetail }) {
  const { t } = useTranslation('cases')
  const { t: code } = useTranslation('codes')
  if (kycCase.risk === null) return <EmptyState title={t('risk.none')} hint={t('risk.noneHint')} />
  const { risk } = kycCase
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_320px]">
      <section className="card p-4" aria-label={t('tab.risk')}>
        <Explanation risk={risk} />
        <Sum risk={risk} />
        <Scale risk={risk} />
      </section>
      <section className="card space-y-3 p-4" aria-label={t('risk.final')}>
        <p className="flex items-center gap-2 text-lg">
          {t('risk.final')} <RiskBadge risk={risk.final} />
        </p>
        <h2 className="font-semibold">{t('risk.floors')}</h2>
        {risk.floors.length === 0 && <p className="text-muted">{t('risk.noFloors')}</p>}
        <ul className="space-y-2">
          {risk.floors.map((floor) => (
            <li key={floor.id}>
              <b>{floorWord(floor.id, code)}</b> <code className="text-xs text-muted">{floor.id}</code>{' '}
              <Raises risk={floor.effect} />
              <span className="block text-muted">{floor.basis}</span>
            </li>
          ))}
        </ul>
        <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 border-t border-hairline pt-3">
          <dt className="text-muted">{t('risk.cdd')}</dt>
          <dd>
            {cddWord(risk.cddLevel, code)} <code className="text-xs break-anywhere text-muted">{risk.cddLevel}</code>
          </dd>
          <dt className="text-muted">{t('risk.review')}</dt>
          <dd>{risk.nextReviewOn ?? '–'}</dd>
          <dt className="text-muted">{t('checks.at')}</dt>
          <dd>
            <Time at={risk.at} />
          </dd>
        </dl>
        <p className="text-xs break-anywhere text-muted">
          {t('risk.policy', { id: risk.policy.id, version: risk.policy.version, profile: risk.policy.profile })}
          <code className="block">{risk.policy.hash}</code>
        </p>
      </section>
    </div>
  )
}

function Raises({ risk }: { readonly risk: RiskView['final'] }) {
  const { t } = useTranslation('cases')
  const { t: common } = useTranslation()
  return <span>{t('risk.raisesTo', { risk: common(`risk.${risk}`) })}</span>
}

/** Three sentences from the same data. */
function Explanation({ risk }: { readonly risk: RiskView }) {
  const { t } = useTranslation('cases')
  const { t: code } = useTranslation('codes')
  const { t: common } = useTranslation()
  const heaviest = risk.factors.toSorted((a, b) => b.contribution - a.contribution)[0]
  return (
    <p className="mb-4 max-w-prose">
      {t('risk.explainScore', {
        score: risk.score,
        risk: common(`risk.${risk.classByScore}`),
        driver: heaviest === undefined ? '–' : factorWord(heaviest.id, t),
      })}{' '}
      {risk.floors.length > 0 &&
        t('risk.explainFloor', { floors: risk.floors.map(({ id }) => floorWord(id, code)).join(', ') })}{' '}
      {t('risk.explainFinal', { risk: common(`risk.${risk.final}`), cdd: cddWord(risk.cddLevel, code) })}
    </p>
  )
}

function Sum({ risk }: { readonly risk: RiskView }) {
  const { t, i18n } = useTranslation('cases')
  const { t: code } = useTranslation('codes')
  return (
    // A table wider than its place scrolls inside this box, so the box must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t('risk.sum')}>
      <table className="w-full border-collapse">
        <caption className="sr-only">{t('risk.sum')}</caption>
        <thead>
          <tr className="border-b border-line text-xs text-muted">
            <th scope="col" className="p-2 text-start">
              {t('risk.factor')}
            </th>
            <th scope="col" className="p-2 text-start">
              {t('risk.driver')}
            </th>
            <th scope="col" className="p-2 text-end">
              {t('risk.value')}
            </th>
            <th scope="col" className="p-2 text-end">
              {t('risk.weight')}
            </th>
            <th scope="col" className="p-2 text-end">
              {t('risk.contribution')}
            </th>
          </tr>
        </thead>
        <tbody>
          {risk.factors.map((factor) => (
            <tr key={factor.id} className="border-b border-hairline">
              <th scope="row" className="p-2 text-start font-normal">
                {factorWord(factor.id, t)}
              </th>
              <td className="p-2">
                {driverWord(factor.driver, code, i18n.language)}
                <code className="block text-xs break-anywhere text-muted">{factor.driver}</code>
              </td>
              <td className="p-2 text-end tabular">{factor.value}</td>
              <td className="p-2 text-end tabular">× {factor.weight}</td>
              <td className="p-2 text-end tabular">{factor.contribution}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t border-line font-semibold">
            <th scope="row" colSpan={4} className="p-2 text-start">
              {t('risk.sum')}
            </th>
            <td className="p-2 text-end tabular">{risk.raw}</td>
          </tr>
          <tr className="font-semibold">
            <th scope="row" colSpan={4} className="p-2 text-start">
              {t('risk.score')}
            </th>
            <td className="p-2 text-end tabular">{risk.score}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

/** The score on a line with the thresholds of the policy. */
function Scale({ risk }: { readonly risk: RiskView }) {
  const { t } = useTranslation('cases')
  const { medium, high } = risk.thresholds
  return (
    <div className="mt-4">
      <svg
        viewBox="0 0 100 10"
        className="h-8 w-full"
        preserveAspectRatio="none"
        role="img"
        aria-label={t('risk.line', { score: risk.score })}
      >
        <rect x="0" y="3" width={medium / 100} height="4" fill="var(--color-idle-tint)" />
        <rect x={medium / 100} y="3" width={(high - medium) / 100} height="4" fill="var(--color-warn-tint)" />
        <rect x={high / 100} y="3" width={100 - high / 100} height="4" fill="var(--color-bad-tint)" />
        <rect x={Math.min(99.5, risk.score)} y="0" width="0.6" height="10" fill="var(--color-ink)" />
      </svg>
      <p className="text-xs text-muted">
        {t('risk.thresholds', { medium: medium / 100, high: high / 100 })} · {t('risk.byScore')}:{' '}
        <RiskBadge risk={risk.classByScore} />
      </p>
    </div>
  )
}
