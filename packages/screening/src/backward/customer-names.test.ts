import { expect, it } from 'vitest'
import { parseName } from '../names/parse-name.ts'
import { CustomerNames } from './customer-names.ts'
import { CustomerStore } from './customer-store.ts'

it('gives the words of a name as parsing does, whichever other name has the same word', () => {
  const names = ['명박 리처드', '이 명박', '陈 约翰史密斯 水扁', '陈 水扁', 'Müller 明', 'Mueller AG']
  const kept = new CustomerNames(
    new CustomerStore(names.map((name, at) => ({ id: String(at), query: { kind: 'any', names: [name] } }))),
  )
  const told = ({
    kind,
    text,
    script,
    native,
    original,
    bits,
    form,
  }: ReturnType<typeof parseName>['tokens'][number]) => ({
    kind,
    text,
    script,
    native,
    original,
    bits,
    form,
  })
  for (const [at, name] of names.entries()) {
    const found = [...kept.of(at)].map(({ tokens, domain }) => ({ domain, tokens: tokens.map(told) }))
    const expected = found.map(({ domain }) => ({ domain, tokens: parseName(name, domain).tokens.map(told) }))
    expect(found).toEqual(expected)
  }
})
