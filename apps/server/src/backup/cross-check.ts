/** What must hold between the parts of a data folder, or of a copy of one. Sentences that name what does not. */
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataFileReport } from '@gatehouse/engine'
import { unknownExecutions } from '@gatehouse/engine'
import type { KycInspection } from '@gatehouse/kyc/store'
import { blobPath } from '@gatehouse/kyc/store'

export interface Parts {
  readonly kyc: KycInspection
  /** Undefined: executions are elsewhere. */
  readonly engine: DataFileReport | undefined
  /** Undefined: documents are elsewhere. */
  readonly documentsFolder: string | undefined
}

export async function crossCheck({ kyc, engine, documentsFolder }: Parts): Promise<readonly string[]> {
  return [
    ...auditProblems(kyc),
    ...(engine === undefined ? [] : [...engineProblems(engine), ...executionProblems(kyc, engine)]),
    ...(documentsFolder === undefined ? [] : await documentProblems(kyc, documentsFolder)),
  ]
}

function auditProblems({ audit }: KycInspection): readonly string[] {
  if (audit.intact) return []
  const { seq, expected, found } = audit.firstBreak ?? { seq: '?', expected: '?', found: '?' }
  return [`The audit trail breaks at record ${seq}: expected ${expected}, found ${found}.`]
}

function engineProblems({ problems }: DataFileReport): readonly string[] {
  return problems.map(
    ({ invariant, count, examples }) =>
      `In the engine's file it does not hold that ${invariant}: ${count} found, such as ${examples.join('; ')}.`,
  )
}

function executionProblems({ executions }: KycInspection, engine: DataFileReport): readonly string[] {
  const unknown = new Set(
    unknownExecutions(
      engine.file,
      executions.map(({ workflowId }) => workflowId),
    ),
  )
  return executions
    .filter(({ workflowId }) => unknown.has(workflowId))
    .map(({ caseId, workflowId }) => `Case ${caseId} waits for execution ${workflowId}, which is not there.`)
}

async function documentProblems({ documents }: KycInspection, folder: string): Promise<readonly string[]> {
  const problems: string[] = []
  for (const { caseId, blob, sealedBytes } of documents) {
    const found = await lstat(join(folder, blobPath(blob))).catch(() => undefined)
    if (found?.isFile() !== true) problems.push(`Document ${blob} of case ${caseId} is not there.`)
    else if (found.size !== sealedBytes)
      problems.push(`Document ${blob} of case ${caseId} has ${found.size} bytes instead of ${sealedBytes}.`)
  }
  return problems
}
