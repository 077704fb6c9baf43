import { Suspense } from 'react'
import { lazyNamed } from './lazy-named.ts'
import { Skeleton } from './Skeleton.tsx'

export interface EditorProblem {
  /** Offsets into the text. */
  readonly from: number
  readonly to: number
  readonly severity: 'error' | 'warning'
  readonly message: string
}

export interface CodeEditorProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly label: string
  readonly problems?: readonly EditorProblem[]
  readonly readOnly?: boolean
  readonly height?: string
  /** A place to show; a new object moves there even when the offset is the same. */
  readonly goTo?: { readonly offset: number } | undefined
  readonly onSave?: (() => void) | undefined
}

const LazyEditor = lazyNamed(() => import('./CodeMirror.tsx'), 'CodeMirror')

/** JSON editor; its code comes when one is first shown. */
export function CodeEditor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<Skeleton rows={10} height={18} />}>
      <LazyEditor {...props} />
    </Suspense>
  )
}
