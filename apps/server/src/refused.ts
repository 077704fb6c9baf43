import type { Outcome, Refusal, RefusalCode } from '@gatehouse/kyc/store'

/** A use case said no. The error handler turns the code into a status. */
export class Refused extends Error {
  readonly code: RefusalCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(refusal: Refusal) {
    super(refusal.message)
    this.name = 'Refused'
    this.code = refusal.code
    this.details = refusal.details ?? {}
  }
}

/** @throws Refused when the use case refused */
export function valueOf<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value
  throw new Refused(outcome.error)
}
