/** What a command gets and gives. Commands print and answer with an exit code; they never end the process. */
export interface CliContext {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Resolves when the process is asked to stop. */
  readonly stopRequested: () => Promise<string>
}

export interface Command {
  /** As typed: `lists import`. */
  readonly name: string
  readonly usage: string
  readonly summary: string
  readonly run: (args: readonly string[], context: CliContext) => Promise<number>
}

/** 0 fine, 1 failed, 2 wrong use; `onboard` and `workflow run` say more. */
export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const

/** The command line cannot be used; the message says how it should look. */
export class UsageError extends Error {
  readonly code = 'USAGE'
}
