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
  | { readonly kind: 'permitted'; readonly target: Target; readonly access: AccessType }
  /** A definition that is not there yet. */
  | { readonly kind: 'new'; readonly target: Target }
  | { readonly kind: 'open' }

export function createDefinitionFacts({ metadata, workflows, tasks }: Engine): DefinitionFacts {
  const put = (type: 'WORKFLOW_DEF' | 'TASK_DEF', id: string, find: (name: string) => unknown): NeededTarget => {
    const target = { type, id }
    return existing(() => find(id)) === undefined
      ? { kind: 'new', target }
      : { kind: 'permitted', target, access: 'UPDATE' }
  }
  return {
    async targetOf(subject) {
      switch (subject.kind) {
        case 'anybody':
          return { kind: 'open' }
        case 'workflow-def':
          return permitted('WORKFLOW_DEF', subject.name, subject.access)
        case 'task-def':
          return permitted('TASK_DEF', subject.name, subject.access)
        case 'secret':
          return permitted('SECRET_NAME', subject.name, subject.access)
        case 'put-workflow-def':
          return put('WORKFLOW_DEF', subject.name, (name) => metadata.getWorkflow(name))
        case 'put-task-def':
          return put('TASK_DEF', subject.name, (name) => metadata.getTask(name))
        case 'execution': {
          const found = await existing(() => workflows.get(subject.id, { includeTasks: false }))
          return found && permitted('WORKFLOW_DEF', found.workflowName ?? '', subject.access)
        }
        case 'task': {
          const found = await existing(() => tasks.get(subject.id))
          return found && permitted('TASK_DEF', found.taskDefName ?? found.taskType, subject.access)
        }
      }
    },
  }
}

function permitted(type: Target['type'], id: string, access: AccessType): NeededTarget {
  return { kind: 'permitted', target: { type, id }, access }
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
