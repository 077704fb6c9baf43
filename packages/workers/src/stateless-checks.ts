// The checks for workflows that carry the person's data themselves, as HTTP tasks do: data in, summary out, nothing kept.
// Field names are those such definitions use: `firstName`, `lastName`, `homeAdress` (so spelt in the wild), `salary`.
import {
  type Application,
  ApplicationSchema,
  assessRisk,
  checkAccount,
  checkNames,
  checkSanctions,
  completeness,
  dateInZone,
  PRODUCTS,
  type ListSource,
  type ScreeningAnswer,
  toContext,
  toRiskInputs,
  validateApplication,
} from '@gatehouse/kyc'
import { z } from 'zod'
import { classFromFigures } from './handlers/class-from-figures.ts'
import { CheckUnavailable } from './handlers/run-check.ts'
import type { HandlerPorts } from './ports.ts'
import { withoutNulls } from './without-nulls.ts'
import { nowIso } from './work-item.ts'

export type StatelessPorts = Omit<HandlerPorts, 'store' | 'appVersion'>
export type StatelessCheck = (input: unknown) => Promise<Record<string, unknown>>

const Text = z.string().max(400)
const Amount = z.union([z.number().nonnegative(), z.string().regex(/^\d+([.,]\d+)?$/)]).transform((value) => {
  const euros = typeof value === 'number' ? value : Number(value.replace(',', '.'))
  return { minor: Math.round(euros * 100), currency: 'EUR' }
})

/** Unknown fields are left alone, absent ones are missing; an amount that is not one is refused with its name. */
const PersonSchema = z.looseObject({
  firstName: Text.default(''),
  lastName: Text.default(''),
  homeAdress: Text.optional(),
  homeAddress: Text.optional(),
  country: z.string().max(2).optional(),
  dateOfBirth: z.string().max(10).optional(),
  birthTown: Text.optional(),
  nationality: z.string().max(2).optional(),
  salary: Amount.optional(),
  currentWealth: Amount.optional(),
  debt: Amount.optional(),
  iban: z.string().max(60).optional(),
  product: z.enum(PRODUCTS).catch('CURRENT_ACCOUNT'),
})

export function createStatelessChecks(ports: StatelessPorts): Readonly<Record<string, StatelessCheck>> {
  const context = () => toContext({ asOf: nowIso(ports), policy: ports.onboardingPolicy, reference: ports.reference })
  const missing = (input: unknown, prefixes: readonly string[]) => {
    const options = {
      asOf: nowIso(ports),
      policy: ports.onboardingPolicy,
      reference: ports.reference,
      acceptIncomplete: true,
    }
    const { complete, missingFields } = completeness(validateApplication(personOf(input), options), prefixes)
    return { complete, missingFields }
  }
  return {
    get_client_personal_details: async (input) => missing(input, ['identity', 'contact']),
    get_client_financial_details: async (input) => missing(input, ['financial']),
    get_client_background: async (input) => missing(input, ['relations']),
    async validate_names(input) {
      const application = personOf(input)
      const answer = await answered(ports, application, 'BLACKLIST')
      const blacklistSnapshotId = answer.snapshots.map(({ snapshotId }) => snapshotId).join('+')
      const result = checkNames({ application, context: context(), blacklistHits: answer.hits, blacklistSnapshotId })
      return { result: result.result, hitCount: result.hits.length, errors: result.errors, blacklistSnapshotId }
    },
    async validate_sanctions(input) {
      const answer = await answered(ports, personOf(input), 'SANCTIONS')
      const at = nowIso(ports)
      const result = checkSanctions({ answer, policy: ports.onboardingPolicy, at, goodGuys: [], identityHash: '' })
      if (result.result === 'UNAVAILABLE') throw new CheckUnavailable(result.unavailableReason ?? 'LISTS_UNREADABLE')
      const listSnapshotIds = result.listSnapshots.map(({ snapshotId }) => snapshotId)
      return { result: result.result, hitCount: result.alerts.length, topScore: result.topScore, listSnapshotIds }
    },
    async validate_account(input) {
      const { account, identity } = personOf(input)
      const name = `${identity.givenNames} ${identity.surnames}`.trim()
      const vop = account.iban === undefined ? 'NOT_POSSIBLE' : await ports.verifyPayee({ iban: account.iban, name })
      const { result, errors } = checkAccount(account, vop)
      return { result, errors }
    },
    async calculate_risk_score(input) {
      const asOf = dateInZone(nowIso(ports), ports.onboardingPolicy.homeTimeZone)
      const inputs = toRiskInputs(personOf(input), { asOf, dataRevision: 1 }, ports.reference)
      const { scoreTenths, final, floors, cddLevel } = assessRisk(inputs, ports.riskPolicy, ports.reference)
      return { score: scoreTenths / 10, riskClass: final, floors: floors.map(({ id }) => id), cddLevel }
    },
    assign_customer_class: async (input) =>
      classFromFigures(z.record(z.string(), z.unknown()).parse(input), ports.riskPolicy),
  }
}

/** Throws ZodError with the names of the fields that cannot be read. */
function personOf(input: unknown): Application {
  const person = PersonSchema.parse(withoutNulls(z.record(z.string(), z.unknown()).parse(input)))
  const street = person.homeAdress ?? person.homeAddress
  return ApplicationSchema.parse({
    product: person.product,
    channel: 'INTRODUCER',
    identity: {
      givenNames: person.firstName,
      surnames: person.lastName,
      dateOfBirth: person.dateOfBirth,
      birthTown: person.birthTown,
      nationalities: person.nationality === undefined ? [] : [person.nationality],
    },
    contact: {
      residenceCountry: person.country,
      ...(street === undefined ? {} : { residence: { street, city: '', country: person.country ?? '' } }),
    },
    financial: { annualIncome: person.salary, wealth: person.currentWealth, debt: person.debt },
    account: { iban: person.iban },
    tax: {},
    consents: {},
  })
}

async function answered(
  ports: StatelessPorts,
  application: Application,
  source: ListSource,
): Promise<Extract<ScreeningAnswer, { status: 'ANSWERED' }>> {
  const answer = await ports.screening.screen(application, [source])
  if (answer.status === 'UNAVAILABLE') throw new CheckUnavailable(answer.reason)
  return answer
}
