// Definitions in TypeScript: what a task reads is a reference that an earlier one gave, so the compiler finds names that
// do not exist, values of the wrong type and results that are not there yet.

import type { WorkflowDefInput, WorkflowTaskInput } from '../model/definition.ts'
import { refTo, written, writtenMap } from './reference.ts'
import type { Expr, Param, Ref } from './reference.ts'

declare const inputType: unique symbol
declare const outputType: unique symbol

/** A task type that workers poll for, with what it takes and gives. */
export interface Worker<I extends object, O extends object> {
  readonly name: string
  readonly [inputType]?: I
  readonly [outputType]?: O
}

export function worker<I extends object, O extends object>(name: string): Worker<I, O> {
  return { name }
}

/** A definition that knows what it takes and gives. */
export interface TypedWorkflow<I extends object, O> {
  readonly definition: WorkflowDefInput
  readonly [inputType]?: I
  readonly [outputType]?: O
}

export interface HttpAnswer<B> {
  readonly response: { readonly statusCode: number; readonly headers: Record<string, string[]>; readonly body: B }
}

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly uri: Param<string>
  readonly headers?: Readonly<Record<string, Param<string>>>
  readonly body?: unknown
}

/** Fields of a task that the builder does not set itself. */
export type TaskOptions = Partial<Omit<WorkflowTaskInput, 'name' | 'taskReferenceName' | 'type' | 'inputParameters'>>

/** Adds tasks to one sequence, in order. Each answers a reference to its output. */
export class Flow {
  readonly tasks: WorkflowTaskInput[] = []

  /** Any task, as it is. */
  add<O>(task: WorkflowTaskInput): Ref<O> {
    this.tasks.push(task)
    return refTo<O>(`${task.taskReferenceName}.output`)
  }

  run<I extends object, O extends object>(
    { name }: Worker<I, O>,
    ref: string,
    input: { readonly [K in keyof I]: Param<I[K]> },
    options: TaskOptions = {},
  ): Ref<O> {
    return this.add<O>({ ...options, name, taskReferenceName: ref, type: 'SIMPLE', inputParameters: writtenMap(input) })
  }

  /** A script over `$`, its input. The answer is its result. */
  inline<R>(ref: string, input: object, expression: string, options: TaskOptions = {}): Ref<R> {
    const inputParameters = { ...writtenMap(input), evaluatorType: 'javascript', expression }
    return this.system<{ result: R }>('INLINE', ref, { ...options, inputParameters }).result as Ref<R> // a field of it
  }

  http<B>(ref: string, call: HttpCall, options: TaskOptions = {}): Ref<HttpAnswer<B>> {
    return this.system('HTTP', ref, { ...options, inputParameters: { http_request: writtenMap(call) } })
  }

  /** Open for a time, or until somebody completes it with an output of that type. */
  wait<O>(ref: string, duration?: string): Ref<O> {
    return this.system('WAIT', ref, { inputParameters: duration === undefined ? {} : { duration } })
  }

  human<O>(ref: string, input: object = {}): Ref<O> {
    return this.system('HUMAN', ref, { inputParameters: writtenMap(input) })
  }

  child<I extends object, O>(
    ref: string,
    { definition }: TypedWorkflow<I, O>,
    input: { readonly [K in keyof I]: Param<I[K]> },
  ): Ref<O> {
    const { name, version } = definition
    const subWorkflowParam = { name, ...(version === undefined ? {} : { version }) }
    return this.system('SUB_WORKFLOW', ref, { subWorkflowParam, inputParameters: writtenMap(input) })
  }

  /** Goes the way that the text names. */
  choose(
    ref: string,
    on: Expr<string>,
    cases: Readonly<Record<string, (flow: Flow) => void>>,
    otherwise: (flow: Flow) => void = () => {},
  ): void {
    this.system('SWITCH', ref, {
      evaluatorType: 'value-param',
      expression: 'on',
      inputParameters: { on: written(on) },
      decisionCases: Object.fromEntries(Object.entries(cases).map(([name, build]) => [name, tasksOf(build)])),
      defaultCase: tasksOf(otherwise),
    })
  }

  /** All branches at the same time; goes on when the last task of each has ended. What they answer is answered. */
  parallel<B extends Readonly<Record<string, unknown>>>(
    ref: string,
    branches: { readonly [K in keyof B]: (flow: Flow) => B[K] },
  ): B {
    const forkTasks: WorkflowTaskInput[][] = []
    const results: [string, unknown][] = []
    for (const [name, build] of Object.entries<(flow: Flow) => unknown>(branches)) {
      const flow = new Flow()
      results.push([name, build(flow)])
      forkTasks.push(flow.tasks)
    }
    this.system('FORK_JOIN', ref, { forkTasks })
    const joinOn = forkTasks.flatMap((tasks) => tasks.at(-1)?.taskReferenceName ?? [])
    this.system('JOIN', `${ref}_join`, { joinOn })
    return Object.fromEntries(results) as B // one entry for each branch, under its name
  }

  /** Once for each entry of the list. */
  forEach<E>(
    ref: string,
    items: Expr<readonly E[]>,
    body: (flow: Flow, item: Ref<E>, index: Ref<number>) => void,
  ): void {
    const inner = new Flow()
    body(inner, refTo<E>(`${ref}.output.loopItem`), refTo<number>(`${ref}.output.loopIndex`))
    this.system('DO_WHILE', ref, {
      inputParameters: { _items: written(items) },
      loopCondition: 'true',
      loopOver: inner.tasks,
    })
  }

  /** Ends the workflow here. */
  end(ref: string, status: 'COMPLETED' | 'FAILED' | 'TERMINATED', reason?: Param<string>): void {
    const inputParameters = {
      terminationStatus: status,
      ...(reason === undefined ? {} : { terminationReason: written(reason) }),
    }
    this.system('TERMINATE', ref, { inputParameters })
  }

  private system<O>(type: string, ref: string, more: Partial<WorkflowTaskInput>): Ref<O> {
    return this.add<O>({ ...more, name: ref, taskReferenceName: ref, type })
  }
}

function tasksOf(build: (flow: Flow) => void): WorkflowTaskInput[] {
  const flow = new Flow()
  build(flow)
  return flow.tasks
}

type Settings = Partial<Omit<WorkflowDefInput, 'name' | 'tasks' | 'outputParameters'>>
type ValuesOf<P> = { readonly [K in keyof P]: P[K] extends Expr<infer T> ? T : P[K] }

/** @param build adds the tasks, and answers the workflow's output. */
export function defineWorkflow<I extends object>(name: string, settings: Settings = {}) {
  return <P extends object>(build: (flow: Flow, input: Ref<I>) => P): TypedWorkflow<I, ValuesOf<P>> => {
    const flow = new Flow()
    const outputs = build(flow, refTo<I>('workflow.input'))
    return { definition: { ...settings, name, tasks: flow.tasks, outputParameters: writtenMap(outputs) } }
  }
}
