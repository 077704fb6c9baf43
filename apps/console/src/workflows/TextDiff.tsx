import { json } from '@codemirror/lang-json'
import { MergeView } from '@codemirror/merge'
import { EditorState } from '@codemirror/state'
import { EditorView, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { cspNonce } from '../ui/csp-nonce.ts'
import { editorTheme } from '../ui/editor-theme.ts'

interface TextDiffProps {
  readonly from: string
  readonly to: string
  readonly fromLabel: string
  readonly toLabel: string
}

/** Two texts side by side, what is equal folded away. */
export function TextDiff({ from, to, fromLabel, toLabel }: TextDiffProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (place.current === null) return
    const side = (doc: string, label: string) => ({
      doc,
      extensions: [
        lineNumbers(),
        json(),
        editorTheme,
        EditorView.cspNonce.of(cspNonce()),
        EditorState.readOnly.of(true),
        EditorView.editable.of(false),
        EditorView.contentAttributes.of({
          'aria-label': label,
          tabindex: '0',
          role: 'textbox',
          'aria-readonly': 'true',
          'aria-multiline': 'true',
        }),
      ],
    })
    const view = new MergeView({
      parent: place.current,
      a: side(from, fromLabel),
      b: side(to, toLabel),
      collapseUnchanged: { margin: 3, minSize: 6 },
      gutter: true,
    })
    return () => view.destroy()
  }, [from, to, fromLabel, toLabel])
  return (
    <div
      ref={place}
      className="overflow-x-auto rounded-sm border border-hairline"
      style={{ '--editor-height': 'auto' }}
    />
  )
}
