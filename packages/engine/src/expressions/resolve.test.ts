import { describe, expect, it } from 'vitest'
import * as fc from 'fast-check'
import { resolve, revealSecrets } from './resolve.ts'
import type { Scope } from './resolve.ts'

const roots: Record<string, unknown> = {
  workflow: {
    input: {
      s: 'text',
      n: 7,
      f: 0.5,
      tiny: 0.00001,
      huge: 1e10,
      long: 12345678901234567000,
      path: ['a/b', 'q"u'],
      t: true,
      nil: null,
      list: [1, 2, 3],
      map: { a: 1, b: 'x' },
      empty: {},
      key: 'b',
      i: 1,
      trick: '${workflow.input.n}',
      'dotted.key': 'dotted',
    },
    variables: { v: 'var' },
  },
  task: {
    output: {
      people: [
        { name: 'Ann', age: 34, kind: 'a' },
        { name: 'Bob', age: 19, kind: 'b' },
        { name: 'Cy', age: 51, kind: 'a' },
      ],
      scores: [3, 1, 2],
    },
  },
  'other-task': { output: { x: 1 } },
}
const scope: Scope = { root: (name) => roots[name] }

describe('an expression that is the whole string', () => {
  it.each([
    ['${workflow.input.s}', 'text'],
    ['${workflow.input.n}', 7],
    ['${workflow.input.t}', true],
    ['${workflow.input.nil}', null],
    ['${workflow.input.list}', [1, 2, 3]],
    ['${workflow.input.map}', { a: 1, b: 'x' }],
    ['${workflow.input.list[0]}', 1],
    ['${workflow.input.list[-1]}', 3],
    ['${workflow.input.list[-1:]}', [3]],
    ['${workflow.input.list[0:2]}', [1, 2]],
    ['${workflow.input.list[0,2]}', [1, 3]],
    ['${workflow.input.list[*]}', [1, 2, 3]],
    ["${workflow.input['n','missing','t']}", { n: 7, t: true }],
    [
      "${task.output.people[0,1]['name','age']}",
      [
        { name: 'Ann', age: 34 },
        { name: 'Bob', age: 19 },
      ],
    ],
    ['${CPEWF_TASK_ID}', '${CPEWF_TASK_ID}'],
    ['${NETFLIX_STACK}', '${NETFLIX_STACK}'],
    ['${workflow.input.list.length()}', 3],
    ["${workflow.input['dotted.key']}", 'dotted'],
    ['${workflow.input["map"].a}', 1],
    ['${task.output.people[*].name}', ['Ann', 'Bob', 'Cy']],
    ['${task.output.people[?(@.age > 30)].name}', ['Ann', 'Cy']],
    ["${task.output.people[?(@.kind == 'a' && @.age > 40)].name}", ['Cy']],
    ["${task.output.people[?(@.kind == 'b' || @.name == 'Cy')].age}", [19, 51]],
    ['${task.output.people[?(!(@.age < 30))].name}', ['Ann', 'Cy']],
    ['${task.output.people[?(@.missing)].name}', []],
    ['${task.output..age}', [34, 19, 51]],
    ['${task.output.scores.max()}', 3],
    ['${task.output.scores.min()}', 1],
    ['${task.output.scores.sum()}', 6],
    ['${task.output.scores.avg()}', 2],
    ['${workflow.input.map.keys()}', ['a', 'b']],
    ['${other-task.output.x}', 1],
    ['${workflow.input.missing}', null],
    ['${workflow.input.list[9]}', null],
    ['${workflow.input.s.deeper.still}', null],
    ['${nobody.output.x}', null],
    ['${ workflow.input.s }', null],
    ['${workflow.input[}', null],
    ['${}', ''],
    ['${workflow.input.map[${workflow.input.nil}]}', null],
    ["${workflow.input.map['${workflow.input.key}']}", 'x'],
    ['${workflow.input.list[${workflow.input.i}]}', 2],
    ['${workflow.secrets.KEY}', '${workflow.secrets.KEY}'],
  ])('%s gives %j', (text, expected) => {
    expect(resolve(text, scope)).toEqual(expected)
  })
})

