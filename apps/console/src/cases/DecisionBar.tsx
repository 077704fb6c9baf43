import type { CaseDetail } from '@gatehouse/kyc/wire'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useUser } from '../session/use-session.ts'
import { buttonClass } from '../ui/Button.tsx'
import { titleOf, whyNotSentence } from './words.ts'

/** What is open, and the way to decide it. A verb that is not possible says why. */
export function DecisionBar({ kycCase }: { readonly kycCase: CaseDetail }) {
  const { t } = useTranslation('cases')
  const user = useUser()
  const open = kycCase.items.filter(({ state }) => state === 'OPEN' || state === 'PROPOSED')
  const mine = open.find(({ mayPropose, mayConfirm }) => mayPropose || mayConfirm)
  const blocked = mine === undefined ? open[0] : undefined
  return (
    <aside
      aria-label={t('bar')}
      className="no-print fixed inset-x-0 bottom-0 z-20 border-t border-line bg-surface px-4 py-2 sm:ps-60"
    >
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <p className="min-w-0">
          <b>{open.length === 0 ? t('noOpenPoints') : t('openPoints', { count: open.length })}</b>
          {open.length > 0 && (
            <span className="text-muted">
              {': '}
              {open
                .slice(0, 4)
                .map((item) => titleOf(item, t))
                .join(', ')}
            </span>
          )}
        </p>
        <div className="flex flex-wrap items-center gap-2">
          {blocked?.whyNot != null && (
            <span className="text-muted">
              {whyNotSentence(blocked, user.id, t)}
              {blocked.state !== 'PROPOSED' &&
                blocked.whoMay.length > 0 &&
                ` ${t('whoMay', { people: blocked.whoMay.map(({ name }) => name).join(', ') })}`}
            </span>
          )}
          {mine !== undefined && (
            <Link
              to="/cases/$caseId/$tab"
              params={{ caseId: kycCase.caseId, tab: 'decision' }}
              search={{ item: mine.itemId }}
              className={buttonClass('primary')}
            >
              {mine.mayConfirm ? t('toConfirm') : t('toDecide')}
            </Link>
          )}
        </div>
      </div>
    </aside>
  )
}
