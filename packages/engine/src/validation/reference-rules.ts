/** Rules about names inside a workflow definition: unique references, and expressions that point at something. */
import type { WorkflowDefInput, WorkflowTaskInput } from '../model/definition.ts'
import { isMap, type JsonMap } from '../model/json.ts'

/** Names that expressions may begin with besides the references of tasks. */
const KNOWN_ROOTS = new Set(['workflow', 'CPEWF_TASK_ID', 'HOSTNAME', 'NETFLIX_ENV', 'NETFLIX_STACK'])

/** The messages of every rule broken by the definition as a whole. */
export function brokenReferenceRules(definition: WorkflowDefInput): string[] {
  const tasks = allTasks(definition.tasks)
  const references = new Set<string>()
  const messages: string[] = []
  for (const { taskReferenceName } of tasks) {
    if (references.has(taskReferenceName)) {
      messages.push(
        `taskReferenceName: ${taskReferenceName} should be unique across tasks for a given workflowDefinition: ${definition.name}`,
      )
    }
    references.add(taskReferenceName)
  }
  for (const task of definition.tasks) messages.push(...brokenExpressions(task, task.inputParameters ?? {}, references))
  return messages
}

/** Every task of the definition, nested ones after the task that holds them. */
export function allTasks(tasks: readonly WorkflowTaskInput[]): WorkflowTaskInput[] {
  return tasks.flatMap((task) => [
    task,
    ...Object.values(task.decisionCases ?? {}).flatMap(allTasks),
    ...allTasks(task.defaultCase ?? []),
    ...(task.forkTasks ?? []).flatMap(allTasks),
    ...allTasks(task.loopOver ?? []),
  ])
}

function brokenExpressions(task: WorkflowTaskInput, input: JsonMap, references: ReadonlySet<string>): string[] {
  return Object.entries(input).flatMap(([key, value]) => {
    if (typeof value === 'string') {
      return expressionsIn(value).flatMap((body) => judge(task, key, value, body, references))
    }
    if (Array.isArray(value)) return value.flatMap((item) => brokenExpressions(task, { [key]: item }, references))
    return isMap(value) ? brokenExpressions(task, value, references) : []
  })
}

function judge(
  task: WorkflowTaskInput,
  key: string,
  value: string,
  body: string,
  references: ReadonlySet<string>,
): string[] {
  const root = rootOf(body)
  if (root === undefined) return [`key: ${key} input parameter value: ${body} is not valid`]
  if (KNOWN_ROOTS.has(root) || references.has(root)) return []
  // Key and value stand in each other's place in Conductor's message.
  return [
    `taskReferenceName: ${root} for given task: ${task.name} input value: ${key} of input parameter: ${value} is not defined in workflow definition.`,
  ]
}

/** The first name of a path, or undefined when the text is no path. */
function rootOf(body: string): string | undefined {
  if (body === '' || /^\s|\s$/.test(body)) return undefined
  const [, quoted, plain] = /^(?:\['([^']+)'\]|([^.[\]]+))/.exec(body) ?? []
  if (/\.$|\.\.\.|\[\]|\[[^\]]*$/.test(body)) return undefined
  return quoted ?? plain
}

/** The bodies of the outermost `${…}` spans, those escaped as `$${…}` left out. A body with another span in it is left to run time. */
function expressionsIn(text: string): string[] {
  const bodies: string[] = []
  for (let at = text.indexOf('${'); at >= 0; at = text.indexOf('${', at)) {
    const end = endOfSpan(text, at + 2)
    if (end === undefined) break
    const body = text.slice(at + 2, end)
    if (text[at - 1] !== '$' && !body.includes('${')) bodies.push(body)
    at = end + 1
  }
  return bodies
}

function endOfSpan(text: string, from: number): number | undefined {
  let depth = 1
  for (let i = from; i < text.length; i++) {
    if (text.startsWith('${', i)) depth++
    else if (text[i] === '}' && --depth === 0) return i
  }
  return undefined
}
