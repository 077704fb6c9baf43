import { describe, expect, it } from 'vitest'
import { judgeTaskDef, judgeWorkflowDef } from './definition-rules.ts'
import { readTaskDef, readWorkflowDef } from './definition-readers.ts'

const judged = (definition: unknown) =>
  judgeWorkflowDef(readWorkflowDef(definition, ''), 'registerWorkflowDef.arg0', () => undefined)
const messages = (definition: unknown) => judged(definition).map(({ message }) => message)
const task = (more: object) => ({ name: 't', taskReferenceName: 't', ...more })
const ofTask = (more: object) => messages({ name: 'w', tasks: [task(more)] })

const paths = (more: object) => judged({ name: 'w', tasks: [task(more)] }).map(({ path }) => path)
const required = (field: string, type: string) => `${field} field is required for taskType: ${type} taskName: t`
const judgedTask = (definition: unknown) => judgeTaskDef(readTaskDef(definition, ''), 'registerTaskDef.arg0[0]')

describe('judgeWorkflowDef', () => {
  it('passes a plain definition', () => {
    expect(judged({ name: 'w', version: 0, tasks: [task({ inputParameters: { a: '${workflow.input.a}' } })] })).toEqual(
      [],
    )
  })

  it('names what an empty definition lacks', () => {
    expect(judged({})).toEqual([
      { path: 'registerWorkflowDef.arg0.name', message: 'WorkflowDef name cannot be null or empty' },
      { path: 'registerWorkflowDef.arg0.tasks', message: 'WorkflowTask list cannot be empty' },
    ])
  })

  it('wants schema version 2, and null means 0', () => {
    const message = 'workflowDef schemaVersion: 2 is only supported'
    const path = 'registerWorkflowDef.arg0.schemaVersion'
    expect(judged({ name: 'w', schemaVersion: 1, tasks: [task({})] })).toEqual([{ path, message, invalidValue: '1' }])
    expect(judged({ name: 'w', schemaVersion: null, tasks: [task({})] })).toEqual([
      { path, message, invalidValue: '0' },
    ])
  })

  it('looks into cases, defaults and branches, not into loop bodies', () => {
    const nameless = { name: '', taskReferenceName: 'x' }
    const inSwitch = { type: 'SWITCH', evaluatorType: 'value-param', expression: 'a' }
    expect(paths({ ...inSwitch, decisionCases: { a: [nameless] } })).toEqual([
      'registerWorkflowDef.arg0.tasks[0].decisionCases[a].<map value>[0].name',
    ])
    expect(paths({ ...inSwitch, decisionCases: { a: [] }, defaultCase: [nameless] })).toEqual([
      'registerWorkflowDef.arg0.tasks[0].defaultCase[0].name',
    ])
    expect(paths({ type: 'FORK_JOIN', forkTasks: [[], [nameless]] })).toEqual([
      'registerWorkflowDef.arg0.tasks[0].forkTasks[1].<list element>[0].name',
    ])
    expect(paths({ type: 'DO_WHILE', loopCondition: 'true', loopOver: [nameless] })).toEqual([])
  })

  it('takes an empty loop condition, as loops over a list have it', () => {
    expect(paths({ type: 'DO_WHILE', loopCondition: '', loopOver: [task({ taskReferenceName: 'body' })] })).toEqual([])
  })

  it('wants references to be unique over all nested tasks', () => {
    const loop = { type: 'DO_WHILE', loopCondition: 'true', loopOver: [task({})] }
    expect(judged({ name: 'w', tasks: [task(loop)] })).toEqual([
      {
        path: 'registerWorkflowDef.arg0',
        message: 'taskReferenceName: t should be unique across tasks for a given workflowDefinition: w',
      },
    ])
  })

  it.each([
    [
      '${nope.output.y}',
      'taskReferenceName: nope for given task: t input value: z of input parameter: ${nope.output.y} is not defined in workflow definition.',
    ],
    [
      'a ${b__1.output} c',
      'taskReferenceName: b__1 for given task: t input value: z of input parameter: a ${b__1.output} c is not defined in workflow definition.',
    ],
    ['${}', 'key: z input parameter value:  is not valid'],
    ['${ workflow.input.s }', 'key: z input parameter value:  workflow.input.s  is not valid'],
  ])('refuses the expression %s at the top level', (expression, message) => {
    expect(ofTask({ inputParameters: { a: [{ z: expression }] } })).toEqual([message])
    const nested = {
      type: 'DO_WHILE',
      loopCondition: 'true',
      loopOver: [{ name: 'x', taskReferenceName: 'x', inputParameters: { z: expression } }],
    }
    expect(ofTask(nested)).toEqual([])
  })

  it.each([
    '${workflow.input.a[0].b}',
    '$${nope.x}',
    '${t.output["k"]}',
    "${['t'].output}",
    '${CPEWF_TASK_ID}',
    '${HOSTNAME}',
    '${unclosed',
    '${t.output[${workflow.input.i}]}',
    'plain',
  ])('accepts the text %s', (text) => expect(ofTask({ inputParameters: { z: text } })).toEqual([]))
})

