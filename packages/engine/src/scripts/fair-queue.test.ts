import { describe, expect, it } from 'vitest'
import { createFairQueue } from './fair-queue.ts'
import type { ScriptJob, ScriptReply } from './script-protocol.ts'

const done: ScriptReply = { ok: true, json: '1' }

/** A thread that takes as many milliseconds for a script as its source says, when it is told to go on. */
function open() {
  let now = 0
  const order: string[] = []
  let finish: (() => void) | undefined
  const queue = createFairQueue(
    {
      submit(job) {
        order.push(`${job.owner} ${job.source}`)
        return new Promise((settle) => {
          finish = () => {
            now += Number(job.source)
            settle(done)
          }
        })
      },
      close: async () => {},
    },
    () => now,
  )
  const submit = (owner: string, ms: number) => {
    const job: ScriptJob = { kind: 'javascript', source: `${ms}`, inputJson: 'null', timeoutMs: 1000, owner }
    return queue.submit(job)
  }
  const goOn = async (times: number) => {
    for (let time = 0; time < times; time += 1) {
      finish?.()
      await new Promise(setImmediate)
    }
  }
  return { queue, submit, goOn, order }
}

describe('slow scripts of several owners', () => {
  it('each have their share of time, however many one of them brings', async () => {
    const { queue, submit, goOn, order } = open()
    for (let n = 0; n < 20; n += 1) void submit('endless', 4000)
    for (let n = 0; n < 12; n += 1) void submit('slow', 400)
    expect(queue.count('endless')).toBe(20)
    await goOn(12)
    // One that had begun, and then ten of the other's take as long.
    expect(order.filter((line) => line === 'endless 4000')).toHaveLength(2)
    expect(queue.count('slow')).toBe(2)
    expect(queue.count('endless')).toBe(18)
  })

  it('save no time up by waiting, and lose none by coming one at a time', async () => {
    const { submit, goOn, order } = open()
    void submit('a', 100)
    for (let n = 0; n < 3; n += 1) void submit('b', 100)
    await goOn(1)
    // Back at once, with as much had as it has had.
    void submit('a', 100)
    await goOn(1)
    void submit('late', 100)
    void submit('late', 100)
    await goOn(4)
    expect(order).toEqual(['a 100', 'b 100', 'b 100', 'a 100', 'late 100', 'b 100', 'late 100'])
  })
})
