/**
 * jq, the language of JSON_JQ_TRANSFORM: compiles a program once, runs it on many documents, within limits of time and memory.
 *
 * Own, since what there is for JavaScript falls short: `//`, `keys`, `try` and `error` are wrong or missing in jqjs 1.6.0, the
 * builds of jq for WebAssembly take a millisecond a call, and neither can be kept from filling the heap of the process.
 */
import { createEvaluation } from './evaluate.ts'
import { BUILTINS } from './builtins.ts'
import { library } from './library.ts'
import { createMeter } from './meter.ts'
import { parseJq } from './parser.ts'

export interface JqLimits {
  /** Epoch ms after which the program is ended. */
  readonly deadline: number
  /** What it may make in all, in bytes. */
  readonly memoryBytes: number
}

export type JqProgram = (document: unknown, limits: JqLimits) => unknown[]

/**
 * @throws JqSyntaxError
 * @returns a function that gives all results, and throws JqError for an error of the program, JqTimeout or JqTooMuch when a limit is met
 */
export function compileJq(source: string): JqProgram {
  const program = parseJq(source)
  const plainCalls = !redefinesBuiltins(source)
  return (document, { deadline, memoryBytes }) => {
    const evaluation = createEvaluation(createMeter(deadline, memoryBytes), library(), plainCalls)
    const results: unknown[] = []
    for (const { value } of evaluation.run(program, { value: document, path: undefined }, undefined)) {
      evaluation.meter.make(24)
      results.push(value)
    }
    return results
  }
}

/** True when a definition, or a parameter of one, may hide a built-in function. Said of the text: too often does no harm. */
function redefinesBuiltins(source: string): boolean {
  const names = new Set(Object.keys(BUILTINS).map((signature) => signature.slice(0, signature.indexOf('/'))))
  return [...source.matchAll(/\bdef\s[^:]*:/g)].some(([head]) =>
    [...head.matchAll(/\w+/g)].some(([word]) => names.has(word)),
  )
}
