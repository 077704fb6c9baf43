import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { example } from '../testing/example.ts'

const README = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8')
const EXAMPLE = readFileSync(join(import.meta.dirname, '../testing/example.ts'), 'utf8')

/** Code without white space and line ends, so that indentation and line breaks don't matter. */
const compact = (code: string) => code.replaceAll(/[\s,]/g, '')

it('the example of the README gives what it says', () => {
  expect(example()).toEqual({ errors: [], score: 13.3, final: 'LOW', nextReviewOn: '2031-11-23' })
})

it('the example of the README is the one that runs', () => {
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(README) ?? []
  for (const statement of code.split('\n').filter((line) => line.startsWith('const '))) {
    expect(compact(EXAMPLE)).toContain(compact(statement))
  }
})
