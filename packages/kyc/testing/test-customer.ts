/** The shape of the file of synthetic applicants, parsed at the edge; its money is whole euros. */
import { z } from 'zod'

const ApplicantSchema = z.object({
  sex: z.string(),
  occupationRisk: z.enum(['LOW', 'MEDIUM', 'HIGH', 'VERY_HIGH']),
  sourceOfFunds: z.string(),
  product: z.string(),
  channel: z.string(),
  pep: z.enum(['NONE', 'FORMER_OVER_12M', 'RCA', 'FORMER_UNDER_12M', 'CURRENT']),
  adverse: z.enum(['NONE', 'OLD_MINOR', 'ALLEGATION', 'PROCEEDINGS', 'CONVICTION']),
  annualIncome: z.number(),
  wealth: z.number(),
  debt: z.number(),
  phone: z.string(),
  givenNames: z.string(),
  surnames: z.string(),
  dateOfBirth: z.string(),
  birthCountry: z.string(),
  birthTown: z.string(),
  nationalities: z.array(z.string()),
  residenceCountry: z.string(),
  address: z
    .object({
      street: z.string(),
      houseNumber: z.string(),
      postalCode: z.string(),
      city: z.string(),
      country: z.string(),
    })
    .nullable(),
  addressType: z.enum(['FIXED', 'POSTAL_ONLY']).optional(),
  iban: z.string(),
  email: z.string(),
  spouse: z.string().optional(),
  pepEndDate: z.string().optional(),
  explainedWealth: z.number().optional(),
  assetsHandled: z.number().optional(),
  taxResidences: z.array(z.string()).optional(),
  usPerson: z.boolean().optional(),
  usTin: z.string().nullish(),
})

const ExpectedRiskSchema = z.object({
  factorScores: z.record(z.string(), z.number()),
  geoDriver: z.string(),
  rawSum: z.number(),
  score: z.number(),
  scoreClass: z.string(),
  floors: z.array(z.string()),
  riskClass: z.string(),
  cddLevel: z.string(),
  reviewMonths: z.number(),
  plausibilityRatio: z.number(),
})

const ExpectedSchema = z.object({
  names: z.string(),
  sanctions: z.string(),
  account: z.string(),
  identity: z.string(),
  duplicate: z.string(),
  pepScreening: z.string().optional(),
  adverseMedia: z.string().optional(),
  stopsAt: z.string(),
  finalState: z.string(),
  humanTasks: z.array(z.string()),
  risk: ExpectedRiskSchema.optional(),
  customerClass: z.string().optional(),
  fieldErrors: z.array(z.string()).default([]),
  bestHit: z.array(z.string()).optional(),
  reasonCode: z.string().optional(),
  knockouts: z.array(z.string()).default([]),
  taxFlags: z.array(z.string()).optional(),
  duplicateOf: z.string().optional(),
  assumedDecision: z.string().optional(),
  goodGuyEntry: z.boolean().optional(),
})

export const TestCustomerSchema = z.object({
  id: z.string(),
  title: z.string(),
  applicant: ApplicantSchema,
  document: z.object({
    type: z.string(),
    issuingState: z.string(),
    number: z.string(),
    expiryDate: z.string(),
    mrz: z.array(z.string()),
  }),
  expected: ExpectedSchema,
})
export type TestCustomer = z.infer<typeof TestCustomerSchema>

export const TestCustomerFileSchema = z.object({ asOf: z.string(), customers: z.array(TestCustomerSchema) })
