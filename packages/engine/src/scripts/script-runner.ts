/**
 * Runs the expressions of workflow definitions (INLINE, SWITCH, DO_WHILE, jq) in threads of their own. Expressions that
 * cannot take long need not go there: see at-once/.
 */
import type { ScriptLanguage, ScriptOutcome, ScriptRequest, ScriptRunner } from '../ports.ts'
import { assertNever } from '../errors.ts'
import { isMap } from '../model/json.ts'
import { createAtOnce } from './at-once/at-once.ts'
import { describeFailure } from './script-failure.ts'
import { createScriptLanes } from './script-lanes.ts'
import type { ScriptJob, ScriptReply, WorkerSettings } from './script-protocol.ts'

export interface ScriptRunnerOptions {
  /** What one JavaScript expression may hold at a time, in bytes. Default 64 MiB. */
  readonly memoryBytes?: number
  /** How many compiled expressions of each language are kept ready. Default 100, about 15 MB. */
  readonly keptExpressions?: number
  /** How long a thread is kept without work, in milliseconds. Default a minute: it holds some 25 MB. */
  readonly idleMs?: number
}

/** Threads are started by the scripts that need them. `run` never rejects. */
export function createScriptRunner(options: ScriptRunnerOptions = {}): ScriptRunner {
  const settings: WorkerSettings = {
    memoryBytes: options.memoryBytes ?? 64 * 1024 * 1024,
    keptExpressions: options.keptExpressions ?? 100,
  }
  const lanes = createScriptLanes(settings, options.idleMs ?? 60_000)
  const atOnce = createAtOnce()

  async function run(request: ScriptRequest): Promise<ScriptOutcome> {
    switch (request.language) {
      case 'value-param':
        return { ok: true, value: valueParam(request) }
      case 'python':
        return refused(request.language)
      case 'javascript':
      case 'graaljs':
      case 'jq':
        return toOutcome(request.language, await lanes.submit(toJob(request)))
      default:
        return assertNever(request.language)
    }
  }

  function runAtOnce(request: ScriptRequest): ScriptOutcome | undefined {
    if (request.language === 'value-param' || request.language === 'python') return undefined
    const json = atOnce(toJob(request))
    return json === undefined ? undefined : { ok: true, value: JSON.parse(json) }
  }

  return { run, runAtOnce, close: lanes.close }
}

function valueParam({ expression, input }: ScriptRequest): unknown {
  return isMap(input) && Object.hasOwn(input, expression) ? input[expression] : null
}

function refused(language: ScriptLanguage): ScriptOutcome {
  return {
    ok: false,
    error: `The evaluator '${language}' is not available on this server. Use javascript.`,
    terminal: true,
  }
}

function toJob({ language, expression, input, timeoutMs, owner = '' }: ScriptRequest): ScriptJob {
  const kind = language === 'jq' ? 'jq' : 'javascript'
  return { kind, source: expression, inputJson: JSON.stringify(input ?? null), timeoutMs, owner }
}

function toOutcome(language: ScriptLanguage, reply: ScriptReply): ScriptOutcome {
  if (reply.ok) return { ok: true, value: JSON.parse(reply.json) }
  const { error } = reply
  const text = language === 'jq' ? error.message : describeFailure(error)
  return { ok: false, error: text, terminal: error.kind !== 'timeout' }
}