describe('rules by task type', () => {
  it.each<[object, string[]]>([
    [{ type: 'EVENT' }, [required('sink', 'EVENT')]],
    [{ type: 'DYNAMIC' }, [required('dynamicTaskNameParam', 'DYNAMIC')]],
    [{ type: 'SUB_WORKFLOW' }, [required('subWorkflowParam', 'SUB_WORKFLOW')]],
    [
      { type: 'DO_WHILE', items: '${workflow.input.l}' },
      [required('loopCondition', 'DO_WHILE'), required('loopOver', 'DO_WHILE')],
    ],
    [
      { type: 'SWITCH' },
      [
        required('evaluatorType', 'SWITCH'),
        required('expression', 'SWITCH'),
        'decisionCases should have atleast one task for taskType: SWITCH taskName: t',
      ],
    ],
    [{ type: 'DECISION', decisionCases: { a: [] } }, [required('caseValueParam or caseExpression', 'DECISION')]],
    [{ type: 'KAFKA_PUBLISH' }, [required('inputParameters.kafka_request', 'KAFKA_PUBLISH')]],
    [{ type: 'JSON_JQ_TRANSFORM' }, [required('inputParameters.queryExpression', 'JSON_JQ_TRANSFORM')]],
    [{ type: 'HTTP' }, [required('inputParameters.http_request or inputParameters.uri', 'HTTP')]],
    [{ type: 'HTTP', inputParameters: { method: 'GET' } }, []],
    [{ type: 'HTTP', taskDefinition: { name: 't', inputTemplate: { http_request: {} } } }, []],
    [{ type: 'FORK_JOIN' }, ['forkTasks should have atleast one task for taskType: FORK_JOIN taskName: t']],
    [{ type: 'FORK_JOIN', forkTasks: [[]] }, []],
    [
      { type: 'FORK_JOIN_DYNAMIC' },
      [
        required('dynamicForkTasksInputParamName', 'FORK_JOIN_DYNAMIC'),
        required('dynamicForkTasksParam', 'FORK_JOIN_DYNAMIC'),
      ],
    ],
    [{ type: 'FORK_JOIN_DYNAMIC', inputParameters: { forkTaskInputs: '${workflow.input.l}' } }, []],
    [{ type: 'FORK_JOIN_DYNAMIC', dynamicForkJoinTasksParam: 'p' }, []],
    [
      { type: 'FORK_JOIN_DYNAMIC', dynamicForkJoinTasksParam: 'p', dynamicForkTasksParam: 'q' },
      [
        'dynamicForkJoinTasksParam or combination of dynamicForkTasksInputParamName and dynamicForkTasksParam cam be used for taskType: FORK_JOIN_DYNAMIC taskName: t',
      ],
    ],
    [
      { type: 'TERMINATE', optional: true },
      [
        'terminate task cannot be optional, taskName: t',
        'terminate task must have an terminationStatus parameter and must be set to COMPLETED or FAILED, taskName: t',
      ],
    ],
    [{ type: 'TERMINATE', inputParameters: { terminationStatus: 'TERMINATED' } }, []],
    [{ type: 'WAIT' }, []],
    [
      { type: 'WAIT', inputParameters: { duration: '', until: '' } },
      ["Both 'duration' and 'until' specified. Please provide only one input"],
    ],
    [{ type: 'WAIT', inputParameters: { duration: 'PT1S' } }, ['Either date or duration is passed as null ']],
    [{ type: 'WAIT', inputParameters: { duration: 5 } }, ['Either date or duration is passed as null ']],
    [{ type: 'WAIT', inputParameters: { duration: '1d 2h 30 mins 10s' } }, []],
    [{ type: 'WAIT', inputParameters: { duration: '${workflow.input.d}' } }, []],
    [{ type: 'WAIT', inputParameters: { until: '2026-01-01T00:00' } }, ['Unable to parse date ']],
    [{ type: 'WAIT', inputParameters: { until: '2026-01-01 10:00 GMT+02:00' } }, []],
    [{ type: 'INLINE' }, []],
    [{ type: 'inline' }, []],
    [{ type: 'constructor' }, []],
  ])('%j', (more, expected) => expect(ofTask(more)).toEqual(expected))

  it('compiles the expression of a javascript SWITCH, and only that', () => {
    const expression = '$.a +* 1'
    const [message] = ofTask({ type: 'SWITCH', evaluatorType: 'javascript', expression, decisionCases: { a: [] } })
    expect(message).toMatch(/^Expression is not well formatted: .+, taskType: SWITCH taskName t$/)
    expect(ofTask({ type: 'SWITCH', evaluatorType: 'graaljs', expression, decisionCases: { a: [] } })).toEqual([])
    const runs = {
      type: 'SWITCH',
      evaluatorType: 'javascript',
      expression: 'process.exit(1)',
      decisionCases: { a: [] },
    }
    expect(ofTask(runs)).toEqual([])
  })
})

