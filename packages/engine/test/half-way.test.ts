// What a reader sees of an execution whose scripts are being run: nothing half-way, unless they take too long.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join as joinPath } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ScriptOutcome, ScriptRunner } from '../src/ports.ts'
import { flow, openTestEngine, simple, task, taskOf } from './harness.ts'

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
    const folder = mkdtempSync(joinPath(tmpdir(), 'gatehouse-engine-'))
    const dataFile = joinPath(folder, 'engine.db')
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
    await after.engine.close()
    rmSync(folder, { recursive: true, force: true })
  })
})
