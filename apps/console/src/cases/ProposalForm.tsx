import type { CaseDetail, ReviewItem } from '@gatehouse/kyc/wire'
import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../session/use-session.ts'
import { roleName } from '../session/role-name.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Checkbox, TextArea } from '../ui/Field.tsx'
import { askTemplates } from './ask-templates.ts'
import { domainQuery, propose } from './cases-api.ts'
import { endingWord } from './code-words.ts'
import { isConflict, useCaseAct } from './use-case-act.ts'
import { outcomeWord, problemWord, reasonWord } from './words.ts'

const asks = new Set(['REQUEST_INFORMATION', 'INCONCLUSIVE'])

interface ProposalFormProps {
  readonly kycCase: CaseDetail
  readonly item: ReviewItem
  /** The outcome chosen from outside, such as by a key. */
  readonly preset?: string | undefined
}

/** Outcome, reasons and note. What is missing is said when one tries; nothing typed is ever lost by that. */
export function ProposalForm({ kycCase, item, preset }: ProposalFormProps) {
  const { t } = useTranslation('cases')
  const id = useId()
  const { user } = useSession()
  const [chosen, setChosen] = useState<string>()
  const [seenPreset, setSeenPreset] = useState<string>()
  if (preset !== undefined && preset !== seenPreset) {
    setSeenPreset(preset)
    setChosen(preset.split('#')[0])
  }
  const [reasons, setReasons] = useState<readonly string[]>([])
  const [note, setNote] = useState('')
  const [ask, setAsk] = useState<readonly string[]>([])
  const [conditions, setConditions] = useState('')
  const [tried, setTried] = useState(false)
  const { act, isBusy, error } = useCaseAct(kycCase.caseId)
  const option = item.outcomes.find(({ outcome }) => outcome === chosen)
  const given = reasons.filter((code) => option?.reasonCodes.includes(code) ?? false)
  const missing = (option?.noteMinLength ?? 0) - note.trim().length
  const isAsking = option !== undefined && asks.has(option.outcome)
  const withConditions = option?.outcome === 'APPROVE_WITH_CONDITIONS'
  const conditionTexts = conditions
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const isReady =
    option !== undefined &&
    given.length > 0 &&
    missing <= 0 &&
    (!isAsking || ask.length > 0) &&
    (!withConditions || conditionTexts.length > 0)
  const submit = () => {
    setTried(true)
    if (!isReady || option === undefined) return
    act({
      run: () =>
        propose(kycCase.caseId, item.itemId, {
          outcome: option.outcome,
          reasonCodes: [...given],
          note: note.trim(),
          revision: kycCase.revision,
          ...(isAsking
            ? {
                rfiItems: askTemplates
                  .filter(({ id: name }) => ask.includes(name))
                  .map(({ code, path }) => ({ code, path })),
              }
            : {}),
          ...(withConditions
            ? { conditions: conditionTexts.slice(0, 10).map((text, index) => ({ code: `C${index + 1}`, text })) }
            : {}),
        }),
      done: ({ needsSecond }) =>
        needsSecond
          ? t('decision.proposed')
          : item.kind === 'edd_review'
            ? t('decision.recommended')
            : t('decision.done'),
    })
  }
  return (
    <form
      className="space-y-4 border-t border-hairline pt-4"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      {error !== null && (
        <ErrorPanel error={error} title={isConflict(error) ? t('decision.conflict') : t('decision.refused')}>
          {isConflict(error) && <p className="mt-1">{t('decision.conflictHint')}</p>}
        </ErrorPanel>
      )}
      <fieldset>
        <legend className="mb-1 font-semibold">{t('decision.outcome')}</legend>
        <div className="flex flex-wrap gap-x-6 gap-y-1">
          {item.outcomes.map(({ outcome }) => (
            <label key={outcome} className="inline-flex min-h-8 items-center gap-2">
              <input
                type="radio"
                name={`${id}-outcome`}
                className="size-5 accent-accent"
                checked={chosen === outcome}
                onChange={() => setChosen(outcome)}
              />
              {outcomeWord(outcome, t)}
            </label>
          ))}
        </div>
        {tried && option === undefined && <Missing text={t('decision.chooseOutcome')} />}
      </fieldset>
      {option !== undefined && (
        <>
          <SecondPerson item={item} outcome={option.outcome} />
          <fieldset>
            <legend className="mb-1 font-semibold">{t('decision.reasons')}</legend>
            <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
              {option.reasonCodes.map((code) => (
                <Checkbox
                  key={code}
                  label={reasonWord(code, t)}
                  checked={reasons.includes(code)}
                  onChange={(on) => setReasons(on ? [...reasons, code] : reasons.filter((known) => known !== code))}
                />
              ))}
            </div>
            {tried && given.length === 0 && <Missing text={t('decision.chooseReason')} />}
          </fieldset>
          {isAsking && <AskFor ask={ask} onChange={setAsk} isMissing={tried && ask.length === 0} />}
          {withConditions && (
            <TextArea
              label={t('decision.conditions')}
              hint={t('decision.conditionsHint')}
              rows={3}
              value={conditions}
              onChange={setConditions}
              error={tried && conditionTexts.length === 0 ? t('decision.conditionsMissing') : undefined}
            />
          )}
          <TextArea
            label={t('decision.note')}
            hint={t('decision.noteHint', { count: option.noteMinLength })}
            rows={3}
            value={note}
            onChange={setNote}
            error={tried && missing > 0 ? t('decision.noteShort', { count: missing }) : undefined}
          />
          <p className="text-xs text-muted">
            {t('decision.willRecord', {
              outcome: outcomeWord(option.outcome, t),
              reasons: given.map((code) => reasonWord(code, t)).join(', ') || '–',
              revision: kycCase.revision + 1,
            })}{' '}
            {user?.name}
          </p>
        </>
      )}
      <Button type="submit" variant="primary" isDisabled={isBusy}>
        {item.needsSecond ? t('decision.propose') : t('decision.decide')}
      </Button>
    </form>
  )
}

