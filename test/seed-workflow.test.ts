// A definition in the shape that beginners write: figures of the person as inputs, every HTTP task to one address, task
// definitions registered under the names of system tasks, an output that names a task which does not exist. It loads
// and runs to the end on both branches.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { Client, eventually, type Gatehouse, startGatehouse } from './support/gatehouse.ts'

/** Longer than the response timeout below, so that the JOIN is still waiting when that has passed. */
const SLOW_MS = 2_500

const INPUT = { firstName: 'Anna', lastName: 'Beispiel', homeAdress: 'Musterstraße 1, 10115 Berlin', salary: 48_000 }

let gatehouse: Gatehouse
let client: Client
let backend: Server
let address: string
const asked: unknown[] = []

beforeAll(async () => {
  backend = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
      asked.push(body)
      const answer = () => response.writeHead(200, { 'content-type': 'application/json' }).end('{"riskScore":"LOW"}')
      setTimeout(answer, isCheckOfSanctions(body) ? SLOW_MS : 0)
    })
  }).listen(0, '127.0.0.1')
  await eventually('the backend', async () => backend.listening)
  // A TCP server that listens has an address with a port.
  address = `http://127.0.0.1:${(backend.address() as AddressInfo).port}/`
  gatehouse = await startGatehouse()
  client = new Client(gatehouse.url)
  await client.call('POST', '/api/metadata/taskdefs', taskDefinitions())
  await client.call('POST', '/api/metadata/workflow', workflow())
}, 60_000)
afterAll(async () => {
  await gatehouse.stop()
  backend.close()
  backend.closeAllConnections()
})

it('keeps what was registered', async () => {
  const kept = await client.call('GET', '/api/metadata/workflow/careless_kyc?version=1')
  expect(kept).toMatchObject({
    name: 'careless_kyc',
    version: 1,
    tasks: workflow().tasks.map(({ name }) => ({ name })),
  })
  for (const { name } of taskDefinitions())
    expect(await client.call('GET', `/api/metadata/taskdefs/${name}`)).toMatchObject({ name })
})

it('completes on the accepting branch, with the class from the worker', { timeout: 60_000 }, async () => {
  const run = await runToEnd({ ...INPUT, service: 'customer' })
  expect(run).toMatchObject({
    status: 'COMPLETED',
    output: { result: 'customer', riskScore: 'LOW', customerClass: 'RETAIL', nothing: null },
  })
  const join = run.tasks.find(({ referenceTaskName }) => referenceTaskName === 'validations_join')
  expect(join).toMatchObject({ status: 'COMPLETED', taskType: 'JOIN' })
  // It stood longer than the response timeout registered under its name.
  expect(Number(join?.endTime) - Number(join?.scheduledTime)).toBeGreaterThan(SLOW_MS - 500)
  expect(run.tasks.filter(({ status }) => status !== 'COMPLETED')).toEqual([])
})

it.each([['nobody'], [undefined]])(
  'completes on the rejecting branch, service %s',
  { timeout: 60_000 },
  async (service) => {
    const run = await runToEnd(service === undefined ? INPUT : { ...INPUT, service })
    expect(run).toMatchObject({ status: 'COMPLETED', output: { result: 'no_customer' } })
    const names = run.tasks.map(({ referenceTaskName }) => referenceTaskName)
    expect(names).toContain('end_no_customer')
    expect(names).not.toContain('assign_customer_class')
  },
)

it('fills the bodies in from the inputs', () => {
  expect(asked).toContainEqual({ step: 'get_client_personal_details', ...INPUT })
  expect(asked).toContainEqual({ step: 'validate_account', ...INPUT })
})

const ExecutionSchema = z.looseObject({
  status: z.string(),
  output: z.record(z.string(), z.unknown()),
  tasks: z.array(
    z.looseObject({
      referenceTaskName: z.string(),
      taskType: z.string(),
      status: z.string(),
      scheduledTime: z.number(),
      endTime: z.number(),
    }),
  ),
})

async function runToEnd(input: object): Promise<z.infer<typeof ExecutionSchema>> {
  const workflowId = String(await client.call('POST', '/api/workflow/careless_kyc', input))
  return eventually('the end of the workflow', async () => {
    const run = ExecutionSchema.parse(await client.call('GET', `/api/workflow/${workflowId}`))
    return run.status !== 'RUNNING' && run
  })
}

