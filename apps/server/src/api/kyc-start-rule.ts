/** Our own workflows take ids and codes only: an input that they do not declare could carry a person's data into the engine. */
import type { StartCheck } from '@gatehouse/engine'

interface Declared {
  readonly name: string
  readonly inputParameters: readonly string[]
}

/** What is wrong with these keys as the input of a workflow; undefined when nothing is. */
export function undeclaredInput(definition: Declared, keys: readonly string[]): string | undefined {
  if (!worksOnCase(definition)) return undefined
  const { name, inputParameters } = definition
  const unknown = keys.filter((key) => !inputParameters.includes(key))
  if (unknown.length === 0) return undefined
  return `Workflow '${name}' takes ${inputParameters.join(', ')} and nothing else; not: ${unknown.join(', ')}`
}

/**
 * Whether it is called `kyc…` and works on a case, as the shipped ones do; an author's own workflow of such a name
 * declares what it likes.
 */
export function worksOnCase({ name, inputParameters }: Declared): boolean {
  return isOurs(name) && inputParameters.includes('caseId')
}

export function isOurs(name: string): boolean {
  return /^kyc/i.test(name)
}

/**
 * The rule for the embedded engine, where every way of starting comes by. What a failure workflow is given lies in the
 * engine already: the execution that failed was started by the rule.
 */
export const checkKycStart: StartCheck = ({ definition, input, ownKeys, source }) => {
  if (source === 'failure') return undefined
  const given = Object.keys(input).filter((key) => !ownKeys.has(key))
  const message = undeclaredInput(definition, given)
  return message === undefined ? undefined : { code: 'INVALID', message }
}
