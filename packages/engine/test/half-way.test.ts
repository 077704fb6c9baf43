// What readers and the disk see of an execution whose scripts are being run: nothing half-way, unless they take too long.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ScriptOutcome, ScriptRunner } from '../src/ports.ts'
import { flow, fork, join, openTestEngine, scripts, simple, task, taskOf } from './harness.ts'

/** Scripts that answer when they are let go. */
function heldScripts() {
  const waiting: ((outcome: ScriptOutcome) => void)[] = []
  const scripts: ScriptRunner = {
    run: () => new Promise((answer) => waiting.push(answer)),
    close: async () => {},
  }
  const letGo = () => {
    for (const answer of waiting.splice(0)) answer({ ok: true, value: 1 })
  }
  return { scripts, letGo, asked: () => waiting.length }
}

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(joinPath(tmpdir(), 'gatehouse-engine-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const file = () => joinPath(folder, 'engine.db')

const calculation = task('INLINE', 'calc', { inputParameters: { evaluatorType: 'graaljs', expression: '1' } })

describe('an execution whose scripts are being run', () => {
  it('is read when they have answered, as a child too, which its parent shows at once', async () => {
    const { scripts, letGo, asked } = heldScripts()
    const t = await openTestEngine({ scripts })
    const child = flow([calculation, simple('next')])
    await t.engine.metadata.registerWorkflow(child)
    const parent = await t.run(flow([task('SUB_WORKFLOW', 's', { subWorkflowParam: { name: child.name } })]))
    const childId = taskOf(await t.workflow(parent), 's').subWorkflowId ?? ''
    expect(asked()).toBe(1)
    // A search has everything written, finished or not.
    await t.engine.workflows.search({})
    const reading = t.trace(childId)
    letGo()
    expect(await reading).toEqual(['calc:COMPLETED', 'next:SCHEDULED'])
  })

  it('is read without their answers after a while', async () => {
    const { scripts, letGo } = heldScripts()
    const t = await openTestEngine({ scripts })
    const child = flow([calculation])
    await t.engine.metadata.registerWorkflow(child)
    const parent = await t.run(flow([task('SUB_WORKFLOW', 's', { subWorkflowParam: { name: child.name } })]))
    const childId = taskOf(await t.workflow(parent), 's').subWorkflowId ?? ''
    expect(await t.trace(childId)).toEqual(['calc:IN_PROGRESS'])
    letGo()
    expect(await t.trace(childId)).toEqual(['calc:COMPLETED'])
  })

  it('is read so after a restart as well, which asks them again', async () => {
    const dataFile = file()
    const definition = flow([simple('first'), calculation, simple('next')])
    const before = await openTestEngine({ dataFile, scripts: heldScripts().scripts })
    const id = await before.run(definition)
    const [first] = await before.poll('first')
    if (!first) throw new Error('There is no first task')
    // Nobody answers this: the engine is closed while it waits for the script.
    const reporting = before.report(first, 'COMPLETED').catch(() => {})
    await before.engine.close()
    await reporting

    const { scripts, letGo, asked } = heldScripts()
    const after = await openTestEngine({ dataFile, scripts })
    expect(asked()).toBe(1)
    const reading = after.trace(id)
    letGo()
    expect(await reading).toEqual(['first:COMPLETED', 'calc:COMPLETED', 'next:SCHEDULED'])
  })
})

describe('what one execution brings about in another', () => {
  /** Statuses by workflow name, as another process would find them after a crash. */
  function onDisk(): Record<string, unknown> {
    const database = new DatabaseSync(file(), { readOnly: true })
    const rows = database.prepare('SELECT name, status FROM execution ORDER BY row').all()
    database.close()
    return Object.fromEntries(rows.map(({ name, status }) => [String(name), status]))
  }

  it('is on disk with it: the start of a child', async () => {
    const t = await openTestEngine({ dataFile: file(), scripts: heldScripts().scripts })
    const child = flow([calculation])
    await t.engine.metadata.registerWorkflow(child)
    const parent = flow([task('SUB_WORKFLOW', 's', { subWorkflowParam: { name: child.name } })])
    await t.run(parent)
    expect(onDisk()).toEqual({ [parent.name]: 'RUNNING', [child.name]: 'RUNNING' })
  })

  it('is on disk with it: a retry that goes down to a child and up to a parent', async () => {
    const { scripts, letGo } = heldScripts()
    const t = await openTestEngine({ dataFile: file(), scripts })
    const child = flow([simple('fails', { retryCount: 0 })])
    const sibling = flow([calculation])
    for (const definition of [child, sibling]) await t.engine.metadata.registerWorkflow(definition)
    const loop = task('DO_WHILE', 'l', { loopCondition: 'false', loopOver: [simple('in')] })
    const sub = (ref: string, { name }: { name: string }) => task('SUB_WORKFLOW', ref, { subWorkflowParam: { name } })
    const parent = flow([fork('f', [[sub('a', child)], [sub('b', sibling)], [loop]]), join('j', ['a', 'b', 'l'])])
    const id = await t.run(parent)
    // The loop's condition is asked for: everything but the failing task hangs on scripts.
    const looping = t.work('in')
    await t.work('fails', {}, 'FAILED')
    letGo()
    await looping
    expect(onDisk()).toEqual({ [parent.name]: 'FAILED', [child.name]: 'FAILED', [sibling.name]: 'TERMINATED' })
    await t.engine.workflows.retry(taskOf(await t.workflow(id), 'a').subWorkflowId ?? '')
    expect(onDisk()).toEqual({ [parent.name]: 'RUNNING', [child.name]: 'RUNNING', [sibling.name]: 'RUNNING' })
  })
})

describe('an execution whose scripts are small', () => {
  it('goes on in the same commit', async () => {
    const t = await openTestEngine()
    const two = flow([calculation, { ...calculation, name: 'more', taskReferenceName: 'more' }])
    await t.engine.metadata.registerWorkflow(two)
    const before = t.engine.counters()
    const id = await t.start(two.name)
    expect(await t.trace(id)).toEqual(['calc:COMPLETED', 'more:COMPLETED'])
    expect(t.engine.counters().commits - before.commits).toBe(1)
  })

  it('lets others have their turn in a long loop of them', async () => {
    let asked = 0
    const counted: ScriptRunner = {
      ...scripts,
      run(request) {
        asked += 1
        return scripts.run(request)
      },
    }
    const t = await openTestEngine({ scripts: counted })
    const id = await t.run(
      flow([
        task('DO_WHILE', 'loop', {
          loopCondition: "$.loop['iteration'] < 100",
          loopOver: [calculation],
        }),
      ]),
    )
    const { tasks } = await t.until(id, ({ status }) => status === 'COMPLETED')
    expect(tasks).toHaveLength(101)
    expect(asked).toBe(Math.floor(200 / 33))
  })
})
