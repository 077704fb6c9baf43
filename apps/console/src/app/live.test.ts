import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLive } from './live.ts'

/** A stream that the test drives; it stands for the browser's own class, which Node does not have. */
class TestStream extends EventTarget {
  readyState = 0
  close(): void {
    this.readyState = 2
  }
}

describe('live updates', () => {
  let opened: TestStream[] = []
  let client = new QueryClient()
  const stale: string[] = []
  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('EventSource', { CLOSED: 2 })
    opened = []
    stale.length = 0
    client = new QueryClient()
    vi.spyOn(client, 'invalidateQueries').mockImplementation(async (filters) => {
      stale.push(JSON.stringify(filters?.queryKey))
    })
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })
  const open = () => {
    const stream = new TestStream()
    opened.push(stream)
    // Only what createLive uses of an EventSource is there.
    return stream as unknown as EventSource
  }
  const send = (kind: string, data: unknown) =>
    opened.at(-1)?.dispatchEvent(new MessageEvent(kind, { data: JSON.stringify(data) }))

  it('gathers events for a quarter of a second into one round', () => {
    const live = createLive(client, open)
    live.start()
    for (let index = 0; index < 50; index += 1) send('execution', { workflowId: 'wf-1', status: 'RUNNING' })
    expect(stale).toEqual([])
    vi.advanceTimersByTime(250)
    expect(stale).toEqual(['["executions"]', '["queues"]', '["execution","wf-1"]'])
    live.stop()
  })

  it('polls while the stream is away and reads all again when it is back', () => {
    const live = createLive(client, open)
    live.start()
    opened[0]?.dispatchEvent(new Event('open'))
    expect(live.snapshot()).toBe('live')
    opened[0]?.close()
    opened[0]?.dispatchEvent(new Event('error'))
    expect(live.snapshot()).toBe('reconnecting')
    vi.advanceTimersByTime(1_000)
    expect(opened).toHaveLength(2)
    opened[1]?.dispatchEvent(new Event('open'))
    vi.advanceTimersByTime(250)
    expect(stale).toContain('["executions"]')
    live.stop()
  })

  it('keeps still while paused', () => {
    const live = createLive(client, open)
    live.start()
    live.pause()
    expect(live.snapshot()).toBe('paused')
    expect(opened[0]?.readyState).toBe(2)
    vi.advanceTimersByTime(60_000)
    expect(stale).toEqual([])
  })
})
