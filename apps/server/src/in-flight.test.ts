import { expect, it } from 'vitest'
import { createInFlight } from './in-flight.ts'

it('waits for what is under way, and for what follows at once', async () => {
  const inFlight = createInFlight()
  const order: string[] = []
  let end: () => void = () => {}
  const work = inFlight.track(() => new Promise<void>((resolve) => (end = resolve)))
  const report = inFlight.track(async () => void order.push('reported'))
  const running = work().then(() => report())
  const settled = inFlight.settled(5_000).then(() => order.push('settled'))
  end()
  await running
  await settled
  expect(order).toEqual(['reported', 'settled'])
})

it('does not wait for ever', async () => {
  const inFlight = createInFlight()
  void inFlight.track(() => new Promise(() => {}))()
  await inFlight.settled(30)
  await expect(inFlight.settled(30)).resolves.toBeUndefined()
})
