/** A task that no retry can help: Conductor ends it as FAILED_WITH_TERMINAL_ERROR. The message holds no personal data. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError'
}
