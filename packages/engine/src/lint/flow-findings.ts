// Tasks that are never reached, forks and joins that do not fit, definitions that are missing.

import type { TaskDefInput, WorkflowDefInput, WorkflowTaskInput } from '../model/definition.ts'
import { isSystemType } from '../tasks/task-kinds.ts'
import type { Finding } from './finding.ts'
import { relationOf, sequencesOf } from './placed-tasks.ts'
import type { PlacedTask, Sequence } from './placed-tasks.ts'

export interface Surroundings {
  /** All registered ones; absent: not known, so none is missed. */
  readonly taskDefs?: readonly Pick<TaskDefInput, 'name'>[]
  readonly workflows?: readonly Pick<WorkflowDefInput, 'name' | 'version'>[]
}

export function flowFindings(
  definition: WorkflowDefInput,
  tasks: readonly PlacedTask[],
  around: Surroundings,
): Finding[] {
  const byRef = new Map(tasks.map((placed) => [placed.ref, placed]))
  return [
    ...unreachableIn({ branch: '', place: 'tasks', tasks: definition.tasks }),
    ...tasks.flatMap((placed) => [...joinFindings(placed, byRef), ...missingFindings(placed, around)]),
    ...missingFailureWorkflow(definition, around),
  ]
}

function unreachableIn({ place, tasks }: Sequence): Finding[] {
  const end = tasks.findIndex(endsWorkflow)
  const behind = end < 0 ? undefined : tasks[end + 1]
  return [
    ...(behind
      ? [
          {
            place: `${place}[${end + 1}]`,
            code: 'unreachable',
            message: `Task ${behind.taskReferenceName} is never reached: the workflow always ends before it.`,
          } as const,
        ]
      : []),
    ...tasks.flatMap((task, index) => [
      ...deadCases(task, `${place}[${index}]`),
      ...sequencesOf(task, `${place}[${index}]`).flatMap(unreachableIn),
    ]),
  ]
}

/** A TERMINATE, or a SWITCH all of whose ways end in one. */
function endsWorkflow(task: WorkflowTaskInput): boolean {
  if (task.type === 'TERMINATE') return true
  if (task.type !== 'SWITCH' && task.type !== 'DECISION') return false
  const ways = [...Object.values(task.decisionCases ?? {}), task.defaultCase ?? []]
  return ways.every((tasks) => tasks.some(endsWorkflow))
}

/** A SWITCH on a fixed value takes one way only. */
function deadCases(task: WorkflowTaskInput, place: string): Finding[] {
  if (task.type !== 'SWITCH' || task.evaluatorType !== 'value-param') return []
  const value = task.inputParameters?.[task.expression ?? '']
  if ((typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') || isExpression(value))
    return []
  const dead = Object.entries(task.decisionCases ?? {}).filter(
    ([name, tasks]) => name !== String(value) && tasks.length > 0,
  )
  return dead.map(([name]) => ({
    place: `${place}.decisionCases.${name}`,
    code: 'unreachable',
    message: `Case ${name} of ${task.taskReferenceName} is never taken: its value is always ${String(value)}.`,
  }))
}

function isExpression(value: unknown): boolean {
  return typeof value === 'string' && value.includes('${')
}

function joinFindings(placed: PlacedTask, byRef: ReadonlyMap<string, PlacedTask>): Finding[] {
  const { task, place, ref, next } = placed
  if (task.type === 'FORK_JOIN_DYNAMIC' || task.type === 'FORK_JOIN') {
    if (next?.type === 'JOIN' || (next === undefined && placed.positions.length > 1 && task.type === 'FORK_JOIN'))
      return []
    return [{ place, code: 'fork-without-join', message: `Fork ${ref} is not followed by a JOIN.` }]
  }
  if (task.type !== 'JOIN' && task.type !== 'EXCLUSIVE_JOIN') return []
  const named = [...(task.joinOn ?? []), ...(task.defaultExclusiveJoinTask ?? [])]
  return named.flatMap((name): Finding[] => {
    const target = byRef.get(name)
    const where = `${place}.joinOn`
    if (!target) {
      return [
        {
          place: where,
          code: 'join-on-unknown',
          message: `${ref} waits for ${name}, which is no task: it never ends.`,
        },
      ]
    }
    const relation = relationOf(target, placed)
    if (relation !== 'later' && relation !== 'itself') return []
    return [
      {
        place: where,
        code: 'join-on-later',
        message: `${ref} waits for ${name}, which comes after it: it never ends.`,
      },
    ]
  })
}

function missingFindings({ task, place }: PlacedTask, { taskDefs, workflows }: Surroundings): Finding[] {
  const found: Finding[] = []
  const type = task.type ?? 'SIMPLE'
  if (taskDefs && !isSystemType(type) && !task.taskDefinition && !taskDefs.some(({ name }) => name === task.name)) {
    const message = `Task ${task.name} has no definition: defaults stand in for its timeouts and retries.`
    found.push({ place, code: 'missing-task-definition', message })
  }
  const params = task.subWorkflowParam
  if (type === 'SUB_WORKFLOW' && workflows && params?.workflowDefinition === undefined && params?.name) {
    if (!isExpression(params.name) && !hasWorkflow(workflows, params.name, params.version)) {
      found.push(missingWorkflow(`${place}.subWorkflowParam`, params.name, params.version))
    }
  }
  return found
}

function missingFailureWorkflow(
  { failureWorkflow, failureWorkflowVersion }: WorkflowDefInput,
  { workflows }: Surroundings,
) {
  if (!workflows || !failureWorkflow || failureWorkflow.startsWith('$')) return []
  if (hasWorkflow(workflows, failureWorkflow, failureWorkflowVersion)) return []
  return [missingWorkflow('failureWorkflow', failureWorkflow, failureWorkflowVersion)]
}

function hasWorkflow(
  workflows: NonNullable<Surroundings['workflows']>,
  name: string,
  version: number | undefined,
): boolean {
  return workflows.some((known) => known.name === name && (!version || (known.version ?? 1) === version))
}

function missingWorkflow(place: string, name: string, version: number | undefined): Finding {
  const which = version ? `${name} version ${version}` : name
  return { place, code: 'missing-workflow', message: `There is no workflow ${which}.` }
}
