// What every handler does first: read the task, load the case, and know the key that makes a repetition harmless.
import {
  type Application,
  ApplicationSchema,
  type FieldError,
  validateApplication,
  type ValidateOptions,
} from '@gatehouse/kyc'
import type { Actor, Outcome, WorkCase } from '@gatehouse/kyc/store'
import { z } from 'zod'
import type { HandlerPorts } from './ports.ts'
import type { TaskInput } from './run-workers.ts'
import { TerminalError } from './terminal-error.ts'

export const WORKER: Actor = { type: 'service', id: 'worker', roles: ['service'] }

const CaseIdInput = z.looseObject({ caseId: z.string().min(1).max(40) })

/** Reads the task's input by a schema; input that does not fit can never succeed. Names paths, never values. */
export function readInput<T>(schema: z.ZodType<T>, task: TaskInput): T {
  const parsed = schema.safeParse(task.input)
  if (parsed.success) return parsed.data
  const paths = parsed.error.issues.map(({ path, code }) => `${path.join('.') || 'input'} (${code})`)
  throw new TerminalError(`Task '${task.referenceTaskName}' got an unusable input: ${paths.join(', ')}`)
}

export function readCaseId(task: TaskInput): string {
  return readInput(CaseIdInput, task).caseId
}

export async function loadCase(ports: HandlerPorts, task: TaskInput): Promise<WorkCase> {
  return settled(await ports.store.loadCaseForWork(readCaseId(task)))
}

/** The value of a use case; a refusal ends the task, since asking again changes nothing. */
export function settled<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw new TerminalError(`${outcome.error.code}: ${outcome.error.message}`)
}

/**
 * `caseId:taskReferenceName:iteration:dataRevision`: the same key has no second effect. An execution that took the place
 * of another does everything anew, so its number is in it.
 */
export function idempotencyKey(
  work: Pick<WorkCase, 'caseId' | 'dataRevision' | 'executionNumber'>,
  task: TaskInput,
): string {
  const again = work.executionNumber > 1 ? `:${work.executionNumber}` : ''
  return `${work.caseId}:${task.referenceTaskName}:${task.iteration}:${work.dataRevision}${again}`
}

const EMPTY_SECTIONS = { identity: {}, contact: {}, financial: {}, account: {}, tax: {}, consents: {} }

/** The application as the domain reads it. What an incomplete intake left out entirely becomes an empty section. */
export function applicationOf(work: WorkCase): Application {
  const whole = { ...EMPTY_SECTIONS, product: work.productCode, channel: work.channel, ...work.application }
  const parsed = ApplicationSchema.safeParse(whole)
  if (parsed.success) return parsed.data
  const paths = parsed.error.issues.map(({ path, code }) => `${path.join('.')} (${code})`)
  throw new TerminalError(`The application of case ${work.caseId} cannot be read: ${paths.join(', ')}`)
}

/** Judged on the day of submission: an applicant does not age out, or in, while the case is worked on. */
export function validationOptions(ports: HandlerPorts, work: WorkCase): ValidateOptions {
  return {
    asOf: work.submittedAt ?? nowIso(ports),
    policy: ports.onboardingPolicy,
    reference: ports.reference,
    acceptIncomplete: true,
  }
}

export function fieldErrorsOf(ports: HandlerPorts, work: WorkCase): readonly FieldError[] {
  return validateApplication(applicationOf(work), validationOptions(ports, work))
}

export function nowIso(ports: Pick<HandlerPorts, 'clock'>): string {
  return new Date(ports.clock()).toISOString()
}
