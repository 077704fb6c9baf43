import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { compileJq, type JqLimits } from './jq.ts'
import { JqTimeout, JqTooMuch } from './meter.ts'
import { JqSyntaxError } from './syntax.ts'

const DOCUMENT = {
  a: 1,
  b: { c: [1, 2, { d: 'x' }] },
  s: 'Hello wörld 😀',
  n: null,
  t: true,
  f: false,
  list: [3, 1, 2, 2],
  items: [
    { n: 'b', v: 2 },
    { n: 'a', v: 1 },
    { n: 'c', v: null },
  ],
  nested: [[1, [2]], [3]],
}

const limits = (milliseconds = 20_000, memoryBytes = 64 * 1024 * 1024): JqLimits => ({
  deadline: Date.now() + milliseconds,
  memoryBytes,
})
const run = (program: string, document: unknown = DOCUMENT) => compileJq(program)(document, limits())

const examples: readonly [string, readonly unknown[]][] = [
  ['', [DOCUMENT]],
  ['.b.c[-1].d', ['x']],
  ['.b["c"][0], ."a", .["a"]', [1, 1, 1]],
  ['.list[1:], .list[:-1], .s[0:5]', [[1, 2, 2], [3, 1, 2], 'Hello']],
  ['.missing.deeper', [null]],
  ['.missing // "d", (.f // "d"), .a // "d"', ['d', 'd', 1]],
  ['(.list[] | select(. > 5)) // "none"', ['none']],
  ['keys', [['a', 'b', 'f', 'items', 'list', 'n', 'nested', 's', 't']]],
  ['.s | length', [13]],
  ['.items | map(select(.v)) | sort_by(.n) | map(.n)', [['a', 'b']]],
  ['.items | group_by(.v == null) | map(length)', [[2, 1]]],
  ['.list | sort, unique, add, min, max, reverse', [[1, 2, 2, 3], [1, 2, 3], 8, 1, 3, [2, 2, 1, 3]]],
  ['. as {a: $x, b: {c: [$y]}} | [$x, $y]', [[1, 1]]],
  ['[[1, 2], {"k": 3}] | [.[] as [$p] ?// {k: $p} | $p]', [[1, 3]]],
  ['reduce .list[] as $x (0; . + $x)', [8]],
  [
    '[foreach .list[] as $x (0; . + $x; [$x, .])]',
    [
      [
        [3, 3],
        [1, 4],
        [2, 6],
        [2, 8],
      ],
    ],
  ],
  ['if .a == 1 then "one" elif .a == 2 then "two" else "many" end', ['one']],
  ['if .missing then 1 end | type', ['object']],
  ['try error("x") catch ., try error({code: 1}) catch .code', ['x', 1]],
  ['[.list[] | try (if . == 1 then error else . end) catch "caught"]', [[3, 'caught', 2, 2]]],
  ['.a.b?, .a[]?, [.items[].v.x?]', [[null]]],
  ['[.. | numbers]', [[1, 1, 2, 3, 1, 2, 2, 2, 1, 1, 2, 3]]],
  ['[paths(type == "number")] | length', [12]],
  ['del(.b, .items) | keys | length', [7]],
  ['.list | del(.[] | select(. == 2))', [[3, 1]]],
  ['.a |= . + 1 | .a', [2]],
  ['.list |= map(. * 2) | .list', [[6, 2, 4, 4]]],
  ['[.items[].v //= 0 | .items[].v]', [[2, 1, 0]]],
  ['.new.deep = 1 | .new', [{ deep: 1 }]],
  ['.list[1:3] = ["x"] | .list', [[3, 'x', 2]]],
  ['to_entries | map(select(.value == 1).key)', [['a']]],
  [
    '[5, "x"] | to_entries',
    [
      [
        { key: 0, value: 5 },
        { key: 1, value: 'x' },
      ],
    ],
  ],
  [
    '{a: 1, b: [2, [3]]} | flatten, flatten(1)',
    [
      [1, 2, 3],
      [1, 2, [3]],
    ],
  ],
  ['.b | with_entries(.key |= "k_" + .) | keys', [['k_c']]],
  [
    '{a: (1, 2), "k\\(.a)": 3}',
    [
      { a: 1, k1: 3 },
      { a: 2, k1: 3 },
    ],
  ],
  ['[1 | limit(3; repeat(.))], first(range(5; 9)), [range(0; 10; 4)]', [[1, 1, 1], 5, [0, 4, 8]]],
  ['[1 | while(. < 20; . * 3)], (1 | until(. > 20; . * 3))', [[1, 3, 9], 27]],
  ['label $out | foreach .list[] as $i (0; . + $i; if . > 3 then ., break $out else empty end)', [4]],
  ['def fac: if . <= 1 then 1 else . * (. - 1 | fac) end; [range(5) | fac]', [[1, 1, 2, 6, 24]]],
  ['def f(g; $x): [g, $x]; f(.a; .t)', [[1, true]]],
  ['"\\(1 + 2) and \\("nested \\(3)")"', ['3 and nested 3']],
  [
    '.s | test("WÖRLD"; "i"), [scan("[a-z]+")], sub("(?<c>[aeiou])"; "<\\(.c)>")',
    [true, ['ello', 'w', 'rld'], 'H<e>llo wörld 😀'],
  ],
  ['.s | match("(?<first>H)(e)?") | .captures | map(.name)', [['first', null]]],
  [
    '[1, "a\\"b", null] | @csv, @tsv, @json, @sh "echo \\(.[1])"',
    ['1,"a""b",', '1\ta"b\t', '[1,"a\\"b",null]', "echo 'a\"b'"],
  ],
  ['.s | @base64 | @base64d', ['Hello wörld 😀']],
  ['[null, true, false, 0, "a", [], {}] | sort', [[null, false, true, 0, 'a', [], {}]]],
  [
    '{a: {x: 1}} * {a: {y: 2}}, {a: 1} + {a: 2}, [1, 2] - [2], "ab" * 2',
    [{ a: { x: 1, y: 2 } }, { a: 2 }, [1], 'abab'],
  ],
  ['1425599621 | todate, ("2015-03-05T23:51:47Z" | fromdate)', ['2015-03-05T23:53:41Z', 1425599507]],
  ['.b | [tostream] | fromstream(.[])', [{ c: [1, 2, { d: 'x' }] }]],
  ['walk(if type == "number" then . + 1 else . end) | .b.c', [[2, 3, { d: 'x' }]]],
  ['$ENV, env, ([inputs] | length)', [{}, {}, 0]],
]

