/** How a process is asked to stop: once nicely, and then for good. */
import type { EventEmitter } from 'node:events'
import { constants } from 'node:os'

// Ctrl-C reaches the process twice: from the terminal, and from npm, which passes on what it got itself.
const sameRequestMs = 500

/**
 * Resolves with the first signal. Another one soon after is the same request; one that comes later is from somebody who
 * does not want to wait, and ends the process at once: nothing that was acknowledged is lost by that.
 * @param signals the process
 */
export function stopRequest(
  signals: EventEmitter,
  { now, end }: { readonly now: () => number; readonly end: (code: number) => void },
): Promise<string> {
  return new Promise((resolve) => {
    let since: number | undefined
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      signals.on(signal, () => {
        since ??= now()
        if (now() - since > sameRequestMs) end(128 + constants.signals[signal])
        resolve(signal)
      })
    }
  })
}
