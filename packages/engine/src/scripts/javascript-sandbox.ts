/**
 * Runs the JavaScript of workflow definitions inside QuickJS: one machine per expression, kept while it is in use.
 *
 * A script sees `$` and the language, nothing of the host. Runs in the script worker only; see script-worker.ts.
 */
import type { QuickJSContext, QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten'
import { createMachine, type Machine, textOf } from './quickjs-machine.ts'
import { createRecentlyUsed } from './recently-used.ts'
import type { ScriptReply, WorkerSettings } from './script-protocol.ts'

/** Never throws for what a script does; throws only when QuickJS itself breaks, and is then unusable. */
export type Evaluate = (source: string, inputJson: string, timeoutMs: number) => ScriptReply

interface Program {
  readonly machine: Machine
  readonly wrapped: QuickJSHandle
}

type Compiled = { readonly ok: true; readonly program: Program } | { readonly ok: false; readonly reply: ScriptReply }

export function createJavascriptSandbox(quickjs: QuickJSWASMModule, settings: WorkerSettings): Evaluate {
  const kept = createRecentlyUsed<Program>(settings.keptExpressions, ({ machine }) => machine.dispose())

  function compile(source: string, timeoutMs: number): Compiled {
    const machine = createMachine(quickjs, settings.memoryBytes)
    machine.allow(timeoutMs)
    const refused = syntaxError(machine.context, source)
    if (refused !== undefined) {
      machine.dispose()
      return { ok: false, reply: refused }
    }
    const compiled = compileProgram(machine.context, source)
    const wrapped = machine.wrap(compiled, callsJava.test(source))
    compiled.dispose()
    return { ok: true, program: { machine, wrapped } }
  }

  return (source, inputJson, timeoutMs) => {
    let program = kept.get(source)
    if (program === undefined) {
      const compiled = compile(source, timeoutMs)
      if (!compiled.ok) return compiled.reply
      program = compiled.program
      kept.set(source, program)
    }
    program.machine.allow(timeoutMs)
    const { reply, reusable } = program.machine.call(program.wrapped, inputJson)
    if (!reusable) kept.delete(source)
    return reply
  }
}

/** What JavaScript's own objects and lists do not have. Other scripts get a plain input, which costs no walk over it. */
const callsJava = /\.\s*(?:get|containsKey|size)\s*\(/

/** A program is judged as a whole first: the wrappers below would accept some texts that are no program by themselves. */
function syntaxError(context: QuickJSContext, source: string): ScriptReply | undefined {
  const checked = context.evalCode(source, 'inline', { type: 'global', compileOnly: true })
  if (!checked.error) {
    checked.value.dispose()
    return undefined
  }
  const message = textOf(context, checked.error, 'message')
  const [, place, line] = /(inline:(\d+)(?::\d+)?)/.exec(textOf(context, checked.error, 'stack')) ?? []
  checked.error.dispose()
  const at = place === undefined ? '' : `${place} `
  return {
    ok: false,
    error: { kind: 'syntax', name: 'SyntaxError', message: `${at}${message}`, line: Number(line ?? 1) },
  }
}

/**
 * The value of a program is that of its last expression statement, which only eval gives. A program that is one
 * expression, as nearly all are, becomes a function that need not be parsed again at each call. An arrow function: another
 * has a prototype that is not frozen with it, which a script reaches by `arguments.callee` and could leave things on.
 */
function compileProgram(context: QuickJSContext, source: string): QuickJSHandle {
  const expression = source.trimEnd().replace(/[;\s]+$/, '')
  // These starts mean something else as a statement than as an expression: a block, a declaration, a directive.
  if (/\S/.test(expression) && !/^\s*(?:\{|function\b|class\b|async\b|let\b|['"])/.test(expression)) {
    const compiled = context.evalCode(`Object.freeze(($) => (${expression}\n))`, 'inline')
    if (!compiled.error) return compiled.value
    compiled.error.dispose()
  }
  const wrapper = `Object.freeze(($) => eval(${JSON.stringify(source)}))`
  return context.unwrapResult(context.evalCode(wrapper, 'wrapper'))
}