function isCheckOfSanctions(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'step' in body && body.step === 'validate_sanctions'
}

/** System tasks need no definition. Whoever registers some all the same must not be punished for it. */
function taskDefinitions() {
  const common = { ownerEmail: 'author@example.com', retryCount: 0, timeoutPolicy: 'TIME_OUT_WF' as const }
  const system = ['HTTP', 'FORK_JOIN', 'JOIN', 'SWITCH', 'TERMINATE', 'validations_join', 'scores_join']
  return [
    ...system.map((name) => ({ ...common, name, timeoutSeconds: 0, responseTimeoutSeconds: 1 })),
    ...['details', 'validation', 'score', 'message'].map((name) => ({
      ...common,
      name,
      timeoutSeconds: 60,
      responseTimeoutSeconds: 30,
    })),
  ]
}

function http(name: string, taskReferenceName: string) {
  return {
    name,
    taskReferenceName,
    type: 'HTTP',
    inputParameters: {
      http_request: {
        uri: address,
        method: 'POST',
        connectionTimeOut: 3000,
        readTimeOut: 5000,
        contentType: 'application/json',
        body: {
          step: taskReferenceName,
          firstName: '${workflow.input.firstName}',
          lastName: '${workflow.input.lastName}',
          homeAdress: '${workflow.input.homeAdress}',
          salary: '${workflow.input.salary}',
        },
      },
    },
  }
}

function workflow() {
  return {
    name: 'careless_kyc',
    description: 'Onboarding as a first try would draw it',
    version: 1,
    schemaVersion: 2,
    ownerEmail: 'author@example.com',
    inputParameters: ['firstName', 'lastName', 'homeAdress', 'salary', 'service'],
    timeoutPolicy: 'ALERT_ONLY',
    timeoutSeconds: 0,
    tasks: [
      http('details', 'get_client_personal_details'),
      http('details', 'get_client_financial_details'),
      http('details', 'get_client_background'),
      {
        name: 'FORK_JOIN',
        taskReferenceName: 'customer_information_validations',
        type: 'FORK_JOIN',
        forkTasks: [
          [http('validation', 'validate_names')],
          [http('validation', 'validate_sanctions')],
          [http('validation', 'validate_account')],
        ],
      },
      {
        name: 'JOIN',
        taskReferenceName: 'validations_join',
        type: 'JOIN',
        joinOn: ['validate_names', 'validate_sanctions', 'validate_account'],
      },
      {
        name: 'SWITCH',
        taskReferenceName: 'customer_acceptance',
        type: 'SWITCH',
        evaluatorType: 'value-param',
        expression: 'service',
        inputParameters: { service: '${workflow.input.service}' },
        decisionCases: {
          customer: [
            {
              name: 'FORK_JOIN',
              taskReferenceName: 'scores',
              type: 'FORK_JOIN',
              forkTasks: [
                [http('score', 'calculate_risk_score')],
                [
                  {
                    name: 'assign_customer_class',
                    taskReferenceName: 'assign_customer_class',
                    type: 'SIMPLE',
                    inputParameters: { salary: '${workflow.input.salary}' },
                  },
                ],
              ],
            },
            {
              name: 'scores_join',
              taskReferenceName: 'scores_join',
              type: 'JOIN',
              joinOn: ['calculate_risk_score', 'assign_customer_class'],
            },
            http('message', 'send_notification'),
            {
              name: 'TERMINATE',
              taskReferenceName: 'end_customer',
              type: 'TERMINATE',
              inputParameters: {
                terminationStatus: 'COMPLETED',
                workflowOutput: {
                  result: 'customer',
                  riskScore: '${calculate_risk_score.output.response.body.riskScore}',
                  customerClass: '${assign_customer_class.output.customerClass}',
                  nothing: '${no_such_task.output.value}',
                },
              },
            },
          ],
        },
        defaultCase: [
          {
            name: 'TERMINATE',
            taskReferenceName: 'end_no_customer',
            type: 'TERMINATE',
            inputParameters: { terminationStatus: 'COMPLETED', workflowOutput: { result: 'no_customer' } },
          },
        ],
      },
    ],
  }
}
