import type { ApplicationView, StatusView } from '@gatehouse/kyc/wire'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answerRequest, ApplyError } from '../api.ts'
import { toSet } from '../answer-groups.ts'
import { isWithin, readAnswer, writeAnswer } from '../answer-path.ts'
import { AppLink } from '../AppLink.tsx'
import { ApplyFrame } from '../ApplyFrame.tsx'
import { ErrorSummary, type SummaryEntry } from '../ErrorSummary.tsx'
import { errorText, problemText } from '../error-text.ts'
import { hrefOf } from '../location.ts'
import { QuestionList } from '../QuestionList.tsx'
import { type FieldProblem, type Question, questionOf, questionsAbout, shownQuestions } from '../questions.ts'
import { today } from '../today.ts'
import type { Draft } from '../use-draft.ts'

type Request = StatusView['requests'][number]
type Item = Request['items'][number]

interface RequestPageProps {
  readonly view: ApplicationView
  readonly status: StatusView
  readonly request: Request
  readonly onStatus: (status: StatusView) => void
}

/** What is asked, until when; an answer, or the reason why there is none. Nothing is sent before the button. */
export function RequestPage({ view, status, request, onStatus }: RequestPageProps) {
  const { t, i18n } = useTranslation('apply')
  const { t: problem } = useTranslation('problems')
  const [draft, changed] = useLocalDraft(view)
  const [cannot, setCannot] = useState<Readonly<Record<string, string>>>({})
  const [problems, setProblems] = useState<readonly FieldProblem[]>([])
  const [errors, setErrors] = useState<readonly SummaryEntry[]>([])
  const [attempt, setAttempt] = useState(0)
  const [partly, setPartly] = useState(false)
  const open = request.items.filter((item) => item.state === 'OPEN')
  const asked = { answers: draft.answers, problems: view.problems, today: today() }
  const listOf = (item: Item): readonly Question[] => shownQuestions(questionsAbout(item.path), asked)

  const fail = (entries: readonly SummaryEntry[]) => {
    setErrors(entries)
    setAttempt((old) => old + 1)
  }
  const send = async () => {
    const set = toSet(draft.answers, changed())
    const reasons = open.filter((item) => (cannot[item.code] ?? '').trim() !== '')
    if (Object.keys(set).length === 0 && reasons.length === 0)
      return fail([{ target: `item-${open[0]?.code ?? ''}`, text: t('error.explain') }])
    try {
      const next = await answerRequest(status.ref, request.rfiId, {
        set,
        cannotProvide: reasons.map(({ code }) => ({ code, text: cannot[code] ?? '' })),
      })
      setErrors([])
      setProblems([])
      setPartly(true)
      onStatus(next)
    } catch (error) {
      const fields = error instanceof ApplyError ? error.fields : []
      setProblems(fields)
      const all = open.flatMap(listOf)
      fail([
        ...fields.map(({ path, code }) => {
          const question = questionOf(all, path)
          return { target: question && `q-${question.id}`, text: problemText(code, problem) }
        }),
        ...(fields.length === 0 ? [{ target: undefined, text: errorText(error, t) }] : []),
      ])
    }
  }
  const due = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long' }).format(new Date(request.dueAt))
  return (
    <ApplyFrame
      title={t('request.title')}
      hasError={errors.length > 0}
      reference={status.ref}
      above={
        <AppLink href={hrefOf.page(status.ref, 'status')} className="target">
          ‹ {t('back')}
        </AppLink>
      }
    >
      <ErrorSummary entries={errors} attempt={attempt} />
      <div role="status">{partly && <p className="mb-4 font-semibold">{t('request.partly')}</p>}</div>
      <p>{t('request.lead')}</p>
      <p className="mb-6 font-semibold">{t('request.due', { date: due })}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        {open.map((item) => (
          <section
            key={`${item.code}-${item.path}`}
            id={`item-${item.code}`}
            tabIndex={-1}
            className="mb-6 rounded-lg border border-hairline p-4"
          >
            <h2 className="mb-3 text-lg font-semibold">{itemText(item, t, problem)}</h2>
            <QuestionList
              list={listOf(item)}
              draft={draft}
              problems={problems}
              savesAtOnce={false}
              onUploaded={(question, documentId) =>
                draft.change(question.path, fileAnswer(question, documentId, draft))
              }
            />
            <details>
              <summary className="target">▸ {t('request.cannot')}</summary>
              <label htmlFor={`cannot-${item.code}`} className="mb-1 block font-semibold">
                {t('request.cannotText')}
              </label>
              <textarea
                id={`cannot-${item.code}`}
                className="input"
                dir="auto"
                maxLength={1000}
                value={cannot[item.code] ?? ''}
                onChange={(event) => setCannot({ ...cannot, [item.code]: event.target.value })}
              />
            </details>
          </section>
        ))}
        <button type="submit" className="button button-primary">
          {t('request.send')}
        </button>
      </form>
    </ApplyFrame>
  )
}

function itemText(
  item: Item,
  t: ReturnType<typeof useTranslation<'apply'>>['t'],
  problem: Parameters<typeof problemText>[1],
): string {
  return item.code === 'WEALTH_EVIDENCE' ? t('request.WEALTH_EVIDENCE') : problemText(item.code, problem)
}

/** How a file is named in the answers: by its id, as a reference, or in the list of pictures. */
function fileAnswer({ path }: Question, documentId: string, draft: Draft): unknown {
  if (isWithin(path, 'financial')) return documentId
  const reference = { blobId: documentId }
  if (path !== 'document.images') return reference
  const images = readAnswer(draft.answers, path)
  return [...(Array.isArray(images) ? images : []), reference]
}

/** Answers that live on this page until they are sent. */
function useLocalDraft(view: ApplicationView): readonly [Draft, () => readonly string[]] {
  const [answers, setAnswers] = useState<Readonly<Record<string, unknown>>>(view.answers)
  const [current, setCurrent] = useState(view)
  const paths = useRef(new Set<string>())
  const draft: Draft = {
    view: current,
    answers,
    saveState: 'idle',
    refused: [],
    change: (path, value) => {
      paths.current.add(path)
      setAnswers((old) => writeAnswer(old, path, value))
    },
    flush: () => Promise.resolve(current),
    replace: setCurrent,
  }
  return [draft, () => [...paths.current]]
}
