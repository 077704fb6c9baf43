import type { CaseDetail, ReviewItem } from '@gatehouse/kyc/wire'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useUser } from '../session/use-session.ts'
import { Time } from '../ui/Time.tsx'
import { ConfirmForm } from './ConfirmForm.tsx'
import { ProposalForm } from './ProposalForm.tsx'
import { findingCodeWord } from './code-words.ts'
import { titleOf, itemWord, outcomeWord, problemWord, reasonWord, whyNotSentence } from './words.ts'

interface ItemCardProps {
  readonly kycCase: CaseDetail
  readonly item: ReviewItem
}

/** One point: what was found, what was proposed and confirmed, and the form for whoever may go on. */
export function ItemCard({ kycCase, item }: ItemCardProps) {
  const { t } = useTranslation('cases')
  const { t: word } = useTranslation('codes')
  const { t: problem } = useTranslation('problems')
  const [, ...codes] = item.findingCodes
  const isOpen = item.state === 'OPEN' || item.state === 'PROPOSED'
  return (
    <section className="card p-4" aria-labelledby={`item-${item.itemId}`}>
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h2 id={`item-${item.itemId}`} className="text-lg font-semibold">
          {titleOf(item, t)}
        </h2>
        <span className="text-muted">
          {t(`itemState.${item.state}`)} · <Time at={item.openedAt} />
        </span>
      </div>
      <p className="mb-3 text-muted">
        {titleOf(item, t) !== itemWord(item.kind, t) && itemWord(item.kind, t)}
        {codes.map((code) => {
          const sentence = findingCodeWord(code, word) ?? problemWord(code, problem)
          return (
            <span key={code} className="ms-2 break-anywhere">
              · {sentence} {sentence !== code && <code className="text-xs">{code}</code>}
            </span>
          )
        })}
        {item.hitIds.length > 0 && (
          <Link
            to="/cases/$caseId/$tab"
            params={{ caseId: kycCase.caseId, tab: 'screening' }}
            search={{ hit: item.hitIds[0] }}
            className="ms-3"
          >
            {t('decision.showHits')} ({t('decision.hits', { count: item.hitIds.length })})
          </Link>
        )}
      </p>
      {item.proposal !== null && (
        <DecisionRecord
          title={
            item.state === 'CLOSED' && !item.needsSecond && item.confirmation === null
              ? t('decision.decidedBy', { name: item.proposal.by.name })
              : t('decision.proposedBy', { name: item.proposal.by.name })
          }
          record={item.proposal}
          showsOutcome
        />
      )}
      {item.confirmation !== null && (
        <DecisionRecord
          title={t('decision.confirmedBy', {
            outcome: outcomeWord(item.confirmation.outcome, t),
            name: item.confirmation.by.name,
          })}
          record={item.confirmation}
        />
      )}
      {item.mayPropose && <ProposalForm kycCase={kycCase} item={item} />}
      {item.mayConfirm && <ConfirmForm kycCase={kycCase} item={item} />}
      {isOpen && !item.mayPropose && !item.mayConfirm && <WhyNot item={item} />}
    </section>
  )
}

interface DecisionRecordProps {
  readonly title: string
  readonly record: NonNullable<ReviewItem['proposal']>
  readonly showsOutcome?: boolean
}

function DecisionRecord({ title, record, showsOutcome = false }: DecisionRecordProps) {
  const { t } = useTranslation('cases')
  return (
    <div className="mb-3 border-s-4 border-hold ps-3">
      <p>
        {showsOutcome && <b>{outcomeWord(record.outcome, t)} · </b>}
        {title} · <Time at={record.at} />
      </p>
      {showsOutcome && record.reasonCodes.length > 0 && (
        <p className="text-muted">{record.reasonCodes.map((code) => reasonWord(code, t)).join(', ')}</p>
      )}
      {record.note !== '' && (
        <p dir="auto" className="whitespace-pre-wrap break-anywhere">
          {record.note}
        </p>
      )}
    </div>
  )
}

/** Where the form would be: why there is none, and who has one. */
function WhyNot({ item }: { readonly item: ReviewItem }) {
  const { t } = useTranslation('cases')
  const user = useUser()
  return (
    <div className="rounded-sm bg-hold-tint p-3 text-hold">
      <p className="font-semibold">{whyNotSentence(item, user.id, t)}</p>
      {(item.state !== 'PROPOSED' || item.whoMay.length === 0) && (
        <p>
          {item.whoMay.length === 0
            ? t('nobodyMay')
            : t('whoMay', { people: item.whoMay.map(({ name }) => name).join(', ') })}
        </p>
      )}
    </div>
  )
}