describe('a jq program', () => {
  it.each(examples)('%s', (program, expected) => expect(run(program)).toEqual(expected))

  it.each<[string, string]>([
    ['.a.b', 'Cannot index number with "b"'],
    ['.a[]', 'Cannot iterate over number (1)'],
    ['{} + 1', 'object ({}) and number (1) cannot be added'],
    ['1 / (.a - 1)', 'number (1) and number (0) cannot be divided because the divisor is zero'],
    ['error("no funds")', 'no funds'],
    ['error({code: 7})', '{"code":7} (not a string)'],
    ['nope(1)', 'nope/1 is not defined'],
    ['$nope', '$nope is not defined'],
    ['path(1 | .a)', 'Cannot index number with "a"'],
    ['"x" | keys', 'string ("x") has no keys'],
  ])('%s fails with %s', (program, message) => expect(() => run(program)).toThrow(message))

  it.each([
    '.a | (',
    '.a |',
    'if . then 1',
    '{a: }',
    '.[',
    '"open',
    'def f: 1',
    '.a as x | .',
    '@nope(',
    '1 +',
    'import "x" as x; .',
    '}',
    '. a',
  ])('cannot be read: %s', (program) => expect(() => compileJq(program)).toThrow(JqSyntaxError))

  it('changes nothing of its document', () => {
    const document = structuredClone(DOCUMENT)
    compileJq('.a = 2 | .list |= sort | del(.b) | .items[0].n = "z"')(document, limits())
    expect(document).toEqual(DOCUMENT)
  })

  it('lets a program give a built-in name another meaning', () => {
    expect(run('def length: 1, 2; [.list | length]')).toEqual([[1, 2]])
    expect(run('def f(length): [length, length]; f(.a, .t)')).toEqual([[1, true, 1, true]])
    expect(run('[.list | length]')).toEqual([[4]])
  })

  it('keeps a __proto__ key a plain key', () => {
    const hostile: unknown = JSON.parse('{"__proto__": {"admin": true}}')
    expect(run('.admin, (.["__proto__"] | .admin)', hostile)).toEqual([null, true])
    expect(JSON.stringify(run('{} | .["__proto__"].x = 1'))).toBe('[{"__proto__":{"x":1}}]')
    expect(run('({} | .["__proto__"].polluted = 1) | {} | .polluted')).toEqual([null])
  })
})

describe('limits', () => {
  it.each(['[1] | until(false; .)', 'range(1e15) | select(false)', 'def f: f; [limit(1; repeat(1) | select(false))]'])(
    'of time end %s',
    (program) => {
      expect(() => compileJq(program)(null, limits(100))).toThrow(JqTimeout)
    },
  )

  it.each([
    '[range(1e12)]',
    '"x" * 1e9',
    'reduce range(1e6) as $x ("a"; . + .)',
    '[] | .[300000000] = 1',
    '[repeat([1])]',
  ])('of memory end %s', (program) => {
    expect(() => compileJq(program)(null, limits(20_000, 4 * 1024 * 1024))).toThrow(JqTooMuch)
  })

  it('turn a million times without growing the stack', () => {
    expect(run('[range(100000)] | length')).toEqual([100_000])
    expect(run('0 | until(. == 100000; . + 1)')).toEqual([100_000])
    expect(run('reduce range(100000) as $x (0; . + 1)')).toEqual([100_000])
  })
})

const hasJq = spawnSync('jq', ['--version']).status === 0

describe.skipIf(!hasJq)('beside jq itself (left out where it is not installed)', () => {
  // Behaviour that jq itself changed between 1.6 and 1.7 is left to the table above.
  const changedSince16 = ['if .missing then 1 end', 'limit(3; repeat', '@sh "echo']
  const comparable = examples.filter(([program]) => !changedSince16.some((part) => program.includes(part)))
  it.each(comparable)('%s', (program) => {
    const { stdout, status } = spawnSync('jq', ['-c', program === '' ? '.' : program], {
      input: JSON.stringify(DOCUMENT),
      encoding: 'utf8',
      env: {},
    })
    expect(status).toBe(0)
    expect(run(program)).toEqual(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    )
  })
})

it.runIf(process.env['REQUIRE_ALL'] === '1')('jq is installed where everything is required', () =>
  expect(hasJq).toBe(true),
)
