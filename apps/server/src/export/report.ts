/** What travelled, what did not, and why. */
export type Outcome =
  /** In a dry run: would be. */
  'registered' | 'replaced' | 'same' | 'carried' | 'already there' | 'not carried' | 'failed'

export interface ReportEntry {
  readonly kind: 'task definition' | 'workflow definition' | 'event handler' | 'schedule' | 'execution' | 'other'
  /** Name, or the id of an execution. */
  readonly name: string
  readonly version?: number
  readonly outcome: Outcome
  /** The execution's id at the target. */
  readonly targetId?: string
  readonly notes: readonly string[]
}

export interface ExportReport {
  readonly source: string
  readonly target: string
  readonly dryRun: boolean
  /** ISO 8601. */
  readonly at: string
  readonly entries: readonly ReportEntry[]
  /** Names that the definitions use and that have to be set at the target. */
  readonly secrets: readonly string[]
  readonly environment: readonly string[]
}

export function hasFailures({ entries }: ExportReport): boolean {
  return entries.some(({ outcome }) => outcome === 'failed' || outcome === 'not carried')
}

/** One line an entry that is not as it was, and its notes below it. */
export function reportLines({ entries, secrets, environment }: ExportReport): string[] {
  const lines = entries.flatMap(({ kind, name, version, outcome, targetId, notes }) => [
    `${outcome}: ${kind} ${name}${version === undefined ? '' : ` ${version}`}${targetId === undefined ? '' : ` as ${targetId}`}`,
    ...notes.map((note) => `    ${note}`),
  ])
  const missing = [
    ...secrets.map((name) => `secret ${name}`),
    ...environment.map((name) => `value of the environment ${name}`),
  ]
  if (missing.length > 0) lines.push(`To be set at the target: ${missing.join(', ')}.`)
  return lines
}
