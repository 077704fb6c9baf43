/**
 * What our own workflows are given while they are under way is held to what they declare, as their input at the start is:
 * a free key could carry a person's data into the engine.
 */
import type { Intervention, InterventionCheck, WorkflowDef, WorkflowTask } from '@gatehouse/engine'
import { worksOnCase } from './kyc-start-rule.ts'

export const checkKycIntervention: InterventionCheck = (intervention) => {
  const { definition, into, payload, ownKeys } = intervention
  if (!worksOnCase(definition)) return undefined
  const declared = declaredKeys(intervention)
  const unknown = Object.keys(payload).filter((key) => !ownKeys.has(key) && !declared.has(key))
  if (unknown.length === 0) return undefined
  const whose =
    into.kind === 'variables'
      ? `Workflow '${definition.name}' has, as variables,`
      : `Task '${into.task.taskReferenceName}' of workflow '${definition.name}' has, as ${into.kind},`
  const message = `${whose} ${[...declared].join(', ') || 'no keys'} and nothing else; not: ${unknown.join(', ')}`
  return { code: 'INVALID', message }
}

function declaredKeys({ definition, into }: Intervention): ReadonlySet<string> {
  switch (into.kind) {
    case 'input':
      return new Set([
        ...Object.keys(into.task.inputParameters),
        ...Object.keys(into.task.taskDefinition?.inputTemplate ?? {}),
      ])
    case 'output':
      return new Set([...(into.task.taskDefinition?.outputKeys ?? []), ...keysRead(definition, into.task)])
    case 'variables':
      return new Set([...Object.keys(definition.variables), ...definition.tasks.flatMap(variablesSetBy)])
  }
}

/** What the workflow reads of a task's output: a person's decision has no task definition that would say. */
function keysRead(definition: WorkflowDef, { taskReferenceName: ref }: WorkflowTask): string[] {
  return [...JSON.stringify(definition).matchAll(reference)].flatMap(([, a, aKey, b, bKey]) => {
    const key = a === undefined ? bKey : aKey
    return (a ?? b) === ref && key !== undefined ? [key] : []
  })
}

/** `${ref.output.key}`, and `$.ref['key']` or `$.ref.key` of a loop's condition. */
const reference = /\$\{([\w-]+)\.output\.([\w-]+)|\$\.(\w+)(?:\['|\.)(\w+)/g

function variablesSetBy(task: WorkflowTask): string[] {
  const inner = [
    ...task.loopOver,
    ...task.forkTasks.flat(),
    ...task.defaultCase,
    ...Object.values(task.decisionCases).flat(),
  ]
  const own = task.type === 'SET_VARIABLE' ? Object.keys(task.inputParameters) : []
  return [...own, ...inner.flatMap(variablesSetBy)]
}
