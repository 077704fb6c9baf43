/**
 * Conductor's answers for the flow that is measured, with the definitions that they carry: what any server that speaks its
 * REST has to send. Almost everything in them is the same for all flows.
 */
import { toTaskDef, toWorkflowDef } from '../../packages/engine/src/model/definition-defaults.ts'
import type { TaskDefInput, WorkflowDefInput } from '../../packages/engine/src/model/definition.ts'
import type { Task, Workflow } from '../../packages/engine/src/model/execution.ts'
import { tasksJson, workflowJson } from '../../packages/engine/src/rest/workflow-json.ts'
import { Registry } from '../../packages/engine/src/runtime/registry.ts'
import { kycFlow, kycWorkers, taskDefinitions } from './kyc-flow.ts'
import type { PolledTask } from './lean-workers.ts'

const registry = new Registry()
// Definitions as clients send them.
for (const definition of taskDefinitions(kycWorkers) as unknown as TaskDefInput[])
  registry.putTask(toTaskDef(definition))
const workflowDefinition = registry.snapshot(toWorkflowDef(kycFlow as unknown as WorkflowDefInput)).definition
const allTasks = workflowDefinition.tasks.flatMap((task) => [task, ...task.forkTasks.flat()])
const tasksByName = new Map(allTasks.map((task) => [task.name, task]))

export function pollAnswer(tasks: readonly PolledTask[]): string {
  return tasksJson(tasks.map(polledTask))
}

export function workflowAnswer(workflowId: string, status: Workflow['status']): string {
  const now = Date.now()
  return workflowJson({
    ownerApp: '',
    createTime: now,
    updateTime: now,
    status,
    endTime: now,
    workflowId,
    tasks: [],
    input: { caseId: 'c-1' },
    output: { score: 2 },
    taskToDomain: {},
    failedReferenceTaskNames: [],
    failedTaskNames: [],
    workflowDefinition,
    priority: 0,
    variables: { score: 2 },
    lastRetriedTime: 0,
    history: [],
    rateLimited: false,
    startTime: now,
    workflowName: workflowDefinition.name,
    workflowVersion: workflowDefinition.version,
  })
}

function polledTask({ taskId, workflowInstanceId, taskType }: PolledTask): Task {
  const workflowTask = tasksByName.get(taskType)
  const taskDefinition = workflowTask?.taskDefinition
  if (!workflowTask || !taskDefinition) throw new Error(`No task of the flow is called ${taskType}`)
  const now = Date.now()
  return {
    taskType,
    status: 'IN_PROGRESS',
    inputData: { caseId: 'c-1' },
    referenceTaskName: taskType,
    retryCount: 0,
    seq: 1,
    pollCount: 1,
    taskDefName: taskType,
    scheduledTime: now,
    startTime: now,
    endTime: 0,
    updateTime: now,
    startDelayInSeconds: 0,
    retried: false,
    executed: false,
    callbackFromWorker: true,
    responseTimeoutSeconds: taskDefinition.responseTimeoutSeconds,
    workflowInstanceId,
    workflowType: workflowDefinition.name,
    taskId,
    callbackAfterSeconds: 0,
    workerId: 'bench',
    outputData: {},
    workflowTask,
    rateLimitPerFrequency: 0,
    rateLimitFrequencyInSeconds: 1,
    workflowPriority: 0,
    iteration: 0,
    subworkflowChanged: false,
    firstStartTime: 0,
    firstScheduledTime: now,
    executionMetadata: { additionalContext: {}, empty: true, additionalContextMap: {} },
    queueWaitTime: 0,
    taskDefinition,
    loopOverTask: false,
  }
}