describe('an expression inside a longer string', () => {
  it.each([
    ['<${workflow.input.s}>', '<text>'],
    ['${workflow.input.n}${workflow.input.n}', '77'],
    ['is ${workflow.input.nil}', 'is null'],
    ['is ${workflow.input.missing}', 'is null'],
    ['is ${workflow.input.map}', 'is {a=1, b=x}'],
    ['is ${workflow.input.list}', 'is [1, 2, 3]'],
    ['is ${workflow.input.empty}', 'is {}'],
    ['is ${workflow.input.path[*]}', String.raw`is ["a\/b","q\"u"]`],
    ['is ${workflow.input.path}', 'is [a/b, q"u]'],
    ['is ${task.output..kind}', 'is ["a","b","a"]'],
    ["is ${workflow.input['n','s']}", 'is {n=7, s=text}'],
    ['is ${workflow.input.long}', 'is 12345678901234567000'],
    ['in ${NETFLIX_ENV} now', 'in ${NETFLIX_ENV} now'],
    ['is ${workflow.input.f}', 'is 0.5'],
    ['is ${workflow.input.tiny}', 'is 1.0E-5'],
    ['$${workflow.input.s}', '${workflow.input.s}'],
    ['a $${x} b ${workflow.input.n}', 'a ${x} b 7'],
    ['open ${workflow.input.s', 'open ${workflow.input.s'],
    ['cost $5', 'cost $5'],
    ['key ${workflow.secrets.KEY}!', 'key ${workflow.secrets.KEY}!'],
  ])('%s gives %s', (text, expected) => {
    expect(resolve(text, scope)).toBe(expected)
  })
})

describe('resolving', () => {
  it('walks maps and lists, leaves keys and other values alone', () => {
    const value = { '${workflow.input.s}': [1, null, true, { deep: '${workflow.input.n}' }] }
    expect(resolve(value, scope)).toEqual({ '${workflow.input.s}': [1, null, true, { deep: 7 }] })
  })

  it('does not evaluate a value again', () => {
    expect(resolve('${workflow.input.trick}', scope)).toBe('${workflow.input.n}')
    expect(resolve('<${workflow.input.trick}>', scope)).toBe('<${workflow.input.n}>')
  })

  it('never throws and changes nothing, whatever the text', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w${}.[\]'"?@*:()!&|= -]{0,60}$/), (text) => {
        const before = JSON.stringify(roots)
        resolve(text, scope)
        expect(JSON.stringify(roots)).toBe(before)
      }),
      { numRuns: 500 },
    )
  })

  it('leaves what holds no expression as it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!JSON.stringify(value).includes('${'))
        expect(resolve(value, scope)).toEqual(value)
      }),
    )
  })
})

describe('secrets', () => {
  const secretOf = (name: string) => ({ KEY: 'hush', DB: '{"password":"p"}' })[name]
  it.each([
    ['${workflow.secrets.KEY}', 'hush'],
    ['Bearer ${workflow.secrets.KEY}', 'Bearer hush'],
    ['${workflow.secrets.DB.password}', 'p'],
    ['${workflow.secrets.NONE}', null],
    ['${workflow.secrets.KEY.deeper}', null],
    [{ a: ['${workflow.secrets.KEY}'] }, { a: ['hush'] }],
    ['$${workflow.secrets.KEY} ${workflow.secrets.KEY}', '${workflow.secrets.KEY} hush'],
    ['$$${workflow.secrets.KEY}', '$${workflow.secrets.KEY}'],
    [JSON.parse('{"__proto__":{"a":1}}'), JSON.parse('{"__proto__":{"a":1}}')],
  ])('%j becomes %j on the way out', (value, expected) => {
    expect(JSON.stringify(revealSecrets(value, secretOf))).toBe(JSON.stringify(expected))
  })
})