describe('judgeTaskDef', () => {
  it('passes a name alone', () => expect(judgedTask({ name: 't' })).toEqual([]))

  it.each<[object, string, string]>([
    [{ retryCount: -1 }, '.retryCount', 'TaskDef retryCount: 0 must be >= 0'],
    [
      { responseTimeoutSeconds: 0 },
      '.responseTimeoutSeconds',
      'TaskDef responseTimeoutSeconds: 0 should be minimum 1 second',
    ],
    [
      { responseTimeoutSeconds: null },
      '.responseTimeoutSeconds',
      'TaskDef responseTimeoutSeconds: 0 should be minimum 1 second',
    ],
    [{ pollTimeoutSeconds: -1 }, '.pollTimeoutSeconds', 'TaskDef pollTimeoutSeconds: 0 must be >= 0'],
    [{ backoffScaleFactor: 0 }, '.backoffScaleFactor', 'Backoff scale factor. Applicable for LINEAR_BACKOFF'],
    [{ maxRetryDelaySeconds: -2 }, '.maxRetryDelaySeconds', 'TaskDef maxRetryDelaySeconds: 0 must be >= 0'],
    [{ backoffJitterMs: -2 }, '.backoffJitterMs', 'TaskDef backoffJitterMs: 0 must be >= 0'],
    [{ totalTimeoutSeconds: -2 }, '.totalTimeoutSeconds', 'TaskDef totalTimeoutSeconds: 0 must be >= 0'],
    [{ timeoutSeconds: 10 }, '', 'TaskDef: t responseTimeoutSeconds: 3600 must be less than timeoutSeconds: 10'],
    [
      { timeoutSeconds: 10, responseTimeoutSeconds: 5, totalTimeoutSeconds: 9 },
      '',
      'TaskDef: t timeoutSeconds: 10 must be less than or equal to totalTimeoutSeconds: 9',
    ],
  ])('%j', (more, path, message) => {
    expect(judgedTask({ name: 't', ...more })).toMatchObject([{ path: `registerTaskDef.arg0[0]${path}`, message }])
  })

  it('lets negative timeouts and delays pass', () => {
    expect(judgedTask({ name: 't', timeoutSeconds: -1, retryDelaySeconds: -1 })).toEqual([])
  })
})
