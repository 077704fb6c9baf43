import type { CaseDetail } from '@gatehouse/kyc/wire'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { SelectField } from '../ui/Field.tsx'
import { PageHeader } from '../ui/PageHeader.tsx'
import { RiskBadge } from '../ui/RiskBadge.tsx'
import { Time } from '../ui/Time.tsx'
import { CaseStateBadge } from './CaseStateBadge.tsx'
import { assign, claim, release, retryHold, staffQuery } from './cases-api.ts'
import { TimeLeft } from './TimeLeft.tsx'
import { useCaseAct } from './use-case-act.ts'
import { endingWord } from './code-words.ts'
import { nextWord } from './words.ts'

/** Number, person, state, what is next and who has it. */
export function CaseHeader({ kycCase }: { readonly kycCase: CaseDetail }) {
  const { t } = useTranslation('cases')
  const { t: code } = useTranslation('codes')
  const { act, isBusy, error } = useCaseAct(kycCase.caseId)
  const may = (action: string): boolean => kycCase.actions.some((offer) => offer.action === action && offer.enabled)
  const { caseId } = kycCase
  return (
    <>
      <PageHeader
        // A title lands in the history of the browser: the number, never the name.
        title={kycCase.caseNumber}
        heading={
          <span className="inline-flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="font-mono">{kycCase.caseNumber}</span>
            <CopyButton text={kycCase.caseNumber} />
            <span dir="auto">{kycCase.customerName}</span>
          </span>
        }
        lead={
          <span className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <CaseStateBadge state={kycCase.state} />
            {kycCase.occasion !== 'ONBOARDING' && <b>{t(`occasion.${kycCase.occasion}`)}</b>}
            {kycCase.appealOf !== null && <Linked word={t('appealOf')} link={kycCase.appealOf} />}
            {kycCase.appealedIn !== null && <Linked word={t('appealedIn')} link={kycCase.appealedIn} />}
            <span>{t('nextIs', { step: nextWord(kycCase.nextStep, t) })}</span>
            {kycCase.riskClass !== null && <RiskBadge risk={kycCase.riskClass} />}
            {kycCase.slaDueAt !== null && <TimeLeft dueAt={kycCase.slaDueAt} />}
            <span>
              {t('column.assignee')}: {kycCase.assignee?.name ?? t('nobody')}
            </span>
            {kycCase.submittedAt !== null && (
              <span>
                {t('submitted')} <Time at={kycCase.submittedAt} />
              </span>
            )}
            {kycCase.decidedAt !== null && (
              <span>
                {t('decided')} <Time at={kycCase.decidedAt} />
                {kycCase.reasonCode !== null && (
                  <>
                    {' · '}
                    {endingWord(kycCase.reasonCode, code)} <code className="text-xs">{kycCase.reasonCode}</code>
                  </>
                )}
              </span>
            )}
          </span>
        }
        actions={
          <>
            {may('claim') && (
              <Button isDisabled={isBusy} onPress={() => act({ run: () => claim(caseId), done: t('claimed') })}>
                {t('claim')}
              </Button>
            )}
            {may('release') && (
              <Button isDisabled={isBusy} onPress={() => act({ run: () => release(caseId), done: t('released') })}>
                {t('release')}
              </Button>
            )}
            {may('retry') && (
              <Button
                variant="primary"
                isDisabled={isBusy}
                onPress={() => act({ run: () => retryHold(caseId), done: t('retried') })}
              >
                {t('retry')}
              </Button>
            )}
            {may('assign') && <Assign kycCase={kycCase} />}
          </>
        }
      />
      {error !== null && <ErrorPanel error={error} title={t('decision.refused')} />}
    </>
  )
}

interface LinkedProps {
  readonly word: string
  readonly link: NonNullable<CaseDetail['appealOf']>
}

function Linked({ word, link }: LinkedProps) {
  return (
    <span>
      {word}{' '}
      <Link to="/cases/$caseId/$tab" params={{ caseId: link.caseId, tab: 'overview' }}>
        {link.caseNumber}
      </Link>
    </span>
  )
}

function Assign({ kycCase }: { readonly kycCase: CaseDetail }) {
  const { t } = useTranslation('cases')
  const staff = useQuery(staffQuery)
  const { act } = useCaseAct(kycCase.caseId)
  const workers = (staff.data ?? []).filter(({ roles }) =>
    roles.some((role) => role === 'analyst' || role === 'senior_analyst' || role === 'mlro'),
  )
  return (
    <SelectField
      label={t('assign')}
      hideLabel
      value={kycCase.assignee?.id ?? ''}
      options={[
        { value: '', label: `${t('assign')}: ${t('nobody')}` },
        ...workers.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(id) => act({ run: () => assign(kycCase.caseId, id === '' ? null : id), done: t('assigned') })}
    />
  )
}
