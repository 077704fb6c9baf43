/** Whether whoever asks still waits for the answer. */
import type { ServerResponse } from 'node:http'

/** Aborted when the caller hangs up before the answer has been sent. */
export function goneSignal(response: ServerResponse): AbortSignal {
  if (response.destroyed) return AbortSignal.abort()
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  return gone.signal
}
