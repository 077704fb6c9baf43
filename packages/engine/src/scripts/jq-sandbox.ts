/**
 * Runs jq programs (JSON_JQ_TRANSFORM): jqjs, itself JavaScript, loaded into a QuickJS machine.
 *
 * NOTE: jqjs straight on the worker thread is 3 to 10 times faster (0.05 against 0.3 ms for a usual filter), but a program
 * such as `[range(1000000000)]` then exhausts V8's heap, and V8 answers that by aborting the whole process, worker
 * limits notwithstanding. In QuickJS it ends as "out of memory" of that one task.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten'
import type { Evaluate } from './javascript-sandbox.ts'
import { createMachine, type Machine } from './quickjs-machine.ts'
import { createRecentlyUsed, type RecentlyUsed } from './recently-used.ts'
import type { WorkerSettings } from './script-protocol.ts'

// jqjs 1.6.0 gives the keys one by one where jq gives one list.
const CORRECTIONS = 'def keys: if type == "array" then [range(length)] else to_entries | map(.key) | sort end; '

// Compiling is left to the first call, inside the error handling and the time limit of one.
const BRIDGE = `
import jq from 'jqjs'
export const program = (source) => {
  let filter
  return (input) => [...(filter ??= jq.compile(${JSON.stringify(CORRECTIONS)} + source))(input)]
}`

// The time jqjs itself may take to load; 10 ms on an idle machine.
const LOAD_LIMIT_MS = 10_000

interface JqMachine {
  readonly machine: Machine
  readonly toProgram: QuickJSHandle
  readonly kept: RecentlyUsed<QuickJSHandle>
}

/** The reply's JSON is the list of all values that the program gives. */
export function createJqSandbox(quickjs: QuickJSWASMModule, settings: WorkerSettings): Evaluate {
  const library = readFileSync(fileURLToPath(import.meta.resolve('@michaelhomer/jqjs')), 'utf8')
  let current: JqMachine | undefined

  return (source, inputJson, timeoutMs) => {
    current ??= loadJq(quickjs, library, settings)
    const { machine, kept } = current
    machine.allow(timeoutMs)
    let wrapped = kept.get(source)
    if (wrapped === undefined) {
      wrapped = wrapProgram(current, source)
      kept.set(source, wrapped)
    }
    const { reply, reusable } = machine.call(wrapped, inputJson)
    if (!reusable) {
      current.toProgram.dispose()
      machine.dispose()
      current = undefined
    }
    return reply
  }
}

function loadJq(quickjs: QuickJSWASMModule, library: string, settings: WorkerSettings): JqMachine {
  const machine = createMachine(quickjs, settings.memoryBytes)
  machine.allow(LOAD_LIMIT_MS)
  const { context } = machine
  context.runtime.setModuleLoader(() => library)
  const namespace = context.unwrapResult(context.evalCode(BRIDGE, 'bridge', { type: 'module' }))
  context.runtime.executePendingJobs()
  const toProgram = context.getProp(namespace, 'program')
  namespace.dispose()
  return { machine, toProgram, kept: createRecentlyUsed(settings.keptExpressions, (handle) => handle.dispose()) }
}

function wrapProgram({ machine, toProgram }: JqMachine, source: string): QuickJSHandle {
  const { context } = machine
  const text = context.newString(source)
  const compiled = context.unwrapResult(context.callFunction(toProgram, context.undefined, text))
  text.dispose()
  const wrapped = machine.wrap(compiled)
  compiled.dispose()
  return wrapped
}
