/** What the engine knows of the things that requests are about. */
import { EngineError } from '@gatehouse/engine'
import type { Engine } from '@gatehouse/engine'
import type { NeedSubject } from './request-need.ts'
import type { AccessType, Target } from './records.ts'

export interface DefinitionFacts {
  /** What a permission for the subject would be about; undefined: it does not exist. */
  targetOf(subject: NeedSubject): Promise<NeededTarget | undefined>
}

export type NeededTarget =
  /** Permitted by a permission for any one of the targets. */
  | { readonly kind: 'permitted'; readonly targets: readonly Target[]; readonly access: AccessType }
  /** A definition that is not there yet. */
  | { readonly kind: 'new'; readonly target: Target }
  | { readonly kind: 'open' }

export function createDefinitionFacts({ metadata, workflows, tasks, tags }: Engine): DefinitionFacts {
  const tagged = (kind: 'workflow' | 'task', name: string): Target[] =>
    tags.of(kind, name).map(({ key, value }) => ({ type: 'TAG', id: `${key}:${value}` }))
  const workflow = (id: string, access: AccessType): NeededTarget => {
    return { kind: 'permitted', targets: [{ type: 'WORKFLOW_DEF', id }, ...tagged('workflow', id)], access }
  }
  const task = (id: string, access: AccessType, domain: string | undefined): NeededTarget => {
    const ofDomain: Target[] = domain === undefined || access !== 'EXECUTE' ? [] : [{ type: 'DOMAIN', id: domain }]
    return { kind: 'permitted', targets: [{ type: 'TASK_DEF', id }, ...ofDomain, ...tagged('task', id)], access }
  }
  const put = (type: 'WORKFLOW_DEF' | 'TASK_DEF', id: string, find: (name: string) => unknown): NeededTarget => {
    const target = { type, id }
    if (existing(() => find(id)) === undefined) return { kind: 'new', target }
    return type === 'WORKFLOW_DEF' ? workflow(id, 'UPDATE') : task(id, 'UPDATE', undefined)
  }
  return {
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
          return put('WORKFLOW_DEF', subject.name, (name) => metadata.getWorkflow(name))
        case 'put-task-def':
          return put('TASK_DEF', subject.name, (name) => metadata.getTask(name))
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
