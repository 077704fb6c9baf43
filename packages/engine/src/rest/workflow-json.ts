/** Executions as JSON text. */
import type { WorkflowDef } from '../model/definition.ts'
import type { Workflow } from '../model/execution.ts'

const texts = new WeakMap<WorkflowDef, string>()

/** As `JSON.stringify`; the definition, most of the text and the same for all its executions, is written out once. */
export function workflowJson(workflow: Workflow): string {
  const { workflowDefinition, ...rest } = workflow
  return `${JSON.stringify(rest).slice(0, -1)},"workflowDefinition":${definitionJson(workflowDefinition)}}`
}

function definitionJson(definition: WorkflowDef): string {
  const known = texts.get(definition)
  if (known !== undefined) return known
  const text = JSON.stringify(definition)
  texts.set(definition, text)
  return text
}