function Missing({ text }: { readonly text: string }) {
  return (
    <p role="alert" className="mt-1 text-bad">
      <span aria-hidden="true">✕ </span>
      {text}
    </p>
  )
}

/** Who has to agree, by the domain's own table of outcomes. */
function SecondPerson({ item, outcome }: { readonly item: ReviewItem; readonly outcome: string }) {
  const { t } = useTranslation('cases')
  const { t: session } = useTranslation('session')
  const { t: code } = useTranslation('codes')
  const { data: domain } = useQuery(domainQuery)
  if (domain === undefined) return null
  const task = domain.HUMAN_TASK_KINDS.find((kind) => kind === item.kind)
  const finding = domain.FINDING_KINDS.find((kind) => item.findingCodes.includes(kind)) ?? null
  const rule = task && domain.outcomesFor(task, finding).find((candidate) => candidate.outcome === outcome)
  if (rule === undefined) return null
  const roles = rule.checkerRoles.map((role) => roleName(role, session)).join(', ')
  return (
    <p className={roles === '' ? 'text-muted' : 'font-semibold text-hold'}>
      {item.kind === 'edd_review'
        ? t('decision.mlroNext')
        : roles === ''
          ? t('decision.alone')
          : t('decision.needsSecond', { roles })}
      {rule.rejection !== null && (
        <span className="ms-2 text-bad">
          {t('decision.leadsTo')} {endingWord(rule.rejection, code)} <code className="text-xs">{rule.rejection}</code>
        </span>
      )}
    </p>
  )
}

interface AskForProps {
  readonly ask: readonly string[]
  readonly onChange: (ask: readonly string[]) => void
  readonly isMissing: boolean
}

/** What the applicant will read, in the very words. */
function AskFor({ ask, onChange, isMissing }: AskForProps) {
  const { t } = useTranslation('cases')
  const { t: problem } = useTranslation('problems')
  return (
    <fieldset>
      <legend className="mb-1 font-semibold">{t('decision.ask')}</legend>
      <p className="mb-2 text-xs text-muted">{t('decision.askHint')}</p>
      <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
        {askTemplates.map(({ id, code }) => (
          <Checkbox
            key={id}
            label={t(`ask.${id}`)}
            hint={code === 'WEALTH_EVIDENCE' ? t('ask.wealth') : problemWord(code, problem)}
            checked={ask.includes(id)}
            onChange={(on) => onChange(on ? [...ask, id] : ask.filter((known) => known !== id))}
          />
        ))}
      </div>
      {isMissing && <Missing text={t('decision.chooseAsk')} />}
    </fieldset>
  )
}
