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
import { isSmallJq } from './small-jq.ts'

/** The result as JSON, the same that the script thread would reply; undefined: it has to be asked. */
export type AtOnce = (job: ScriptJob) => string | undefined

// Each part of a program may give all of the input once.
const longestSource = 1000
const longestInput = 16_384
const mostPrograms = 1000
const deepestResult = 100
const jqMemoryBytes = 1024 * 1024

export function createAtOnce(): AtOnce {
  const known = createRecentlyUsed<AtOnce>(mostPrograms, () => undefined)
  const jq = createJqSandbox({ memoryBytes: jqMemoryBytes, keptExpressions: mostPrograms })

  function programOf(job: ScriptJob): AtOnce {
    const key = `${job.kind} ${job.source}`
    const found = known.get(key)
    if (found) return found
    const program = job.kind === 'jq' ? jqProgram(job.source) : javascriptProgram(job.source)
    known.set(key, program)
    return program
  }

  function jqProgram(source: string): AtOnce {
    if (!isSmallJq(source)) return unknown
    return ({ inputJson, timeoutMs }) => {
      const reply = jq(source, inputJson, timeoutMs)
      // What went wrong is told by the thread, whose limits are the real ones.
      return reply.ok ? reply.json : undefined
    }
  }

  return (job) =>
    job.source.length > longestSource || job.inputJson.length > longestInput ? undefined : programOf(job)(job)
}

const unknown: AtOnce = () => undefined

function javascriptProgram(source: string): AtOnce {
  const compute = compileSmall(source)
  return compute ? ({ inputJson }) => resultOf(compute, inputJson) : unknown
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
