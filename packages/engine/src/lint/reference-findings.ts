// `${…}` that point at nothing, or at what cannot be there yet.

import { parsePath } from '../expressions/path.ts'
import { parseTemplate } from '../expressions/template.ts'
import type { Template } from '../expressions/template.ts'
import type { WorkflowDefInput } from '../model/definition.ts'
import { isMap } from '../model/json.ts'
import type { Finding } from './finding.ts'
import { relationOf } from './placed-tasks.ts'
import type { PlacedTask } from './placed-tasks.ts'

const workflowFields: ReadonlySet<string> = new Set([
  'input',
  'output',
  'status',
  'workflowId',
  'parentWorkflowId',
  'parentWorkflowTaskId',
  'workflowType',
  'version',
  'correlationId',
  'reasonForIncompletion',
  'schemaVersion',
  'variables',
  'env',
  'secrets',
])

const taskFields: ReadonlySet<string> = new Set([
  'input',
  'output',
  'taskType',
  'status',
  'referenceTaskName',
  'retryCount',
  'correlationId',
  'pollCount',
  'taskDefName',
  'scheduledTime',
  'startTime',
  'endTime',
  'workflowInstanceId',
  'taskId',
  'reasonForIncompletion',
  'callbackAfterSeconds',
  'workerId',
  'iteration',
])

/** Resolved by Conductor from the server's own environment. */
const otherRoots: ReadonlySet<string> = new Set(['CPEWF_TASK_ID', 'HOSTNAME', 'NETFLIX_ENV', 'NETFLIX_STACK'])

export function referenceFindings(definition: WorkflowDefInput, tasks: readonly PlacedTask[]): Finding[] {
  const names = namesOf(definition, tasks)
  return [
    ...tasks.flatMap((placed) =>
      readValues(placed).flatMap(([place, value]) => judgeValue(value, place, names, placed)),
    ),
    ...judgeValue(definition.outputParameters ?? {}, 'outputParameters', names, undefined),
  ]
}

interface Names {
  readonly byRef: ReadonlyMap<string, PlacedTask>
  /** Undefined: the definition does not say which inputs there are. */
  readonly inputs: ReadonlySet<string> | undefined
  readonly variables: ReadonlySet<string>
  /** References that a dynamic fork may bring in cannot be known. */
  readonly isOpen: boolean
}

function namesOf(definition: WorkflowDefInput, tasks: readonly PlacedTask[]): Names {
  const declared = [...(definition.inputParameters ?? []), ...Object.keys(definition.inputTemplate ?? {})]
  const set = tasks.filter(({ task }) => task.type === 'SET_VARIABLE')
  return {
    byRef: new Map(tasks.map((placed) => [placed.ref, placed])),
    inputs: (definition.inputParameters ?? []).length > 0 ? new Set(declared) : undefined,
    variables: new Set([
      ...Object.keys(definition.variables ?? {}),
      ...set.flatMap(({ task }) => Object.keys(task.inputParameters ?? {})),
    ]),
    isOpen: tasks.some(({ task }) => task.type === 'FORK_JOIN_DYNAMIC'),
  }
}

/** What is resolved when the task is made, each with its place. */
function readValues({ task, place }: PlacedTask): [string, unknown][] {
  const { workflowDefinition: _own, ...params } = task.subWorkflowParam ?? {}
  return [
    [`${place}.inputParameters`, task.inputParameters ?? {}],
    [`${place}.subWorkflowParam`, params],
    [`${place}.sink`, task.sink],
    [`${place}.items`, task.items],
  ]
}

function judgeValue(value: unknown, place: string, names: Names, reader: PlacedTask | undefined): Finding[] {
  if (typeof value === 'string') {
    return bodiesOf(parseTemplate(value)).flatMap((body) => judgeBody(body, place, names, reader))
  }
  if (Array.isArray(value)) {
    return value.flatMap((entry, index) => judgeValue(entry, `${place}[${index}]`, names, reader))
  }
  if (!isMap(value)) return []
  return Object.entries(value).flatMap(([key, entry]) => judgeValue(entry, `${place}.${key}`, names, reader))
}

/** The texts of all spans. One with spans inside is made up at run time: only those inside are known. */
function bodiesOf({ parts }: Template): string[] {
  return parts.flatMap((part) => {
    if (typeof part === 'string') return []
    return part.inner ? bodiesOf(part.inner) : [part.body]
  })
}

function judgeBody(body: string, place: string, names: Names, reader: PlacedTask | undefined): Finding[] {
  const path = parsePath(body)
  if (!path) return [{ place, code: 'malformed-reference', message: `\${${body}} is not a path.` }]
  const [first, second] = path.steps
  const field = first?.kind === 'key' ? first.key : undefined
  const below = second?.kind === 'key' ? second.key : undefined
  if (path.root === 'workflow') return judgeWorkflowPath(body, field, below, place, names)
  if (otherRoots.has(path.root)) return []
  const target = names.byRef.get(path.root)
  if (!target) {
    if (names.isOpen) return []
    return [{ place, code: 'unknown-reference', message: `\${${body}}: no task has the reference ${path.root}.` }]
  }
  if (field !== undefined && !taskFields.has(field)) {
    return [
      { place, code: 'unknown-field', message: `\${${body}}: a task has no field ${field}; output is meant, perhaps.` },
    ]
  }
  return reader ? judgeOrder(body, target, reader, place) : []
}

function judgeWorkflowPath(
  body: string,
  field: string | undefined,
  below: string | undefined,
  place: string,
  { inputs, variables }: Names,
): Finding[] {
  if (field !== undefined && !workflowFields.has(field)) {
    return [{ place, code: 'unknown-field', message: `\${${body}}: a workflow has no field ${field}.` }]
  }
  if (below === undefined) return []
  if (field === 'input' && inputs && !inputs.has(below)) {
    return [{ place, code: 'undeclared-input', message: `\${${body}}: inputParameters do not name ${below}.` }]
  }
  if (field === 'variables' && !variables.has(below)) {
    const message = `\${${body}}: neither the definition nor a SET_VARIABLE sets ${below}.`
    return [{ place, code: 'undeclared-variable', message }]
  }
  return []
}

function judgeOrder(body: string, target: PlacedTask, reader: PlacedTask, place: string): Finding[] {
  const subject = `\${${body}}: task ${target.ref}`
  switch (relationOf(target, reader)) {
    case 'earlier':
      return []
    case 'itself':
      return [{ place, code: 'reads-ahead', message: `${subject} reads its own result.` }]
    case 'later':
      return [{ place, code: 'reads-ahead', message: `${subject} comes after ${reader.ref}, which reads it.` }]
    case 'other-case':
      return [
        { place, code: 'other-branch', message: `${subject} is in another case than ${reader.ref}: it never ran.` },
      ]
    case 'beside':
      return [{ place, code: 'other-branch', message: `${subject} runs beside ${reader.ref}: it may not have ended.` }]
  }
}
