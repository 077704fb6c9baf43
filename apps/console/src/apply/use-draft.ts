/** The application as it stands on this page: what was typed, what is saved, and the saves under way. */
import type { ApplicationView } from '@gatehouse/kyc/wire'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { ApplyError, type FieldProblem, saveAnswers } from './api.ts'
import { toSet } from './answer-groups.ts'
import { readAnswer, writeAnswer } from './answer-path.ts'

export type SaveState = 'idle' | 'saving' | 'saved' | 'unsaved'

export interface Draft {
  readonly view: ApplicationView
  /** Answers with what was typed since; the page shows these. */
  readonly answers: Readonly<Record<string, unknown>>
  readonly saveState: SaveState
  /** Answers that the server could not read at all, by path. */
  readonly refused: readonly FieldProblem[]
  readonly change: (path: string, value: unknown) => void
  /** Saves what has changed; resolves with the newest view, or undefined when it could not be saved. */
  readonly flush: () => Promise<ApplicationView | undefined>
  readonly replace: (view: ApplicationView) => void
}

const typingMs = 5_000
const retryMs = 5_000

/** @param onSessionEnd called on the first 401 */
export function useDraft(first: ApplicationView, onSessionEnd: () => void): Draft {
  const [view, setView] = useState(first)
  const [answers, setAnswers] = useState<Readonly<Record<string, unknown>>>(first.answers)
  const [saveState, setSaveState] = useState<SaveState>(first.savedAt === null ? 'idle' : 'saved')
  const [refused, setRefused] = useState<readonly FieldProblem[]>([])
  const latest = useRef({ answers: first.answers, view: first })
  const dirty = useRef(new Set<string>())
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const flushRef = useRef<() => Promise<unknown>>(undefined)
  const running = useRef<Promise<ApplicationView | undefined>>(Promise.resolve(first))

  const replace = useCallback((next: ApplicationView) => {
    latest.current = { ...latest.current, view: next }
    setView(next)
  }, [])

  const save = useCallback(async (): Promise<ApplicationView | undefined> => {
    clearTimeout(timer.current)
    const changed = [...dirty.current]
    const set = toSet(latest.current.answers, changed)
    if (Object.keys(set).length === 0) return latest.current.view
    dirty.current.clear()
    setSaveState('saving')
    try {
      const next = await saveAnswers(latest.current.view.ref, set)
      replace(next)
      setRefused((old) => old.filter((problem) => !changed.includes(problem.path)))
      setSaveState('saved')
      return next
    } catch (error) {
      if (error instanceof ApplyError && error.status === 401) {
        onSessionEnd()
        return undefined
      }
      if (error instanceof ApplyError && error.fields.length > 0) {
        setRefused((old) => [...old.filter(({ path }) => !changed.includes(path)), ...error.fields])
        setSaveState('unsaved')
        return undefined
      }
      for (const path of changed) dirty.current.add(path)
      setSaveState('unsaved')
      timer.current = setTimeout(() => void flushRef.current?.(), retryMs)
      return undefined
    }
  }, [onSessionEnd, replace])

  // One save after the other, so that an older answer never overtakes a newer one.
  const chained = useCallback(() => {
    running.current = running.current.then(save, save)
    return running.current
  }, [save])
  useEffect(() => {
    flushRef.current = chained
  }, [chained])

  const change = useCallback((path: string, value: unknown) => {
    const old = readAnswer(latest.current.answers, path)
    if (JSON.stringify(old) === JSON.stringify(value)) return
    latest.current = { ...latest.current, answers: writeAnswer(latest.current.answers, path, value) }
    dirty.current.add(path)
    setAnswers(latest.current.answers)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void flushRef.current?.(), typingMs)
  }, [])

  useEffect(() => {
    const online = () => void flushRef.current?.()
    const leave = (event: BeforeUnloadEvent) => {
      if (dirty.current.size > 0) event.preventDefault()
    }
    window.addEventListener('online', online)
    window.addEventListener('beforeunload', leave)
    return () => {
      clearTimeout(timer.current)
      window.removeEventListener('online', online)
      window.removeEventListener('beforeunload', leave)
    }
  }, [])

  return useMemo(
    () => ({ view, answers, saveState, refused, change, flush: chained, replace }),
    [view, answers, saveState, refused, change, chained, replace],
  )
}
