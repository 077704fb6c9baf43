/** One QuickJS runtime with one prepared context: the box in which untrusted code runs. Text in, text out. */
import type { QuickJSContext, QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten'
import { SANDBOX_PRELUDE } from './sandbox-prelude.ts'
import { timeout } from './script-failure.ts'
import type { ScriptFailure, ScriptReply } from './script-protocol.ts'

// Deep enough for recursive scripts, shallow enough that V8's own stack (script-runner.ts asks for 32 MB) is never reached first.
const STACK_BYTES = 512 * 1024

export interface Machine {
  readonly context: QuickJSContext
  /** Everything run from now on is interrupted after this time. */
  allow(timeoutMs: number): void
  /**
   * Turns a function of the context (one argument) into one that `call` takes. Freezes the context's globals.
   * `asJava`: the maps and lists of the input have `get` and the like.
   */
  wrap(compiled: QuickJSHandle, asJava: boolean): QuickJSHandle
  call(wrapped: QuickJSHandle, inputJson: string): MachineResult
  dispose(): void
}

export interface MachineResult {
  readonly reply: ScriptReply
  /** False when something stayed behind, or may have: the machine must not be used again. */
  readonly reusable: boolean
}

export function createMachine(quickjs: QuickJSWASMModule, memoryBytes: number): Machine {
  let limitMs = 0
  let deadline = 0
  const runtime = quickjs.newRuntime()
  runtime.setMemoryLimit(memoryBytes)
  runtime.setMaxStackSize(STACK_BYTES)
  runtime.setInterruptHandler(() => Date.now() > deadline)
  const context = runtime.newContext()
  let prelude: QuickJSHandle | undefined
  const handles: QuickJSHandle[] = []

  function allow(timeoutMs: number): void {
    limitMs = timeoutMs
    deadline = Date.now() + timeoutMs
  }

  function wrap(compiled: QuickJSHandle, asJava: boolean): QuickJSHandle {
    if (prelude === undefined) {
      prelude = context.unwrapResult(context.evalCode(SANDBOX_PRELUDE, 'prelude'))
      handles.push(prelude)
    }
    const wrapped = context.unwrapResult(
      context.callFunction(prelude, context.undefined, compiled, asJava ? context.true : context.false),
    )
    handles.push(wrapped)
    return wrapped
  }

  function call(wrapped: QuickJSHandle, inputJson: string): MachineResult {
    const input = context.newString(inputJson)
    const result = context.callFunction(wrapped, context.undefined, input)
    input.dispose()
    if (result.error) {
      const message = textOf(context, result.error, 'message')
      result.error.dispose()
      return {
        reply: { ok: false, error: withTimeout({ kind: 'thrown', name: 'InternalError', message }) },
        reusable: false,
      }
    }
    const text = context.getString(result.value)
    result.value.dispose()
    const reply = parseReply(text)
    if (!reply.ok && reply.error.name === 'InternalError') {
      return { reply: { ok: false, error: withTimeout(reply.error) }, reusable: false }
    }
    return { reply, reusable: text.startsWith('k') && !runtime.hasPendingJob() }
  }

  // The interrupt cannot be caught by a script, except on its way out of a generator.
  function withTimeout(error: ScriptFailure): ScriptFailure {
    return error.message === 'interrupted' ? timeout(limitMs) : error
  }

  function dispose(): void {
    for (const handle of handles) if (handle.alive) handle.dispose()
    context.dispose()
    runtime.dispose()
  }

  return { context, allow, wrap, call, dispose }
}

/** A text property of an error object. */
export function textOf(context: QuickJSContext, error: QuickJSHandle, property: 'message' | 'stack'): string {
  return context.getProp(error, property).consume((handle) => context.getString(handle))
}

/** See the prelude for the form. */
function parseReply(text: string): ScriptReply {
  const json = text.slice(2)
  if (text[1] === 'v') return { ok: true, json }
  // The prelude wrote this object from its own error description; no script can shape it.
  const { name, message, line } = JSON.parse(json) as { name?: string; message: string; line?: number }
  return {
    ok: false,
    error: {
      kind: 'thrown',
      message,
      ...(name === undefined ? {} : { name }),
      ...(line === undefined ? {} : { line }),
    },
  }
}
