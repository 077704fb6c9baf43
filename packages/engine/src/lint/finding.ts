// What a lint says of a definition.

export type FindingCode =
  | 'unreadable'
  | 'invalid'
  | 'duplicate-reference'
  | 'malformed-reference'
  | 'unknown-reference'
  | 'unknown-field'
  | 'reads-ahead'
  | 'other-branch'
  | 'undeclared-input'
  | 'undeclared-variable'
  | 'unreachable'
  | 'fork-without-join'
  | 'join-on-unknown'
  | 'join-on-later'
  | 'missing-task-definition'
  | 'missing-workflow'
  | 'unsupported-evaluator'
  | 'not-portable'

export interface Finding {
  /** Where, as a path in the definition: `tasks[2].decisionCases.a[0].inputParameters.k`. */
  readonly place: string
  readonly code: FindingCode
  /** One sentence. */
  readonly message: string
}
