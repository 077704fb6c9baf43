/** Where a path lies in a JSON text, for errors that must be shown at their place. */
import { jsonLanguage } from '@codemirror/lang-json'
import type { PathStep } from '../ui/json-path.ts'

export interface Range {
  readonly from: number
  readonly to: number
}

// The parser's own node type, without depending on its package.
type SyntaxNode = ReturnType<typeof jsonLanguage.parser.parse>['topNode']

/** The deepest part of the path that exists in the text; the whole text when none does. */
export function locate(text: string, path: readonly PathStep[]): Range {
  const tree = jsonLanguage.parser.parse(text)
  let node = tree.topNode.firstChild ?? tree.topNode
  for (const step of path) {
    const next = typeof step === 'number' ? element(node, step) : property(node, step, text)
    if (next === undefined) break
    node = next
  }
  return node.name === 'Object' || node.name === 'Array'
    ? { from: node.from, to: Math.min(node.from + 1, node.to) }
    : { from: node.from, to: node.to }
}

function property(node: SyntaxNode, name: string, text: string): SyntaxNode | undefined {
  for (const child of node.getChildren('Property')) {
    const key = child.getChild('PropertyName')
    if (key !== null && text.slice(key.from + 1, key.to - 1) === name) return child.lastChild ?? undefined
  }
  return undefined
}

const values = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null'])

function element(node: SyntaxNode, index: number): SyntaxNode | undefined {
  let seen = 0
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (!values.has(child.name)) continue
    if (seen === index) return child
    seen += 1
  }
  return undefined
}

/** First error of the text by the grammar, or undefined when it is well formed. */
export function syntaxError(text: string): Range | undefined {
  let found: Range | undefined
  jsonLanguage.parser.parse(text).iterate({
    enter: (node) => {
      if (!node.type.isError || found !== undefined) return
      found = { from: Math.max(0, node.from - (node.from === node.to ? 1 : 0)), to: Math.max(node.to, node.from) }
    },
  })
  return found
}

/** `registerWorkflowDef.arg0.tasks[0].decisionCases[a].<map value>[1].name` → `['tasks', 0, 'decisionCases', 'a', 1, 'name']` */
export function pathFromServer(path: string): readonly PathStep[] {
  const inner = path.replace(/^\w+\.arg\d+(\[\d+\])?\.?/, '').replaceAll(/\.?<[^>]*>/g, '')
  return [...inner.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g)].map((match) => {
    const text = match[1] ?? match[2] ?? ''
    return match[1] !== undefined && /^\d+$/.test(text) ? Number(text) : text
  })
}
