/** What is wrong with a definition while it is being written: each problem with its place. The server judges in the end. */
import { workflowDefSchema, type WorkflowDef, type WorkflowTask } from '../api/conductor.ts'
import { isJsonObject, parseJson } from '../api/json.ts'
import { allTasks } from '../executions/definition-of.ts'
import type { build } from '../i18n/en/build.ts'
import type { PathStep } from '../ui/json-path.ts'
import { locate, type Range, syntaxError } from './json-locate.ts'

export interface Problem extends Range {
  readonly severity: 'error' | 'warning'
  readonly code: keyof typeof build.problem
  readonly values: Readonly<Record<string, string>>
}

export interface Checked {
  readonly problems: readonly Problem[]
  /** Absent while the text cannot be read. */
  readonly definition: WorkflowDef | undefined
}

export function checkDefinition(text: string): Checked {
  let value: unknown
  try {
    value = parseJson(text)
  } catch (error) {
    const range = syntaxError(text) ?? { from: 0, to: 0 }
    const message = error instanceof Error ? error.message : String(error)
    return { problems: [{ ...range, severity: 'error', code: 'syntax', values: { message } }], definition: undefined }
  }
  const parsed = isJsonObject(value) ? workflowDefSchema.safeParse({ name: '', ...value }) : undefined
  if (parsed === undefined || !parsed.success)
    return { problems: [{ from: 0, to: 1, severity: 'error', code: 'notObject', values: {} }], definition: undefined }
  return { problems: problemsOf(parsed.data, text), definition: parsed.data }
}

function problemsOf(definition: WorkflowDef, text: string): readonly Problem[] {
  const problems: Problem[] = []
  const add = (
    severity: Problem['severity'],
    code: Problem['code'],
    path: readonly PathStep[],
    values: Problem['values'] = {},
  ) => problems.push({ ...locate(text, path), severity, code, values })
  if (definition.name.trim() === '') add('error', 'noName', ['name'])
  if (definition.tasks.length === 0) add('error', 'noTasks', ['tasks'])
  const places = placesOf(definition.tasks, ['tasks'])
  const refs = new Set<string>()
  for (const { task, path } of places) {
    if (task.name === '') add('error', 'taskNoName', path)
    if (task.taskReferenceName === '') add('error', 'taskNoRef', path)
    else if (refs.has(task.taskReferenceName))
      add('error', 'duplicateRef', [...path, 'taskReferenceName'], { ref: task.taskReferenceName })
    refs.add(task.taskReferenceName)
  }
  for (const { task, path, next } of places) {
    for (const [index, ref] of (task.joinOn ?? []).entries())
      if (!refs.has(ref)) add('error', 'unknownJoin', [...path, 'joinOn', index], { ref })
    for (const ref of referencesIn(task))
      if (!refs.has(ref) && ref !== 'workflow') add('error', 'unknownRef', [...path, 'inputParameters'], { ref })
    if (task.type === 'SWITCH' && (task.defaultCase ?? []).length === 0)
      add('warning', 'noDefault', path, { ref: task.taskReferenceName })
    if (task.type === 'FORK_JOIN' && next?.type !== 'JOIN')
      add('warning', 'forkNoJoin', path, { ref: task.taskReferenceName })
  }
  return problems
}

interface Place {
  readonly task: WorkflowTask
  readonly path: readonly PathStep[]
  readonly next: WorkflowTask | undefined
}

function placesOf(tasks: readonly WorkflowTask[], path: readonly PathStep[]): readonly Place[] {
  return tasks.flatMap((task, index) => {
    const here = [...path, index]
    return [
      { task, path: here, next: tasks[index + 1] },
      ...Object.entries(task.decisionCases ?? {}).flatMap(([key, list]) =>
        placesOf(list, [...here, 'decisionCases', key]),
      ),
      ...placesOf(task.defaultCase ?? [], [...here, 'defaultCase']),
      ...(task.forkTasks ?? []).flatMap((list, branch) => placesOf(list, [...here, 'forkTasks', branch])),
      ...placesOf(task.loopOver ?? [], [...here, 'loopOver']),
    ]
  })
}

const builtIn = new Set(['CPEWF_TASK_ID', 'NETFLIX_STACK', 'NETFLIX_ENV'])

/** First names in the `${…}` of a task's inputs. */
function referencesIn(task: WorkflowTask): readonly string[] {
  const text = JSON.stringify(task.inputParameters ?? {}, (_key, item: unknown) =>
    typeof item === 'bigint' ? String(item) : item,
  )
  const names = [...text.matchAll(/(?<!\$)\$\{([A-Za-z_][\w-]*)[.[]/g)].map((match) => match[1] ?? '')
  return [...new Set(names)].filter((name) => !builtIn.has(name))
}

/** Where a task stands in the text, for selecting it there. */
export function placeOfTask(definition: WorkflowDef, text: string, ref: string): Range | undefined {
  const place = placesOf(definition.tasks, ['tasks']).find((item) => item.task.taskReferenceName === ref)
  return place === undefined ? undefined : locate(text, [...place.path, 'taskReferenceName'])
}

/** Line of an offset, from 1. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

/** How many tasks a definition has, all branches counted. */
export const countTasks = (definition: WorkflowDef): number => [...allTasks(definition.tasks)].length
