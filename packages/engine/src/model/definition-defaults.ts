// Fills in what a definition leaves out, with the values Conductor answers with.
// Unknown properties are dropped here, so what is stored is exactly the shape of `definition.ts`.

import type {
  SubWorkflowParams,
  SubWorkflowParamsInput,
  TaskDef,
  TaskDefInput,
  WorkflowDef,
  WorkflowDefInput,
  WorkflowTask,
  WorkflowTaskInput,
} from './definition.ts'

/** A workflow definition with every default in place. The input is not changed. */
export function toWorkflowDef(input: WorkflowDefInput): WorkflowDef {
  return {
    ...auditOf(input),
    name: input.name,
    ...given(input, ['description']),
    version: input.version ?? 1,
    tasks: input.tasks.map(toWorkflowTask),
    inputParameters: input.inputParameters ?? [],
    outputParameters: input.outputParameters ?? {},
    ...given(input, ['failureWorkflow', 'failureWorkflowVersion']),
    schemaVersion: input.schemaVersion ?? 2,
    restartable: input.restartable ?? true,
    workflowStatusListenerEnabled: input.workflowStatusListenerEnabled ?? false,
    ...given(input, ['workflowStatusListenerSink', 'ownerEmail']),
    timeoutPolicy: input.timeoutPolicy ?? 'ALERT_ONLY',
    timeoutSeconds: input.timeoutSeconds ?? 0,
    variables: input.variables ?? {},
    inputTemplate: input.inputTemplate ?? {},
    ...given(input, ['rateLimitConfig', 'inputSchema', 'outputSchema']),
    enforceSchema: input.enforceSchema ?? true,
    metadata: input.metadata ?? {},
    ...given(input, ['cacheConfig']),
    maskedFields: input.maskedFields ?? [],
  }
}

/** A task of a workflow with every default in place, its nested tasks included. */
export function toWorkflowTask(input: WorkflowTaskInput): WorkflowTask {
  return {
    name: input.name,
    taskReferenceName: input.taskReferenceName,
    ...given(input, ['description']),
    inputParameters: input.inputParameters ?? {},
    type: input.type ?? 'SIMPLE',
    ...given(input, ['dynamicTaskNameParam', 'caseValueParam', 'caseExpression', 'scriptExpression']),
    decisionCases: mapValues(input.decisionCases ?? {}, (tasks) => tasks.map(toWorkflowTask)),
    ...given(input, ['dynamicForkJoinTasksParam', 'dynamicForkTasksParam', 'dynamicForkTasksInputParamName']),
    defaultCase: (input.defaultCase ?? []).map(toWorkflowTask),
    forkTasks: (input.forkTasks ?? []).map((branch) => branch.map(toWorkflowTask)),
    startDelay: input.startDelay ?? 0,
    ...(input.subWorkflowParam ? { subWorkflowParam: toSubWorkflowParams(input.subWorkflowParam) } : {}),
    joinOn: input.joinOn ?? [],
    ...given(input, ['sink']),
    optional: input.optional ?? false,
    ...(input.taskDefinition ? { taskDefinition: toTaskDef(input.taskDefinition) } : {}),
    ...given(input, ['rateLimited']),
    defaultExclusiveJoinTask: input.defaultExclusiveJoinTask ?? [],
    asyncComplete: input.asyncComplete ?? false,
    ...given(input, ['loopCondition']),
    loopOver: (input.loopOver ?? []).map(toWorkflowTask),
    ...given(input, ['items', 'retryCount', 'evaluatorType', 'expression']),
    onStateChange: input.onStateChange ?? {},
    ...given(input, ['joinStatus', 'joinMode', 'cacheConfig']),
    permissive: input.permissive ?? false,
    metadata: input.metadata ?? {},
  }
}

/** A task definition with every default in place. */
export function toTaskDef(input: TaskDefInput): TaskDef {
  return {
    ...auditOf(input),
    name: input.name,
    ...given(input, ['description']),
    retryCount: input.retryCount ?? 3,
    timeoutSeconds: input.timeoutSeconds ?? 0,
    inputKeys: input.inputKeys ?? [],
    outputKeys: input.outputKeys ?? [],
    runtimeMetadata: input.runtimeMetadata ?? [],
    timeoutPolicy: input.timeoutPolicy ?? 'TIME_OUT_WF',
    retryLogic: input.retryLogic ?? 'FIXED',
    retryDelaySeconds: input.retryDelaySeconds ?? 60,
    responseTimeoutSeconds: input.responseTimeoutSeconds ?? 3600,
    ...given(input, ['concurrentExecLimit']),
    inputTemplate: input.inputTemplate ?? {},
    rateLimitPerFrequency: input.rateLimitPerFrequency ?? 0,
    rateLimitFrequencyInSeconds: input.rateLimitFrequencyInSeconds ?? 1,
    ...given(input, ['isolationGroupId', 'executionNameSpace', 'ownerEmail', 'pollTimeoutSeconds']),
    backoffScaleFactor: input.backoffScaleFactor ?? 1,
    maxRetryDelaySeconds: input.maxRetryDelaySeconds ?? 0,
    backoffJitterMs: input.backoffJitterMs ?? 0,
    ...given(input, ['baseType']),
    totalTimeoutSeconds: input.totalTimeoutSeconds ?? 0,
    taskStatusListenerEnabled: input.taskStatusListenerEnabled ?? true,
    ...given(input, ['inputSchema', 'outputSchema']),
    enforceSchema: input.enforceSchema ?? false,
  }
}

function toSubWorkflowParams(input: SubWorkflowParamsInput): SubWorkflowParams {
  const inline = input.workflowDefinition
  const definition = typeof inline === 'object' && inline !== null ? toWorkflowDef(inline) : inline
  // Reading name and version of parameters with an inline definition yields the definition's own.
  const named =
    typeof definition === 'object' && definition !== null
      ? { name: definition.name, version: definition.version }
      : given(input, ['name', 'version'])
  return {
    ...named,
    ...given(input, ['taskToDomain']),
    ...(definition ? { workflowDefinition: definition } : {}),
    ...given(input, ['idempotencyKey', 'idempotencyStrategy', 'priority']),
  }
}

type Audited = Partial<Pick<WorkflowDef, 'createTime' | 'updateTime' | 'createdBy' | 'updatedBy' | 'ownerApp'>>

function auditOf(input: Audited) {
  return {
    ...given(input, ['ownerApp']),
    createTime: input.createTime ?? 0,
    updateTime: input.updateTime ?? 0,
    ...given(input, ['createdBy', 'updatedBy']),
  }
}

/** Those of the named properties that have a value; `null` counts as absent, as everywhere on the wire. */
function given<T extends object, K extends keyof T>(
  from: T,
  keys: readonly K[],
): { [P in K]?: Exclude<T[P], undefined> } {
  const found: { [P in K]?: Exclude<T[P], undefined> } = {}
  for (const key of keys) {
    const value = from[key]
    // The compiler does not narrow an indexed access by a generic key.
    if (value !== undefined && value !== null) found[key] = value as Exclude<T[K], undefined>
  }
  return found
}

function mapValues<A, B>(map: Record<string, A>, change: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]))
}
