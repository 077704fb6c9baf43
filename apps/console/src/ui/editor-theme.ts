/** The editor in the colours of the page, light and dark. */
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const highlight = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--color-accent)' },
  { tag: tags.string, color: 'var(--color-ok)' },
  { tag: tags.number, color: 'var(--color-hold)' },
  { tag: [tags.bool, tags.null], color: 'var(--color-warn)' },
  { tag: tags.invalid, color: 'var(--color-bad)' },
])

const theme = EditorView.theme({
  '&': {
    height: 'var(--editor-height)',
    fontSize: '13px',
    color: 'var(--color-ink)',
    backgroundColor: 'var(--color-surface)',
  },
  '&.cm-focused': { outline: '2px solid var(--color-accent)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '20px' },
  '.cm-content': { caretColor: 'var(--color-ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--color-ink)' },
  '.cm-gutters': { backgroundColor: 'var(--color-sunken)', color: 'var(--color-muted)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in srgb, var(--color-accent) 8%, transparent)',
  },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'var(--color-accent-tint)',
  },
  '.cm-tooltip, .cm-panels': {
    backgroundColor: 'var(--color-surface)',
    color: 'var(--color-ink)',
    border: '1px solid var(--color-line)',
  },
  '.cm-foldPlaceholder': { backgroundColor: 'var(--color-idle-tint)', color: 'var(--color-ink)', border: 'none' },
  '.cm-matchingBracket': { backgroundColor: 'var(--color-idle-tint)', outline: '1px solid var(--color-line)' },
})

export const editorTheme = [theme, syntaxHighlighting(highlight)]
