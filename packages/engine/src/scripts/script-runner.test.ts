import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterAll, describe, expect, it, vi } from 'vitest'
import type { ScriptLanguage, ScriptOutcome } from '../ports.ts'
import { createScriptRunner } from './script-runner.ts'

const runner = createScriptRunner({ keptExpressions: 20 })
afterAll(() => runner.close())

const javascript = (expression: string, input: unknown = {}, timeoutMs = 4000) =>
  runner.run({ language: 'javascript', expression, input, timeoutMs })
const jq = (expression: string, input: unknown = {}, timeoutMs = 4000) =>
  runner.run({ language: 'jq', expression, input, timeoutMs })

const run = (language: ScriptLanguage, expression: string, input: unknown) =>
  runner.run({ language, expression, input, timeoutMs: 1000 })

const value = (outcome: ScriptOutcome): unknown => (outcome.ok ? outcome.value : `failed: ${outcome.error}`)
const error = (outcome: ScriptOutcome): string => (outcome.ok ? 'no error' : outcome.error)

describe('a JavaScript expression', () => {
  const input = { a: 2, list: [1, 2, 3], nested: { x: 'y', none: null }, ref: { output: { n: 7 } } }
  it.each<[string, unknown]>([
    ['$.a + 1', 3],
    ['$.list.map((n) => n * 2)', [2, 4, 6]],
    ['$.list.length', 3],
    ['Array.isArray($.list)', true],
    ['[$.list.get(1), $.list.size(), $.list.isEmpty(), $.list.contains(3)]', [2, 3, false, true]],
    ['var keys = []; for (var key in $.list) keys.push(key); keys', ['0', '1', '2']],
    ['(function () { return { sum: $.a + $.ref.output.n } })();', { sum: 9 }],
    ['(() => $.nested)()', { x: 'y', none: null }],
    ['JSON.stringify($.nested)', '{"x":"y","none":null}'],
    ['Object.keys($.nested)', ['x', 'none']],
    ["if ($.a > 1) { 'many' } else { 'few' }", 'many'],
    ['var x = $.a; x * 10', 20],
    ['let y = 1; const z = 2; y + z', 3],
    ['function f(n) { return n + 1 }; f($.a)', 3],
    ['undeclared = 5; undeclared', 5],
    ['{a: 1}', 1],
    ['({a: 1})', { a: 1 }],
    ['// only a comment\n$.a // and another', 2],
    ['$.a;\n', 2],
    ['', null],
    ['$.missing', null],
    ['undefined', null],
    ['2.0', 2],
    ['10 / 5', 2],
    ['1 / 3', 1 / 3],
    ['NaN', 'NaN'],
    ['1 / 0', 'Infinity'],
    ['-1 / 0', '-Infinity'],
    ['10n', 10],
    ['(function () {})', {}],
    ['new Date(0)', {}],
    ['Promise.resolve(1)', {}],
    ["new Map([['k', [1]]])", { k: [1] }],
    ['[1, undefined, null, () => 1]', [1, null, null, {}]],
    ['({ __proto__: null, a: 1 })', { a: 1 }],
    ["'é\\u0000😀'", 'é\u0000😀'],
    ['this.$ === undefined', true],
    [
      "[$.nested.get('x'), $.get('missing'), $.get('list').get(0), $.list.size(), $.nested.size()]",
      ['y', null, 1, 3, 2],
    ],
    ["[$.containsKey('a'), $.containsKey('get'), $.nested.get('none')]", [true, false, null]],
    [
      "$.get('a'); $.get = 1; [$.get, Object.keys($).includes('get'), ({}).get === undefined && [].get === undefined]",
      [1, true, true],
    ],
    [
      '$.list.get(0); [JSON.stringify($.nested), Array.isArray($.list), $.list.map((n) => n + 1)]',
      ['{"x":"y","none":null}', true, [2, 3, 4]],
    ],
  ])('%s gives %j', async (expression, expected) => {
    expect(value(await javascript(expression, input))).toEqual(expected)
  })

  it('sees its own copy of the input', async () => {
    const mine = { list: [1] }
    expect(value(await javascript('$.list.push(2); $.list.length', mine))).toBe(2)
    expect(mine).toEqual({ list: [1] })
  })

  it('keeps a __proto__ key of its input a plain key', async () => {
    const hostile: unknown = JSON.parse('{"__proto__": {"admin": true}}')
    expect(value(await javascript('$.admin === undefined && ({}).admin === undefined', hostile))).toBe(true)
  })
})

