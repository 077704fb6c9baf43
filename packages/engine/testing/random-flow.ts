/** Makes up a workflow, what its workers will report and what is done to it afterwards: all of it from one number. */
import type { Random } from './random.ts'
import { createRandom } from './random.ts'

/** A task or a workflow as JSON; a Conductor judges whether it is one. */
export type Definition = Readonly<Record<string, unknown>>
export type Outcome = 'COMPLETED' | 'FAILED' | 'FAILED_WITH_TERMINAL_ERROR'
export type Operation = 'retry' | 'retry-in-place' | 'restart' | 'rerun' | 'terminate' | 'pause'

export interface RandomFlow {
  readonly definition: Definition & { readonly name: string }
  /** Of its sub-workflows that are registered. */
  readonly children: readonly Definition[]
  /** What each reference reports, attempt by attempt. */
  readonly outcomes: ReadonlyMap<string, readonly Outcome[]>
  readonly input: Definition
  /** Done after so many results, when the flow lasts that long. */
  readonly midway: { readonly after: number; readonly operation: Operation } | undefined
  /** Done one after the other, each at the end of what the one before brought about. */
  readonly afterwards: readonly Operation[]
}

/** Retried at once, so many times. */
export const taskDefinitions = [0, 1, 2].map((retryCount) => ({
  name: `parity_${retryCount}`,
  retryCount,
  retryDelaySeconds: 0,
  retryLogic: 'FIXED' as const,
  timeoutSeconds: 0,
  responseTimeoutSeconds: 3600,
  ownerEmail: 'parity@example.org',
}))

const attempts = 8
const deepest = 3

export function randomFlow(seed: number): RandomFlow {
  const random = createRandom(seed)
  const maker = new FlowMaker(random, `parity${seed}`)
  const tasks = maker.sequence(deepest, 2 + random.below(3), false)
  const definition = {
    ...workflow(`parity${seed}`, tasks),
    ...(random.chance(0.6) ? { outputParameters: { x: '${workflow.variables.x}', last: maker.someOutput() } } : {}),
  }
  const midway = random.chance(0.25)
    ? { after: random.below(4), operation: random.pick<Operation>(['terminate', 'pause']) }
    : undefined
  const afterwards = Array.from({ length: 3 }, () =>
    random.pick<Operation>(['retry', 'retry', 'retry-in-place', 'restart', 'rerun']),
  )
  const input = { a: `given ${seed % 7}`, list: [1, { b: 'two' }] }
  return { definition, children: maker.children, outcomes: maker.outcomes, input, midway, afterwards }
}

function workflow(name: string, tasks: readonly Definition[]): Definition & { readonly name: string } {
  return { name, version: 1, schemaVersion: 2, ownerEmail: 'parity@example.org', timeoutSeconds: 0, tasks }
}

class FlowMaker {
  readonly children: Definition[] = []
  readonly outcomes = new Map<string, Outcome[]>()
  private readonly random: Random
  private readonly prefix: string
  private readonly failures: number
  /** References that have surely ended where the next task is placed. */
  private ended: string[] = []
  private count = 0
  /** In a fork nothing is retried by itself: Conductor's JOIN may see the failed attempt first. */
  private forks = 0

  constructor(random: Random, prefix: string) {
    this.random = random
    this.prefix = prefix
    this.failures = random.pick([0, 0.1, 0.25, 0.4])
  }

  sequence(depth: number, length: number, isInLoop: boolean): Definition[] {
    const tasks: Definition[] = []
    while (tasks.length < Math.max(1, length)) tasks.push(...this.next(depth, isInLoop))
    return tasks
  }

  someOutput(): string {
    const [first, ...rest] = this.ended
    return first === undefined ? '${workflow.input.list}' : `\${${this.random.pick([first, ...rest])}.output}`
  }

  private next(depth: number, isInLoop: boolean): Definition[] {
    const flat = [
      () => this.worker(),
      () => this.worker(),
      () => this.variable(),
      () => this.script(),
      () => this.query(),
    ]
    const ends = [...flat, () => this.named('NOOP'), () => this.ending()]
    const nested = [
      ...ends,
      () => this.choice(depth, isInLoop),
      () => this.fork(depth, isInLoop),
      () => this.dynamicFork(),
      () => (isInLoop ? this.worker() : this.loop(depth)),
      () => this.child(depth),
    ]
    const makers = depth > 0 ? nested : ends
    return (makers[this.random.below(makers.length)] ?? (() => this.worker()))()
  }

  private reference(letter: string): string {
    this.count += 1
    return `${letter}${this.count}`
  }

  private named(type: string, more: Definition = {}): Definition[] {
    const name = this.reference(type.slice(0, 2).toLowerCase())
    return [{ name, taskReferenceName: name, type, ...more }]
  }

  private willReport(reference: string): void {
    const one = (): Outcome => {
      if (!this.random.chance(this.failures)) return 'COMPLETED'
      return this.random.chance(0.25) ? 'FAILED_WITH_TERMINAL_ERROR' : 'FAILED'
    }
    this.outcomes.set(reference, Array.from({ length: attempts }, one))
  }

