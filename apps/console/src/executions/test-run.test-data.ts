/** Runs as the API gives them, built from the few fields that a test is about. */
import { type Execution, executionSchema, type Task, taskSchema } from '../api/conductor.ts'

let seq = 0

export const task = (referenceTaskName: string, status: string, more: Record<string, unknown> = {}): Task =>
  taskSchema.parse({
    taskId: `id-${(seq += 1)}`,
    taskType: 'HTTP',
    taskDefName: referenceTaskName,
    referenceTaskName,
    status,
    seq,
    inputData: {},
    outputData: {},
    ...more,
  })

export const run = (status: string, tasks: readonly Task[], more: Record<string, unknown> = {}): Execution => ({
  ...executionSchema.parse({
    workflowId: 'wf-1',
    workflowName: 'w',
    status,
    input: {},
    output: {},
    variables: {},
    ...more,
  }),
  tasks: [...tasks],
})