describe('a failing script', () => {
  it.each([
    ['$.a.b', "Error evaluating the script `TypeError: Cannot read property 'b' of undefined` at line 1"],
    ['\n\nmissing()', "Error evaluating the script `ReferenceError: 'missing' is not defined` at line 3"],
    ['console.log(1)', "Error evaluating the script `ReferenceError: 'console' is not defined` at line 1"],
    ["throw new Error('no funds')", 'Error evaluating the script `Error: no funds`'],
    ["throw 'text'", 'Error evaluating the script `text`'],
    ["var e = new Error('x'); e.name = 'Refused'; throw e", 'Error evaluating the script `Refused: x`'],
  ])('%j says %s', async (expression, message) => {
    expect(await javascript(expression)).toEqual({ ok: false, error: message, terminal: true })
  })

  it.each(['return 1', '1 +', '}) + (function () {', 'let a; let a'])('%j is a syntax error', async (expression) => {
    expect(error(await javascript(expression))).toMatch(
      /^Error evaluating the script `SyntaxError: inline:\d+:\d+ .+` at line \d+$/,
    )
  })
})

describe('the box around a script', () => {
  it.each([
    'typeof process + typeof require + typeof globalThis.process + typeof fetch + typeof setTimeout',
    "[].constructor.constructor('return typeof process + typeof require + typeof process + typeof fetch + typeof setTimeout')()",
    "(0, eval)('typeof process + typeof require + typeof process + typeof fetch + typeof setTimeout')",
  ])('%s finds nothing of the host', async (expression) => {
    expect(value(await javascript(expression))).toBe('undefined'.repeat(5))
  })

  it('cannot import', async () => {
    expect(value(await javascript("import('node:fs')"))).toEqual({})
    expect(error(await javascript("import fs from 'node:fs'"))).toContain('SyntaxError')
  })

  it.each([
    ['a global variable', 'var before = typeof left; left = 1; before'],
    ['a property of the global object', "globalThis.left2 = (globalThis.left2 || '') + 'undefined'; globalThis.left2"],
    ['a hidden global', "var b = typeof hidden; Object.defineProperty(globalThis, 'hidden', { value: 1 }); b"],
    [
      'a changed built-in',
      'var s = typeof ({}).left; Object.prototype.left = 1; Array.prototype.map = 1; JSON.parse = 1; s',
    ],
    [
      'a mark on its own function',
      "var f = typeof arguments === 'undefined' ? {} : arguments.callee; var c = typeof f.mark; f.mark = 1; c",
    ],
    [
      'a mark on the prototype of its own function',
      "((f) => { const c = typeof f.prototype.mark; f.prototype.mark = 1; return c })(typeof arguments === 'undefined' ? class {} : arguments.callee)",
    ],
    [
      'a mark on the prototype of its own function, in a program,',
      "var f = typeof arguments === 'undefined' ? class {} : arguments.callee; var c = typeof f.prototype.mark; f.prototype.mark = 1; c",
    ],
    ['a sealed global object', 'Object.preventExtensions(globalThis); typeof x'],
    ['a promise', 'Promise.resolve().then(() => { globalThis.late = 1 }); typeof late'],
  ])('%s does not live to the next evaluation', async (_name, expression) => {
    for (let i = 0; i < 3; i++) expect(value(await javascript(expression))).toBe('undefined')
  })

  it('lets scripts shadow what they inherit', async () => {
    const expression =
      "var o = {}; o.toString = () => 'mine'; function F() {}; F.prototype = {}; F.prototype.constructor = F; [String(o), new F().constructor === F]"
    expect(value(await javascript(expression))).toEqual(['mine', true])
  })

  it('ends an endless loop and a backtracking pattern in time', async () => {
    const timedOut = { ok: false, error: 'Script not evaluated within 0.2 seconds, interrupted.', terminal: false }
    expect(await javascript('while (true) {}', {}, 200)).toEqual(timedOut)
    expect(await javascript("/(a+)+$/.test('a'.repeat(40) + 'b')", {}, 200)).toEqual(timedOut)
    expect(await javascript('try { while (true) {} } catch (e) { 1 }', {}, 200)).toEqual(timedOut)
    expect(await javascript('function* g() { while (true) {} } [...g()]', {}, 200)).toEqual(timedOut)
  })

  it('ends endless recursion', async () => {
    expect(error(await javascript('function f() { return f() + 1 }; f()'))).toContain('stack overflow')
    expect(error(await javascript("JSON.parse('['.repeat(100000) + ']'.repeat(100000)); 1"))).toContain(
      'stack overflow',
    )
    expect(error(await javascript('var o = {}; o.o = o; o'))).toContain('refers to itself')
    expect(value(await javascript('function f(n) { return n ? f(n - 1) + 1 : 0 }; f(1000)'))).toBe(1000)
  })

  it('ends a script that wants all memory', async () => {
    expect(error(await javascript("'x'.repeat(1e9)"))).toContain('out of memory')
    expect(error(await javascript("var a = []; while (true) a.push(new Array(1000).fill('x'))", {}, 1000))).toMatch(
      /out of memory|not evaluated/,
    )
    expect(value(await javascript('1 + 1'))).toBe(2)
  })

  it('lets nothing but the endless script fail', async () => {
    const outcomes = await Promise.all([
      javascript('1'),
      javascript('for (;;) {}', {}, 200),
      javascript('2'),
      jq('.a', { a: 3 }),
    ])
    expect(outcomes.map((outcome) => (outcome.ok ? outcome.value : 'failed'))).toEqual([1, 'failed', 2, [3]])
  })

  it('lets the slow scripts of one workflow have their turn beside many endless ones of another', async () => {
    const lanes = createScriptRunner()
    const start = (owner: string, expression: string, timeoutMs = 60_000) =>
      lanes.run({ language: 'javascript', expression, input: { n: 1 }, timeoutMs, owner })
    let over = 0
    try {
      // Each another text, so that none is known to be slow.
      const stuck = Array.from({ length: 30 }, (_, n) =>
        start('endless', `for (;;) ${n}`, 1500).finally(() => (over += 1)),
      )
      const slow = start('other', "var since = Date.now(); while (Date.now() - since < 400) {} 'slow'")
      expect(value(await start('third', '[$.n, 2].join()'))).toBe('1,2')
      expect(value(await slow)).toBe('slow')
      expect(over).toBeLessThan(8)
      await lanes.close()
      await Promise.all(stuck)
    } finally {
      await lanes.close()
    }
  })

  it('lets the others go on while slow and endless scripts run', async () => {
    const lanes = createScriptRunner()
    const start = (expression: string) =>
      lanes.run({ language: 'javascript', expression, input: { n: 1 }, timeoutMs: 60_000 })
    const over: string[] = []
    const endless = (n: number) => start(`for (;;) ${n}`).then((outcome) => over.push(error(outcome)))
    try {
      const slow = start("var since = Date.now(); while (Date.now() - since < 400) {} 'slow'")
      const stuck = [endless(1), endless(1), endless(2)]
      const quick = await Promise.all([start('[$.n, 2].join()'), start('[$.n, 3].join()')])
      expect(quick.map(value)).toEqual(['1,2', '1,3'])
      expect(value(await slow)).toBe('slow')
      stuck.push(endless(1))
      expect(value(await start('[$.n, 4].join()'))).toBe('1,4')
      expect(over).toEqual([])
      await lanes.close()
      await Promise.all(stuck)
      expect(over).toHaveLength(4)
    } finally {
      await lanes.close()
    }
  })

  it('gives up the thread for what cannot be interrupted, and repeats what waited behind it', async () => {
    const small = createScriptRunner({ memoryBytes: 512 * 1024 * 1024 })
    try {
      // A native sort of an ever growing array never asks for the interrupt while it compares numbers.
      const stuck = small.run({
        language: 'javascript',
        expression: 'var a = new Array(60000000).fill(1); a.join().length',
        input: {},
        timeoutMs: 100,
      })
      const behind = small.run({ language: 'javascript', expression: '$.n + 1', input: { n: 1 }, timeoutMs: 4000 })
      expect((await stuck).ok).toBe(false)
      expect(value(await behind)).toBe(2)
    } finally {
      await small.close()
    }
  })
})

