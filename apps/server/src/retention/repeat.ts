/** Something that the server does by itself, again and again. */
export interface Repeated {
  start(): void
  /** Waits for a run that is under way. */
  stop(): Promise<void>
}

/**
 * @param run does not reject
 * @param firstMs not while the server is busy with its start
 * @param everyMs from the end of one run to the start of the next
 */
export function createRepeated(run: () => Promise<void>, times: { firstMs: number; everyMs: number }): Repeated {
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  const runThenWait = (): void => {
    running = run().finally(() => {
      // Stopped meanwhile: nothing more to come.
      if (timer !== undefined) timer = setTimeout(runThenWait, times.everyMs)
    })
  }
  return {
    start() {
      timer = setTimeout(runThenWait, times.firstMs)
    },
    async stop() {
      clearTimeout(timer)
      timer = undefined
      await running
    },
  }
}
