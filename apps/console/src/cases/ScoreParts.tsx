import { useTranslation } from 'react-i18next'
import type { ComparedHit } from './HitComparison.tsx'
import { sumOf } from './score.ts'
import { featureWord } from './words.ts'

interface ScorePartsProps {
  readonly hit: ComparedHit
  /** Scores from which a hit is kept and raises an alert; unknown while they load. */
  readonly thresholds: { readonly store: number; readonly alert: number } | undefined
}

/** The parts that add up to the score, and the lines it crossed. */
export function ScoreParts({ hit, thresholds }: ScorePartsProps) {
  const { t } = useTranslation('cases')
  return (
    <div>
      <p className="flex items-baseline gap-2">
        <b className="text-2xl tabular">{hit.score}</b>
        <span className="text-muted">{t('hits.score')}</span>
      </p>
      <div className="relative my-2 h-3 rounded-sm bg-idle-tint" aria-hidden="true">
        <div className="h-full rounded-sm bg-bad" style={{ width: `${hit.score}%` }} />
        {thresholds !== undefined && (
          <>
            <div
              className="absolute inset-y-[-3px] w-0.5 bg-ink"
              style={{ insetInlineStart: `${thresholds.store}%` }}
            />
            <div
              className="absolute inset-y-[-3px] w-0.5 bg-ink"
              style={{ insetInlineStart: `${thresholds.alert}%` }}
            />
          </>
        )}
      </div>
      {thresholds !== undefined && (
        <p className="mb-3 text-xs text-muted">
          {t('hits.storeAt', { score: thresholds.store })} · {t('hits.alertAt', { score: thresholds.alert })}
        </p>
      )}
      <table className="w-full border-collapse">
        <thead className="sr-only">
          <tr>
            <th scope="col">{t('hits.feature')}</th>
            <th scope="col">{t('hits.contribution')}</th>
          </tr>
        </thead>
        <tbody>
          {hit.features.map(({ feature, comparison, contribution, weight }) => (
            <tr
              key={`${feature}-${comparison}`}
              className={comparison === 'not-compared' ? 'text-xs text-muted' : undefined}
            >
              <th scope="row" className="py-0.5 text-start font-normal">
                {featureWord(feature, t)}{' '}
                {comparison !== 'not-compared' && (
                  <span className="text-xs text-muted">{t('hits.weight', { weight })}</span>
                )}
              </th>
              <td className="py-0.5 text-end tabular">
                {comparison === 'not-compared' ? t('hits.notCompared') : signed(contribution)}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t border-line font-semibold">
            <th scope="row" className="py-1 text-start">
              {t('hits.sum')}
            </th>
            <td className="py-1 text-end tabular">{sumOf(hit.features)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

const signed = (value: number): string => (value > 0 ? `+${value}` : value < 0 ? `−${Math.abs(value)}` : '0')
