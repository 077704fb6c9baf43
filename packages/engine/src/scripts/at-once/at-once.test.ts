import * as fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { ScriptOutcome, ScriptRequest } from '../../ports.ts'
import { createScriptRunner } from '../script-runner.ts'

// What runs at once is measured by the sandbox, which is the other half of the same runner.
const runner = createScriptRunner()
afterAll(() => runner.close())

type Language = 'javascript' | 'jq'

function requestOf(language: Language, expression: string, input: unknown): ScriptRequest {
  return { language, expression, input, timeoutMs: 4000 }
}

function atOnce(language: Language, expression: string, input: unknown): ScriptOutcome | undefined {
  return runner.runAtOnce?.(requestOf(language, expression, input))
}

const input = {
  a: 2,
  b: -0.5,
  huge: 1e21,
  tiny: 1e-7,
  zero: 0,
  text: 'ab',
  number: '12',
  yes: true,
  none: null,
  list: [1, 'x', null],
  nested: { x: { y: 'z' }, length: 7 },
  'two words': 1,
}

describe('a small expression', () => {
  it.each<[Language, string]>([
    ['javascript', '$.a + $.b'],
    ['javascript', '$.a > 5 ? "high" : "low"'],
    ['javascript', '$.text + $.a + $.none + $.missing + $.yes + $.huge + $.tiny + $.b'],
    ['javascript', '-$.number + +$.yes'],
    [
      'javascript',
      '[$.text < "b", $.number < 3, $.none >= 0, $.missing < 1, $.text == 1, $.number == 12, $.none == 0]',
    ],
    ['javascript', '[$.none == undefined, $.none === undefined, $.list == $.list, $.list == null, $.nested != $.list]'],
    ['javascript', '[$.a / $.zero, -$.a / $.zero, $.zero / $.zero, -$.zero, $.a % 0.3, $.huge * $.huge]'],
    ['javascript', '({ a: $.a, "b c": [$.nested, $.list], 3: undefined })'],
    ['javascript', "$.nested.x['y'] && !$.none || 'never'"],
    ['javascript', '$.missing ?? $.none ?? "neither"'],
    [
      'javascript',
      "[$.list.length, $.text.length, $.nested.length, $.list[0], $.list['1'], $.list[9], $.text[1], $.a[0]]",
    ],
    ['javascript', "$['two words'] === 1;"],
    ['javascript', "if ($.nested != null && $.nested['length'] == 7) { true; } else { false; }"],
    ['javascript', "if ($.a == 2) { if ($.none) 'deep'; else $.text }"],
    ['javascript', 'if ($.a == 3) { true }'],
    ['javascript', '/* why */ $ // so'],
    ['javascript', '010 + 0x10'],
    ['jq', '{score: .a, who: (.nested.x | .y), list: [.list]}'],
    ['jq', 'if .a > 1 and (.none // false) then "one" else (.text + "!") end'],
    ['jq', '[.missing.deeper, -.b, .a - 1, .a / 4, .a % 2, .list[1], .["two words"]]'],
    ['jq', '.nested + {z: 1}'],
  ])('%s %s gives at once what the sandbox gives', async (language, expression) => {
    const outcome = atOnce(language, expression, input)
    expect(outcome).toBeDefined()
    expect(outcome).toEqual(await runner.run(requestOf(language, expression, input)))
  })

  it('gives nothing that is part of its input', () => {
    const mine = { list: [1] }
    const outcome = atOnce('javascript', '$.list', mine)
    if (outcome?.ok && Array.isArray(outcome.value)) outcome.value.push(2)
    expect(mine).toEqual({ list: [1] })
  })

  it('sees of its input what can be written as JSON', () => {
    const hidden = new Proxy({}, { get: () => 'seen', has: () => true })
    expect(atOnce('javascript', '$.hidden.value', { hidden })).toEqual({ ok: true, value: null })
  })
})

