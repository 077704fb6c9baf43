/** What the engine knows of the things that requests are about. */
import { EngineError, isSystemType } from '@gatehouse/engine'
import type { Engine } from '@gatehouse/engine'
import type { NeedSubject } from './request-need.ts'
import type { AccessType, Target } from './records.ts'

export interface DefinitionFacts {
  /** What a permission for the subject would be about; undefined: it does not exist. */
  targetOf(subject: NeedSubject): Promise<NeededTarget | undefined>
  /** Whether there is such a definition, in any version, or such a secret. */
  isThere(target: Target): boolean
}

export type NeededTarget =
  /** Permitted by a permission for any one of the targets. */
  | { readonly kind: 'permitted'; readonly targets: readonly Target[]; readonly access: AccessType }
  /**
   * A definition that is not there yet. Whoever owns it has all that goes by its name: `isTaken` when there is some
   * already that nobody can permit, `usedBy` the definitions of workflows whose tasks would be it, each by any one of
   * its targets.
   */
  | {
      readonly kind: 'new'
      readonly target: Target
      readonly isTaken: boolean
      readonly usedBy: readonly (readonly Target[])[]
    }
  | { readonly kind: 'open' }

export function createDefinitionFacts({ metadata, workflows, tasks, tags, secrets }: Engine): DefinitionFacts {
  const tagged = (kind: 'workflow' | 'task', name: string): Target[] =>
    tags.of(kind, name).map(({ key, value }) => ({ type: 'TAG', id: `${key}:${value}` }))
  const workflowTargets = (id: string): Target[] => [{ type: 'WORKFLOW_DEF', id }, ...tagged('workflow', id)]
  const workflow = (id: string, access: AccessType): NeededTarget => {
    return { kind: 'permitted', targets: workflowTargets(id), access }
  }
  const task = (id: string, access: AccessType, domain: string | undefined): NeededTarget => {
    const ofDomain: Target[] = domain === undefined || access !== 'EXECUTE' ? [] : [{ type: 'DOMAIN', id: domain }]
    return { kind: 'permitted', targets: [{ type: 'TASK_DEF', id }, ...ofDomain, ...tagged('task', id)], access }
  }
  const putWorkflow = async (name: string): Promise<NeededTarget> => {
    if (existing(() => metadata.getWorkflow(name))) return workflow(name, 'UPDATE')
    const clauses = [{ field: 'workflowType', operator: '=' as const, values: [name] }]
    const { totalHits } = await workflows.search({ clauses, size: 0 })
    return { kind: 'new', target: { type: 'WORKFLOW_DEF', id: name }, isTaken: totalHits > 0, usedBy: [] }
  }
  const putTask = (name: string): NeededTarget => {
    if (existing(() => metadata.getTask(name))) return task(name, 'UPDATE', undefined)
    const usedBy = metadata
      .listWorkflows()
      .filter(({ tasks: inside }) => taskNamesIn(inside).includes(name))
      .map(({ name: id }) => workflowTargets(id))
    return { kind: 'new', target: { type: 'TASK_DEF', id: name }, isTaken: isSystemType(name), usedBy }
  }
  return {
    isThere({ type, id }) {
      switch (type) {
        case 'WORKFLOW_DEF':
          return existing(() => metadata.getWorkflow(id)) !== undefined
        case 'TASK_DEF':
          return existing(() => metadata.getTask(id)) !== undefined
        case 'SECRET_NAME':
          return secrets.has(id)
        default:
          // Nobody registers and removes these.
          return true
      }
    },
    async targetOf(subject) {
      switch (subject.kind) {
        case 'anybody':
          return { kind: 'open' }
        case 'workflow-def':
          return workflow(subject.name, subject.access)
        case 'task-def':
          return task(subject.name, subject.access, subject.domain)
        case 'secret':
          return { kind: 'permitted', targets: [{ type: 'SECRET_NAME', id: subject.name }], access: subject.access }
        case 'put-workflow-def':
          return putWorkflow(subject.name)
        case 'put-task-def':
          return putTask(subject.name)
        case 'execution': {
          const found = await existing(() => workflows.get(subject.id, { includeTasks: false }))
          return found && workflow(found.workflowName ?? '', subject.access)
        }
        case 'task': {
          const found = await existing(() => tasks.get(subject.id))
          return found && task(found.taskDefName ?? found.taskType, subject.access, found.domain)
        }
      }
    },
  }
}

/** Names of the tasks of a definition, those of definitions inside it included. */
function taskNamesIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(taskNamesIn)
  if (typeof value !== 'object' || value === null) return []
  const own = 'taskReferenceName' in value && 'name' in value ? [value.name] : []
  return [...own, ...Object.values(value).flatMap(taskNamesIn)]
}

/** Undefined when the engine knows none. */
function existing<T>(find: () => T): T | undefined
function existing<T>(find: () => Promise<T>): Promise<T | undefined>
function existing<T>(find: () => T | Promise<T>): T | undefined | Promise<T | undefined> {
  try {
    const found = find()
    return found instanceof Promise ? found.catch(undefinedIfMissing) : found
  } catch (error) {
    return undefinedIfMissing(error)
  }
}

function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof EngineError && error.code === 'NOT_FOUND') return undefined
  throw error
}
