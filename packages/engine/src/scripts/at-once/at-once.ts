/**
 * Evaluates what cannot take long on the thread that asks. A thread of its own costs such an expression many times what
 * it does itself, and the execution a wait.
 */
import { createJqSandbox } from '../jq-sandbox.ts'
import { createRecentlyUsed } from '../recently-used.ts'
import type { ScriptJob } from '../script-protocol.ts'
import type { Compute } from './beyond.ts'
import { beyond } from './beyond.ts'
import { compileSmall } from './small-javascript.ts'
import { jqCopies } from './small-jq.ts'

/** The result as JSON, the same that the script thread would reply; undefined: it has to be asked. */
export type AtOnce = (job: ScriptJob) => string | undefined

const longestSource = 1000
const longestInput = 16_384
/** Letters of JSON that a program may make or compare on its way: some milliseconds. */
const mostMade = 131_072
const mostPrograms = 1000
const deepestResult = 100
const jqMemoryBytes = 1024 * 1024

interface SmallProgram {
  readonly run: AtOnce
  /** How many times it may make as much as its input and its text. */
  readonly copies: number
}

export function createAtOnce(): AtOnce {
  // One for each language: a key made of both would be a new text for each job.
  const known = {
    javascript: createRecentlyUsed<SmallProgram>(mostPrograms, () => undefined),
    jq: createRecentlyUsed<SmallProgram>(mostPrograms, () => undefined),
  }
  const jq = createJqSandbox({ memoryBytes: jqMemoryBytes, keptExpressions: mostPrograms })

  function programOf(job: ScriptJob): SmallProgram {
    const programs = known[job.kind]
    const found = programs.get(job.source)
    if (found) return found
    const program = job.kind === 'jq' ? jqProgram(job.source) : javascriptProgram(job.source)
    programs.set(job.source, program)
    return program
  }

  function jqProgram(source: string): SmallProgram {
    const copies = jqCopies(source)
    if (copies === undefined) return unknown
    const run: AtOnce = ({ inputJson, timeoutMs }) => {
      const reply = jq(source, inputJson, timeoutMs)
      // What went wrong is told by the thread, whose limits are the real ones.
      return reply.ok ? reply.json : undefined
    }
    return { run, copies }
  }

  return (job) => {
    if (job.source.length > longestSource || job.inputJson.length > longestInput) return undefined
    const { run, copies } = programOf(job)
    return copies * (job.inputJson.length + job.source.length) > mostMade ? undefined : run(job)
  }
}

const unknown: SmallProgram = { run: () => undefined, copies: 0 }

function javascriptProgram(source: string): SmallProgram {
  const compute = compileSmall(source)
  if (!compute) return unknown
  // Every part that gives the input names it, be it by an escape; its text adds to that once.
  const copies = 1 + (source.match(/[$\\]/g) ?? []).length
  return { run: ({ inputJson }) => resultOf(compute, inputJson), copies }
}

function resultOf(compute: Compute, inputJson: string): string | undefined {
  try {
    return JSON.stringify(toPlain(compute(JSON.parse(inputJson)), 0))
  } catch (error) {
    if (error === beyond) return undefined
    throw error
  }
}

/** As the sandbox's `toPlain` does, for the values that come up here. */
function toPlain(value: unknown, depth: number): unknown {
  if (depth > deepestResult) throw beyond
  if (value === undefined) return null
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => toPlain(item, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlain(item, depth + 1)]))
}
