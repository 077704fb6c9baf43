/** Reads the body of the workflow test: a start request with outputs that stand in for the work of tasks. */
import { isMap, type JsonMap } from '../model/json.ts'
import { type TaskResultStatus, taskResultStatuses } from '../model/status.ts'
import { readStartRequest, type StartBody } from './request-readers.ts'
import { data, list, mapOf, object, oneOf, type Read, whole } from './wire-reader.ts'

export interface TaskMock {
  readonly status: TaskResultStatus
  readonly output: JsonMap
  /** Milliseconds; what the record says in the answer. */
  readonly executionTime: number
  readonly queueWaitTime: number
}

export interface TestMocks {
  /** By reference name, one entry an attempt. */
  readonly outputs: Readonly<Record<string, readonly TaskMock[]>>
  /** Mocks of the children that SUB_WORKFLOW tasks start, by reference name. */
  readonly children: Readonly<Record<string, TestMocks>>
}

export interface TestBody extends StartBody {
  readonly mocks: TestMocks
}

const readMock = object<TaskMock>({
  status: oneOf(...taskResultStatuses),
  output: data,
  executionTime: whole,
  queueWaitTime: whole,
})
const defaults: TaskMock = { status: 'COMPLETED', output: {}, executionTime: 0, queueWaitTime: 0 }
const mockLists = mapOf(list((value, path): TaskMock => ({ ...defaults, ...readMock(value, path) })).read)

export const readTestRequest: Read<TestBody> = (value, path) => ({
  ...readStartRequest(value, path),
  mocks: readMocks(value, path),
})

function readMocks(value: unknown, path: string): TestMocks {
  const { taskRefToMockOutput = null, subWorkflowTestRequest = null } = isMap(value) ? value : {}
  return {
    outputs: taskRefToMockOutput === null ? {} : mockLists.read(taskRefToMockOutput, `${path}taskRefToMockOutput`),
    children:
      subWorkflowTestRequest === null
        ? {}
        : mapOf(readMocks).read(subWorkflowTestRequest, `${path}subWorkflowTestRequest`),
  }
}