  private worker(): Definition[] {
    const taskReferenceName = this.reference('s')
    this.willReport(taskReferenceName)
    const inputParameters = {
      given: '${workflow.input.a}',
      before: this.someOutput(),
      text: 'is ${workflow.variables.x} and ${workflow.input.list}',
    }
    this.ended.push(taskReferenceName)
    const type = this.workerType()
    return [{ name: type, taskReferenceName, type: 'SIMPLE', inputParameters, optional: this.random.chance(0.1) }]
  }

  private workerType(): string {
    const retries = this.random.below(3)
    return `parity_${this.forks > 0 ? 0 : retries}`
  }

  private variable(): Definition[] {
    return this.named('SET_VARIABLE', { inputParameters: { x: this.random.below(9), y: '${workflow.input.a}' } })
  }

  /** Such as take no time: what runs beside them sees the same everywhere. */
  private script(): Definition[] {
    const expression = this.random.pick([
      '$.p * 2',
      '"text" + $.p',
      '({ n: $.p, list: [1, 2] })',
      '$.p > 2 ? $.p : null',
    ])
    return this.keeping(this.named('INLINE', { inputParameters: { evaluatorType: 'graaljs', expression, p: 3 } }))
  }

  private query(): Definition[] {
    const queryExpression = this.random.pick(['{n: .p}', '.p + 1', '[.p, .p]', '.p[]?'])
    return this.keeping(this.named('JSON_JQ_TRANSFORM', { inputParameters: { queryExpression, p: 3 } }))
  }

  private keeping(tasks: Definition[]): Definition[] {
    for (const { taskReferenceName } of tasks) this.ended.push(String(taskReferenceName))
    return tasks
  }

  private ending(): Definition[] {
    if (this.random.chance(0.7)) return this.worker()
    const terminationStatus = this.random.pick(['COMPLETED', 'FAILED', 'TERMINATED'])
    const inputParameters = {
      terminationStatus,
      terminationReason: 'enough',
      workflowOutput: { o: '${workflow.input.a}' },
    }
    return this.named('TERMINATE', { inputParameters })
  }

  /** What happens inside may not have happened for those behind. */
  private inside<T>(make: () => T): T {
    const { ended } = this
    this.ended = [...ended]
    const made = make()
    this.ended = ended
    return made
  }

  private choice(depth: number, isInLoop: boolean): Definition[] {
    const branch = () => this.inside(() => this.sequence(depth - 1, this.random.below(3), isInLoop))
    const byKey = { evaluatorType: 'value-param', expression: 'to' }
    return this.named('SWITCH', {
      ...(this.random.chance(0.5) ? byKey : { evaluatorType: 'javascript', expression: '$.to' }),
      inputParameters: { to: this.random.pick(['a', 'b', 'none']) },
      decisionCases: { a: branch(), b: branch() },
      defaultCase: this.random.chance(0.5) ? branch() : [],
    })
  }

  private fork(depth: number, isInLoop: boolean): Definition[] {
    const branch = () => this.inside(() => this.sequence(depth - 1, 1 + this.random.below(2), isInLoop))
    this.forks += 1
    const forkTasks = Array.from({ length: 2 + this.random.below(2) }, branch)
    this.forks -= 1
    const joinOn = forkTasks.map((tasks) => tasks.at(-1)?.['taskReferenceName'])
    return [...this.named('FORK_JOIN', { forkTasks }), ...this.keeping(this.named('JOIN', { joinOn }))]
  }

  private dynamicFork(): Definition[] {
    const references = Array.from({ length: this.random.below(4) }, () => this.reference('d'))
    for (const reference of references) this.willReport(reference)
    const made = references.map((taskReferenceName) => ({
      name: 'parity_0',
      taskReferenceName,
      type: 'SIMPLE',
    }))
    const given = Object.fromEntries(references.map((reference, i) => [reference, { i }]))
    const fork = this.named('FORK_JOIN_DYNAMIC', {
      dynamicForkTasksParam: 'made',
      dynamicForkTasksInputParamName: 'given',
      inputParameters: { made, given },
    })
    return [...fork, ...this.keeping(this.named('JOIN'))]
  }

  private loop(depth: number): Definition[] {
    const loopOver = this.inside(() => this.sequence(depth - 1, 1 + this.random.below(2), true))
    const name = this.reference('l')
    const inputParameters = { times: 1 + this.random.below(3) }
    const loopCondition = `$.${name}.iteration < $.times`
    return [{ name, taskReferenceName: name, type: 'DO_WHILE', inputParameters, loopCondition, loopOver }]
  }

  private child(depth: number): Definition[] {
    const name = `${this.prefix}_${this.reference('c')}`
    const tasks = this.inside(() => {
      this.ended = []
      return this.sequence(depth - 1, 1 + this.random.below(2), false)
    })
    const definition = { ...workflow(name, tasks), outputParameters: { a: '${workflow.input.a}' } }
    const isInline = this.random.chance(0.3)
    if (!isInline) this.children.push(definition)
    const subWorkflowParam = { name, version: 1, ...(isInline ? { workflowDefinition: definition } : {}) }
    const inputParameters = { a: '${workflow.input.a}' }
    return this.keeping(this.named('SUB_WORKFLOW', { inputParameters, subWorkflowParam }))
  }
}
