import type { ConfigKey } from './config-keys.ts'

export interface ConfigProblem {
  readonly key: ConfigKey
  readonly message: string
}

/** Thrown by `parseConfig`; the message is meant for the terminal. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID'
  readonly problems: readonly ConfigProblem[]

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map((problem) => `  ${problem.key}: ${problem.message}`)
    super(`The configuration cannot be used:\n${lines.join('\n')}\nEvery key is explained in docs/config.md.`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}
