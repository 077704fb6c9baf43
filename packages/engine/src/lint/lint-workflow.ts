// Reads a definition as its author should have: what would go wrong, and with `portable` what would go otherwise on
// Conductor OSS. Pure: nothing is looked up, nothing is run.

import type { TaskDefInput, WorkflowDefInput } from '../model/definition.ts'
import { judgeWorkflowDef } from '../validation/definition-rules.ts'
import { brokenTypeRules } from '../validation/task-type-rules.ts'
import type { Finding } from './finding.ts'
import { flowFindings } from './flow-findings.ts'
import { placeTasks } from './placed-tasks.ts'
import type { PlacedTask } from './placed-tasks.ts'
import { portabilityFindings } from './portability-findings.ts'
import { referenceFindings } from './reference-findings.ts'

export interface LintOptions {
  /** All task definitions there are; absent: none is missed. */
  readonly taskDefs?: readonly TaskDefInput[]
  /** All workflows there are; absent: none is missed. */
  readonly workflows?: readonly Pick<WorkflowDefInput, 'name' | 'version'>[]
  /** Also names what Conductor OSS 3.32.1 ignores or does otherwise. Default: false. */
  readonly portable?: boolean
}

/** The findings in the order of the definition's parts; none when all is well. */
export function lintWorkflow(definition: WorkflowDefInput, options: LintOptions = {}): Finding[] {
  const tasks = placeTasks(definition.tasks)
  const found = [
    ...duplicateFindings(tasks),
    ...ruleFindings(definition, tasks, options),
    ...referenceFindings(definition, tasks),
    ...flowFindings(definition, tasks, options),
    ...tasks.flatMap(evaluatorFindings),
    ...(options.portable ? portabilityFindings(definition, tasks, options.taskDefs) : []),
  ]
  const seen = new Set<string>()
  return found.filter(({ place, code, message }) => {
    const key = `${place} ${code} ${message}`
    return seen.has(key) ? false : seen.add(key)
  })
}

function duplicateFindings(tasks: readonly PlacedTask[]): Finding[] {
  const first = new Map<string, string>()
  return tasks.flatMap(({ ref, place }): Finding[] => {
    const known = first.get(ref)
    if (known === undefined) {
      first.set(ref, place)
      return []
    }
    return [{ place, code: 'duplicate-reference', message: `The reference ${ref} is that of ${known} already.` }]
  })
}

/** What registration would refuse, apart from what other findings say better. */
function ruleFindings(
  definition: WorkflowDefInput,
  tasks: readonly PlacedTask[],
  { taskDefs = [] }: LintOptions,
): Finding[] {
  const find = (name: string) => {
    const inputTemplate = taskDefs.find((known) => known.name === name)?.inputTemplate
    return inputTemplate ? { inputTemplate } : undefined
  }
  const own = judgeWorkflowDef({ ...definition, tasks: [] }, '', find)
    .filter(({ message }) => definition.tasks.length === 0 || !message.includes('list cannot be empty'))
    .map(({ path, message }): Finding => ({ place: path.replace(/^\./, ''), code: 'invalid', message }))
  const ofTasks = tasks.flatMap(({ task, place }) =>
    brokenTypeRules(task, find).map((message): Finding => ({ place, code: 'invalid', message })),
  )
  return [...own, ...ofTasks]
}

function evaluatorFindings({ task, place }: PlacedTask): Finding[] {
  const evaluator = task.type === 'INLINE' ? task.inputParameters?.evaluatorType : task.evaluatorType
  if (evaluator !== 'python') return []
  const message = 'The evaluator python is not available on this server: use javascript.'
  return [{ place, code: 'unsupported-evaluator', message }]
}