describe('a jq program', () => {
  it.each<[string, unknown, unknown[]]>([
    ['.a', { a: 2 }, [2]],
    ['.items[] | .n', { items: [{ n: 1 }, { n: 2 }] }, [1, 2]],
    ['[.items[] | select(.n > 1)] | length', { items: [{ n: 1 }, { n: 2 }] }, [1]],
    ['keys', { b: 1, a: 2, queryExpression: 'keys' }, [['a', 'b', 'queryExpression']]],
    ['empty', {}, []],
    ['.missing.deeper', {}, [null]],
    ['to_entries | map("\\(.key)=\\(.value)") | join("&")', { a: 1, b: 2 }, ['a=1&b=2']],
  ])('%s', async (program, document, expected) => {
    expect(value(await jq(program, document))).toEqual(expected)
  })

  it('fails with a message', async () => {
    expect(await jq('.a | (')).toMatchObject({ ok: false, terminal: true })
    expect(error(await jq('.a + {}', { a: 1 }))).not.toBe('no error')
  })

  it('fails alone when it is endless or wants all memory', async () => {
    const outcomes = await Promise.all([
      jq('[range(1000000000)] | length', {}, 1500),
      jq('[1] | until(false; .)', {}, 200),
      jq('def f: [f]; f'),
      jq('.a', { a: 1 }),
    ])
    expect(outcomes.map((outcome) => outcome.ok)).toEqual([false, false, false, true])
  })

  it('cannot reach the next program through a prototype', async () => {
    await jq('setpath(["__proto__", "left"]; 1)')
    expect(value(await jq('{} | .left'))).toEqual([null])
  })
})

