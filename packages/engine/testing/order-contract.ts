/** The contract of what is made together, in which order, and of what is left when an execution ends early. */
import { describe, expect, it } from 'vitest'
import type { Json } from './contract-client.ts'
import type { Setting } from './contract-setting.ts'

export function orderContract(setting: Setting): void {
  const { post, unique, register, start, workflow, poll, report, ended } = setting
  const refs = (run: Json) => run.tasks.map(({ referenceTaskName }: Json) => referenceTaskName)
  const byRef = (run: Json, ref: string) => run.tasks.find(({ referenceTaskName }: Json) => referenceTaskName === ref)
  const once = async (base: string) => {
    const name = unique(base)
    await post('/api/metadata/taskdefs', { body: [{ name, retryCount: 0 }] })
    return name
  }
  const route = (more: Json, ...tasks: Json[]) => ({
    name: 'route',
    type: 'SWITCH',
    evaluatorType: 'value-param',
    expression: 'to',
    inputParameters: { to: 'a' },
    decisionCases: { a: tasks },
    ...more,
  })

  describe('the order of tasks', () => {
    it.each([
      ['an input key', {}],
      ['a script', { evaluatorType: 'javascript', expression: '$.to' }],
    ])('brings the first task of a SWITCH with it, before the next branch: %s', async (_by, more) => {
      const [chosen, beside] = [unique('chosen'), unique('beside')]
      const fork = { name: 'fork', type: 'FORK_JOIN', forkTasks: [[route(more, { name: chosen })], [{ name: beside }]] }
      const name = await register('order', [fork, { name: 'join', type: 'JOIN', joinOn: [chosen, beside] }])
      expect(refs(await workflow(await start(name)))).toEqual(['fork', 'route', chosen, beside, 'join'])
    })

    it('keeps what a dynamic fork makes up out of the output of the loop around it', async () => {
      const type = unique('made')
      const fork = {
        name: 'fork',
        type: 'FORK_JOIN_DYNAMIC',
        dynamicForkTasksParam: 'tasks',
        dynamicForkTasksInputParamName: 'inputs',
        inputParameters: { tasks: [{ name: type, taskReferenceName: 'made', type: 'SIMPLE' }], inputs: {} },
      }
      const loop = {
        name: 'loop',
        type: 'DO_WHILE',
        loopCondition: '$.loop.iteration < 1',
        loopOver: [fork, { name: 'join', type: 'JOIN' }],
      }
      const id = await start(await register('loop', [loop]))
      await report(await poll(type), 'COMPLETED', { n: 1 })
      const { outputData } = byRef(await ended(id, 'COMPLETED'), 'loop')
      expect(Object.keys(outputData['1']).toSorted()).toEqual(['fork', 'join'])
    })
  })

  it('a JOIN has errors by its own optional members only, not by those of a JOIN among them', async () => {
    const [flawed, fine] = [await once('flawed'), unique('fine')]
    const inner = { name: 'inner', type: 'FORK_JOIN', forkTasks: [[{ name: flawed, optional: true }]] }
    const branches = [[inner, { name: 'first', type: 'JOIN', joinOn: [flawed] }], [{ name: fine }]]
    const fork = { name: 'fork', type: 'FORK_JOIN', forkTasks: branches }
    const id = await start(await register('flaw', [fork, { name: 'second', type: 'JOIN', joinOn: ['first', fine] }]))
    await report(await poll(flawed), 'FAILED')
    await report(await poll(fine), 'COMPLETED')
    const run = await ended(id, 'COMPLETED')
    const states = [flawed, 'first', 'second'].map((ref) => byRef(run, ref).status)
    expect(states).toEqual(['COMPLETED_WITH_ERRORS', 'COMPLETED_WITH_ERRORS', 'COMPLETED'])
  })

  describe('an execution that ends early', () => {
    it('has the output of its last task, though another one failed', async () => {
      const [good, bad, open] = [unique('good'), await once('bad'), unique('open')]
      const branches = [[{ name: bad }], [{ name: good }, { name: open }]]
      const fork = { name: 'fork', type: 'FORK_JOIN', forkTasks: branches }
      const id = await start(await register('early', [fork, { name: 'join', type: 'JOIN', joinOn: [bad, open] }]))
      await report(await poll(good), 'COMPLETED', { good: true })
      await poll(open)
      await report(await poll(bad), 'FAILED', { bad: true })
      const run = await ended(id, 'FAILED')
      expect([refs(run).at(-1), run.output]).toEqual([open, {}])
    })

    it('keeps no task of a step that could not be made', async () => {
      const lost = { name: 'fork', type: 'FORK_JOIN', forkTasks: [[{ name: unique('branch') }]] }
      const parameters = { outputParameters: { given: '${workflow.input.a}' } }
      const end = { name: 'end', type: 'NOOP' }
      // A fork without a JOIN behind it.
      const atOnce = await workflow(await start(await register('lost', [lost, end], parameters), { a: 1 }))
      expect(atOnce).toMatchObject({ status: 'FAILED', tasks: [], output: {} })
      const noop = { name: 'begin', type: 'NOOP' }
      const later = await start(await register('lost', [noop, route({}, lost), end], parameters), { a: 1 })
      const run = await ended(later, 'FAILED')
      expect([refs(run), run.output]).toEqual([['begin'], { given: 1 }])
      expect(run.reasonForIncompletion).toMatch(/^Fork task definition is not followed by a join task/)
    })

    it('by a TERMINATE ends by it again when it is retried', async () => {
      const open = unique('open')
      const stop = { name: 'stop', type: 'TERMINATE', inputParameters: { terminationStatus: 'COMPLETED' } }
      const fork = { name: 'fork', type: 'FORK_JOIN', forkTasks: [[{ name: open }], [stop]] }
      const id = await start(await register('again', [fork, { name: 'join', type: 'JOIN', joinOn: [open, 'stop'] }]))
      await ended(id, 'COMPLETED')
      expect((await post(`/api/workflow/${id}/retry`)).status).toBe(204)
      const run = await ended(id, 'COMPLETED')
      expect(run.tasks.filter(({ taskType }: Json) => taskType === open)).toMatchObject([
        { status: 'CANCELED', retried: true },
        { status: 'CANCELED', retried: false },
      ])
    })
  })
}