describe('the sandbox is asked', () => {
  it.each<[Language, string]>([
    ['javascript', '$.missing.deeper'],
    ['javascript', '$.none.deeper'],
    ['javascript', '$.list + 1'],
    ['javascript', '$.nested == "x"'],
    ['javascript', '-$.nested'],
    ['javascript', '$.list < 2'],
    ['javascript', 'other'],
    ['javascript', '$.list.map'],
    ['javascript', '$.text.trim()'],
    ['javascript', '$.constructor'],
    ['javascript', '$.__proto__'],
    ['javascript', '({ __proto__: $.a })'],
    ['javascript', '$.list[$.a]'],
    ['javascript', '$.a++'],
    ['javascript', '$.a = 1'],
    ['javascript', '/(a+)+$/'],
    ['javascript', '/(?<a>.)\\k<b>/'],
    ['javascript', '10n'],
    ['javascript', '"use strict"'],
    ['javascript', '$.a; $.b'],
    ['javascript', 'while (true) {}'],
    ['javascript', '(() => 1)()'],
    ['javascript', '`${$.a}`'],
    ['javascript', '$.a +'],
    ['javascript', ''],
    ['javascript', `"${'x'.repeat(990)}"${' '.repeat(20)}`],
    ['javascript', `${'!'.repeat(999)}1 +`],
    ['jq', '.list[]'],
    ['jq', '"x" * 1000000'],
    ['jq', '.list - .list'],
    ['jq', '(1, 2) + (3, 4)'],
    ['javascript', '[$.a, , $.b]'],
    ['jq', 'def f: f; f'],
    ['jq', 'range(1; infinite)'],
    ['jq', 'error'],
    ['jq', '.a.b'],
    ['jq', Array(20).fill('[., .]').join(' | ')],
    ['jq', `${Array(18).fill('{a: ., b: .}').join(' | ')} | . == .`],
    ['jq', '.list[.list]'],
    ['jq', '.a | ('],
  ])('for %s %s', (language, expression) => {
    expect(atOnce(language, expression, input)).toBeUndefined()
  })

  it('for a large input, a long text and a deep result', () => {
    expect(atOnce('javascript', '$.text', { text: 'x'.repeat(20_000) })).toBeUndefined()
    const half = 'x'.repeat(9000)
    expect(atOnce('javascript', '$.text + $.text', { text: half })).toBeUndefined()
    const many = { list: Array.from({ length: 4000 }, () => 0) }
    expect(atOnce('javascript', `[${Array(40).fill('$').join()}]`, many)).toBeUndefined()
    expect(atOnce('jq', `[${Array(40).fill('.list').join()}]`, many)).toBeUndefined()
    const deep: unknown = JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`)
    expect(atOnce('javascript', '$.deep', { deep })).toBeUndefined()
  })

  it('for everything that its values inherit there', async () => {
    const names =
      "[$, [], '', 1, true].flatMap((v) => { const all = []; for (let p = v; p != null; p = Object.getPrototypeOf(p)) if (typeof p === 'object' && p !== $) all.push(...Object.getOwnPropertyNames(p)); return all })"
    const outcome = await runner.run(requestOf('javascript', names, {}))
    // A list of texts, as the expression says.
    const inherited = outcome.ok ? (outcome.value as string[]) : []
    expect(inherited.length).toBeGreaterThan(80)
    const answered = inherited.filter((name) => atOnce('javascript', `$[${JSON.stringify(name)}]`, {}) !== undefined)
    expect(new Set(answered)).toEqual(new Set(['length']))
  })
})

describe('any expression of operators', () => {
  const leaf = fc.oneof(
    fc.constantFrom(
      '$.a',
      '$.b',
      '$.c',
      '$.list',
      '$.list[0]',
      '$.map.k',
      '$.map',
      '$.missing',
      'null',
      'undefined',
      '$',
    ),
    fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }).map((n) => (Object.is(n, -0) ? '0' : String(n))),
    fc.integer({ min: 0, max: 20 }).map(String),
    fc.string({ maxLength: 4 }).map((text) => JSON.stringify(text)),
    fc.boolean().map(String),
  )
  const { expression } = fc.letrec<{ expression: string }>((tie) => ({
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc
        .tuple(
          tie('expression'),
          fc.constantFrom('+', '-', '*', '/', '%', '<', '<=', '>', '>=', '==', '!=', '===', '!==', '&&', '||'),
          tie('expression'),
        )
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
      fc.tuple(fc.constantFrom('!', '-', '+'), tie('expression')).map(([operator, one]) => `${operator}(${one})`),
      fc
        .tuple(tie('expression'), tie('expression'), tie('expression'))
        .map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
    ),
  }))
  const scalar = fc.oneof(fc.double(), fc.integer(), fc.string({ maxLength: 5 }), fc.boolean(), fc.constant(null))
  const document = fc.record({
    a: scalar,
    b: scalar,
    c: scalar,
    list: fc.array(scalar, { maxLength: 2 }),
    map: fc.record({ k: scalar }),
  })

  it('gives what the sandbox gives, or leaves it to that', async () => {
    let answered = 0
    await fc.assert(
      fc.asyncProperty(expression, document, async (text, values) => {
        const outcome = atOnce('javascript', text, values)
        if (!outcome) return
        answered += 1
        expect(outcome).toEqual(await runner.run(requestOf('javascript', text, values)))
      }),
      { numRuns: 300 },
    )
    expect(answered).toBeGreaterThan(50)
  })
})
