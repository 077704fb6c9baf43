import { expect, it } from 'vitest'
import { requestNeed } from './request-need.ts'

const definition = { name: 'orders' }

it.each([
  ['GET', '/api/metadata/workflow/a%20b', undefined, 'metadata-read or workflow-def a b READ'],
  ['DELETE', '/api/metadata/workflow/orders/1', undefined, 'metadata-write or workflow-def orders DELETE'],
  ['PUT', '/api/metadata/workflow/orders/tags', [], 'metadata-write or workflow-def orders UPDATE'],
  ['POST', '/api/metadata/workflow', definition, 'metadata-write or put-workflow-def orders'],
  [
    'PUT',
    '/api/metadata/workflow',
    [definition, { name: 'x' }],
    'metadata-write or put-workflow-def orders, put-workflow-def x',
  ],
  ['PUT', '/api/metadata/workflow', [definition, {}], 'metadata-write'],
  ['POST', '/api/metadata/taskdefs', [{ name: 'work' }], 'metadata-write or put-task-def work'],
  ['POST', '/api/workflow', definition, 'workflow-run or workflow-def orders EXECUTE'],
  ['POST', '/api/workflow', { ...definition, workflowDef: {} }, 'workflow-run'],
  ['POST', '/api/workflow/test', definition, 'workflow-run or workflow-def orders EXECUTE'],
  ['POST', '/api/workflow/orders', {}, 'workflow-run or workflow-def orders EXECUTE'],
  ['POST', '/api/workflow/execute/orders/1', {}, 'workflow-run or workflow-def orders EXECUTE'],
  ['POST', '/api/workflow/execute/orders/1', { workflowDef: {} }, 'workflow-run'],
  ['GET', '/api/workflow/search', undefined, 'workflow-read'],
  ['GET', '/api/workflow/w1', undefined, 'workflow-read or execution w1 READ'],
  ['GET', '/api/workflow/w1/tasks', undefined, 'workflow-read or execution w1 READ'],
  ['DELETE', '/api/workflow/w1', undefined, 'workflow-run or execution w1 EXECUTE'],
  ['PUT', '/api/workflow/decide/w1', undefined, 'workflow-run or execution w1 EXECUTE'],
  ['POST', '/api/workflow/w1/rerun', {}, 'workflow-run or execution w1 EXECUTE'],
  ['POST', '/api/workflow/bulk/terminate', ['w1'], 'workflow-run'],
  ['GET', '/api/tasks/poll/batch/work', undefined, 'task-work or task-def work EXECUTE'],
  ['GET', '/api/tasks/poll/work', undefined, 'task-work or task-def work EXECUTE'],
  ['POST', '/api/tasks', { taskId: 't1' }, 'task-work or task t1 EXECUTE'],
  ['POST', '/api/tasks', {}, 'task-work'],
  ['POST', '/api/tasks/t1/log', 'x', 'task-work or task t1 EXECUTE'],
  ['POST', '/api/tasks/w1/ref/COMPLETED', {}, 'workflow-run or execution w1 EXECUTE'],
  ['POST', '/api/tasks/queue/requeue/work', undefined, 'server-operate'],
  ['GET', '/api/secrets/KEY', undefined, 'secret-manage or secret KEY READ'],
  ['GET', '/api/scheduler/schedules/nightly', undefined, 'metadata-read'],
  // Conductor stops schedules by GET.
  ['GET', '/api/scheduler/schedules/pause-reminder', undefined, 'metadata-read'],
  ['GET', '/api/scheduler/schedules/resume', undefined, 'metadata-read'],
  ['GET', '/api/scheduler/schedules/pause/tags', undefined, 'metadata-read'],
  ['GET', '/api/event/requeue_orders', undefined, 'metadata-read'],
  ['GET', '/api/scheduler/schedules/nightly/pause', undefined, 'metadata-write'],
  ['GET', '/api/scheduler/schedules/pause/resume', undefined, 'metadata-write'],
  ['GET', '/api/scheduler/admin/requeue', undefined, 'metadata-write'],
  ['GET', '/api/scheduler/admin/pause', undefined, 'metadata-write'],
  ['POST', '/api/event/handleIncomingEvent', {}, 'workflow-run'],
  ['POST', '/api/event', {}, 'metadata-write'],
  ['GET', '/api/event/handler/h', undefined, 'metadata-read'],
  ['GET', '/api/event/message/orders', undefined, 'workflow-read'],
  ['GET', '/api/event/execution/h', undefined, 'workflow-read'],
  // Whatever is not known.
  ['POST', '/api/admin/sweep/requeue/w1', undefined, 'server-operate'],
  ['GET', '/api/nothing', undefined, 'server-operate'],
  ['GET', '/actuator/prometheus', undefined, 'server-operate'],
])('%s %s with %o takes %s', (method, path, body, needed) => {
  const { rights, subjects } = requestNeed(method, path, body)
  const named = subjects.map((subject) => Object.values(subject).join(' ')).join(', ')
  expect([rights[0], named].filter(Boolean).join(' or ')).toBe(needed)
})

it.each(['/api/version', '/api/health', '/api/tasks/queue/sizes', '/api/schema', '/api/schema/a/1'])(
  'GET %s is for everybody who has signed in',
  (path) => {
    expect(requestNeed('GET', path, undefined).subjects).toEqual([{ kind: 'anybody' }])
  },
)
