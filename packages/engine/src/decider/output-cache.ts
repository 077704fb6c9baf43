// Reuse of outputs: what a task or a workflow with a `cacheConfig` gave lately stands for what it would give again.

import { resolve } from '../expressions/resolve.ts'
import type { Scope } from '../expressions/resolve.ts'
import { javaText } from '../expressions/java-text.ts'
import type { CacheConfig } from '../model/definition.ts'
import type { JsonMap } from '../model/json.ts'
import type { Run, TaskRecord } from './run.ts'
import { scopeOf } from './scope.ts'
import type { Step } from './step.ts'

/** Types whose output depends on their input alone, beside what workers run. */
const cacheable: ReadonlySet<string> = new Set([
  'HTTP',
  'HTTP_POLL',
  'INLINE',
  'LAMBDA',
  'JSON_JQ_TRANSFORM',
  'SUB_WORKFLOW',
])

/** The output that is still good for a new record; undefined when it has to run. */
export function reusableOutput(step: Step, record: TaskRecord): JsonMap | undefined {
  const key = taskKey(step, record)
  return key === undefined ? undefined : step.env.cachedOutput(key, step.now)
}

/** Keeps the output of a record that has completed. */
export function keepOutput(step: Step, record: TaskRecord): void {
  const key = taskKey(step, record)
  if (key !== undefined) keep(step, key, record.output, record.task.cacheConfig)
}

export function reusableWorkflowOutput(step: Step): JsonMap | undefined {
  const key = workflowKey(step)
  return key === undefined ? undefined : step.env.cachedOutput(key, step.now)
}

export function keepWorkflowOutput(step: Step): void {
  const key = workflowKey(step)
  if (key !== undefined) keep(step, key, step.run.output, step.run.def.cacheConfig)
}

function keep(step: Step, key: string, output: JsonMap, config: CacheConfig | undefined): void {
  // What was itself reused does not stay good for longer.
  if (!config || step.env.cachedOutput(key, step.now) !== undefined) return
  step.effects.push({ kind: 'keep-output', key, output, until: step.now + config.ttlInSecond * 1000 })
}

function taskKey(step: Step, record: TaskRecord): string | undefined {
  const { cacheConfig, type } = record.task
  if (!isUsable(cacheConfig) || (step.kindFor(record).forWorkers !== true && !cacheable.has(type))) return undefined
  const scope = scopeOf(step.run, step.env.environment, record.id)
  // The key's names are those of the task's own input first.
  const ownFirst: Scope = { root: (name, next) => record.input[name] ?? scope.root(name, next) }
  return `task ${record.taskType} ${record.task.name} ${javaText(resolve(cacheConfig.key, ownFirst))}`
}

function workflowKey({ run, env }: Step): string | undefined {
  const { cacheConfig } = run.def
  if (!isUsable(cacheConfig)) return undefined
  return `workflow ${nameOf(run)} ${javaText(resolve(cacheConfig.key, scopeOf(run, env.environment)))}`
}

function nameOf({ def }: Run): string {
  return `${def.name} ${def.version}`
}

function isUsable(config: CacheConfig | undefined): config is CacheConfig {
  return config !== undefined && config.key !== '' && config.ttlInSecond > 0
}
