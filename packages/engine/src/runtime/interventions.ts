// What people put into an execution that is under way is held to what the input of a start is held to: size, schema, and
// the check of whoever runs the engine.

import { nodeOf } from '../decider/run.ts'
import type { Run, TaskRecord } from '../decider/run.ts'
import type { Plan, PlanNode } from '../decider/plan.ts'
import { resolveInput } from '../decider/records.ts'
import { EngineError } from '../errors.ts'
import type { SchemaDef, TaskDef, WorkflowDef } from '../model/definition.ts'
import type { JsonMap } from '../model/json.ts'
import { taskPayloadRefusal, variablesRefusal } from '../payloads/payload-limit.ts'
import type { Intervention, InterventionCheck } from '../ports.ts'
import { schemaViolation } from '../schema/schema-check.ts'

const nothing: ReadonlySet<string> = new Set()

/** Each of them throws an EngineError: TOO_LARGE, INVALID, or what the check says. Nothing has changed then. */
export class Interventions {
  private readonly check: InterventionCheck
  private readonly environment: (name: string) => string | undefined
  private readonly taskDefinition: (name: string) => TaskDef | undefined

  constructor(parts: {
    check: InterventionCheck
    environment: (name: string) => string | undefined
    taskDefinition: (name: string) => TaskDef | undefined
  }) {
    this.check = parts.check
    this.environment = parts.environment
    this.taskDefinition = parts.taskDefinition
  }

  /** Before a task runs again with another input. It may keep what it had. */
  mayRerunWith(run: Run, { id, ref, task, input: had, definition }: TaskRecord, input: JsonMap): void {
    mustBeSmall(run.id, id, input)
    this.mustPass({
      definition: run.def,
      into: { kind: 'input', task },
      payload: input,
      ownKeys: new Set(Object.keys(had)),
    })
    mustFit(definition?.enforceSchema, definition?.inputSchema, input, `The input of task ${ref}`)
  }

  /** Before an execution goes on at a task, `over` laid over what the definition gives that task. */
  mayJumpWith(run: Run, { ref, task }: PlanNode, over: JsonMap): void {
    if (Object.keys(over).length === 0) return
    const definition = task.taskDefinition ?? this.taskDefinition(task.name)
    const input = { ...resolveInput(run, this.environment, task.inputParameters, definition), ...over }
    mustBeSmall(run.id, ref, input)
    this.mustPass({ definition: run.def, into: { kind: 'input', task }, payload: over, ownKeys: nothing })
    mustFit(definition?.enforceSchema, definition?.inputSchema, input, `The input of task ${ref}`)
  }

  /** Before a task is skipped. Nobody works by its input; its output is read by what follows, when there is one. */
  maySkipWith(run: Run, ref: string, input: JsonMap, output: JsonMap): void {
    const node = nodeOf(run, ref)
    if (!node) return
    mustBeSmall(run.id, ref, input)
    this.mustPass({
      definition: run.def,
      into: { kind: 'input', task: node.task },
      payload: input,
      ownKeys: nothing,
    })
    this.mayPassWith(run.id, run.def, node, output)
  }

  /** Before tasks of another version count as passed, each with its output. Those of no task are nobody's. */
  mayUpgradeWith(
    workflowId: string,
    definition: WorkflowDef,
    plan: Plan,
    outputs: Readonly<Record<string, JsonMap>>,
  ): void {
    for (const [ref, output] of Object.entries(outputs)) {
      const node = plan.nodes.get(ref) ?? plan.nodes.get(ref.replace(/(__\d+)+$/, ''))
      if (node) this.mayPassWith(workflowId, definition, node, output)
    }
  }

  /** Before variables are laid over those of a run. */
  mayHaveVariables(run: Run, variables: JsonMap): void {
    const refusal = variablesRefusal(run.id, { ...run.variables, ...variables })
    if (refusal !== undefined) throw new EngineError('TOO_LARGE', refusal, { workflowId: run.id })
    this.mustPass({
      definition: run.def,
      into: { kind: 'variables' },
      payload: variables,
      ownKeys: new Set(Object.keys(run.variables)),
    })
  }

  private mayPassWith(workflowId: string, definition: WorkflowDef, { ref, task }: PlanNode, output: JsonMap): void {
    if (Object.keys(output).length === 0) return
    mustBeSmall(workflowId, ref, output)
    this.mustPass({ definition, into: { kind: 'output', task }, payload: output, ownKeys: nothing })
    const { enforceSchema, outputSchema } = task.taskDefinition ?? this.taskDefinition(task.name) ?? {}
    mustFit(enforceSchema, outputSchema, output, `The output of task ${ref}`)
  }

  private mustPass(intervention: Intervention): void {
    const refusal = this.check(intervention)
    if (refusal) throw new EngineError(refusal.code, refusal.message, { name: intervention.definition.name })
  }
}

function mustBeSmall(workflowId: string, taskIdOrRef: string, payload: JsonMap): void {
  const refusal = taskPayloadRefusal(workflowId, taskIdOrRef, payload)
  if (refusal !== undefined) throw new EngineError('TOO_LARGE', refusal, { workflowId })
}

function mustFit(
  enforced: boolean | undefined,
  schema: SchemaDef | undefined,
  payload: JsonMap,
  subject: string,
): void {
  const violation = enforced ? schemaViolation(schema, payload, subject) : undefined
  if (violation !== undefined) throw new EngineError('INVALID', violation)
}
