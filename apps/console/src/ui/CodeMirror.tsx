import { closeBrackets, closeBracketsKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, foldGutter, foldKeymap } from '@codemirror/language'
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import type { CodeEditorProps } from './CodeEditor.tsx'
import { cspNonce } from './csp-nonce.ts'
import { editorTheme } from './editor-theme.ts'

/** CodeMirror under React: the document is controlled from outside, the view belongs to this component. */
export function CodeMirror({
  value,
  onChange,
  label,
  problems = [],
  readOnly = false,
  height = '60vh',
  goTo,
  onSave,
}: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(undefined)
  const locked = useRef(new Compartment())
  const handlers = useRef({ onChange, onSave })
  useEffect(() => {
    handlers.current = { onChange, onSave }
  })

  useEffect(() => {
    if (place.current === null) return
    const editor = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          lineNumbers(),
          foldGutter(),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          highlightSelectionMatches(),
          lintGutter(),
          json(),
          editorTheme,
          EditorView.cspNonce.of(cspNonce()),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          locked.current.of(EditorState.readOnly.of(readOnly)),
          keymap.of([
            { key: 'Mod-s', run: () => save(handlers.current.onSave), preventDefault: true },
            ...closeBracketsKeymap,
            ...defaultKeymap,
            ...searchKeymap,
            ...historyKeymap,
            ...foldKeymap,
            ...lintKeymap,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) handlers.current.onChange(update.state.doc.toString())
          }),
        ],
      }),
    })
    // Axe wants a scrolling box to be reachable; the text inside is, but a box of its own also scrolls by keys.
    editor.scrollDOM.tabIndex = 0
    view.current = editor
    return () => editor.destroy()
    // The editor lives as long as the component; changes of its properties are sent below.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [label])

  useEffect(() => {
    const editor = view.current
    if (editor === undefined || editor.state.doc.toString() === value) return
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } })
  }, [value])

  useEffect(() => {
    view.current?.dispatch({ effects: locked.current.reconfigure(EditorState.readOnly.of(readOnly)) })
  }, [readOnly])

  useEffect(() => {
    const editor = view.current
    if (editor === undefined) return
    const end = editor.state.doc.length
    const diagnostics = problems.map((problem) => ({
      ...problem,
      from: Math.min(problem.from, end),
      to: Math.min(problem.to, end),
    }))
    editor.dispatch(setDiagnostics(editor.state, diagnostics))
  }, [problems])

  useEffect(() => {
    const editor = view.current
    if (editor === undefined || goTo === undefined) return
    const offset = Math.min(goTo.offset, editor.state.doc.length)
    editor.dispatch({ selection: { anchor: offset }, effects: EditorView.scrollIntoView(offset, { y: 'center' }) })
    editor.focus()
  }, [goTo])

  return (
    <div
      ref={place}
      className="overflow-hidden rounded-sm border border-line bg-surface"
      style={{ '--editor-height': height }}
    />
  )
}

function save(onSave: (() => void) | undefined): boolean {
  onSave?.()
  return true
}

declare module 'react' {
  interface CSSProperties {
    readonly '--editor-height'?: string
  }
}