describe('other evaluators', () => {
  it('value-param gives the value of the named input key', async () => {
    expect(value(await run('value-param', 'level', { level: 'high' }))).toBe('high')
    expect(value(await run('value-param', 'absent', { level: 'high' }))).toBe(null)
    expect(value(await run('value-param', 'toString', {}))).toBe(null)
  })

  it('graaljs is the same as javascript', async () => {
    expect(value(await run('graaljs', '$.n + 1', { n: 1 }))).toBe(2)
  })

  it('python is refused plainly', async () => {
    expect(await run('python', 'return 1', {})).toMatchObject({ ok: false, terminal: true })
  })
})

it('answers what is pending when it is closed', async () => {
  const closing = createScriptRunner()
  const pending = closing.run({ language: 'javascript', expression: 'for (;;) {}', input: {}, timeoutMs: 60_000 })
  await closing.close()
  expect((await pending).ok).toBe(false)
  expect((await closing.run({ language: 'javascript', expression: '1', input: {}, timeoutMs: 10 })).ok).toBe(false)
})

it('gives its thread up without work, and starts another for the next script', async () => {
  let threads = 0
  const count = (): void => void (threads += 1)
  subscribe('worker_threads', count)
  const seldom = createScriptRunner({ idleMs: 1 })
  const request = { language: 'javascript', expression: '$.a + 1', input: { a: 1 }, timeoutMs: 4000 } as const
  await vi.waitFor(
    async () => {
      expect(value(await seldom.run(request))).toBe(2)
      expect(threads).toBeGreaterThan(2)
    },
    { timeout: 20_000, interval: 20 },
  )
  const several = await Promise.all(Array.from({ length: 50 }, () => seldom.run(request)))
  expect(several.map(value)).toEqual(Array.from({ length: 50 }, () => 2))
  await seldom.close()
  unsubscribe('worker_threads', count)
})
