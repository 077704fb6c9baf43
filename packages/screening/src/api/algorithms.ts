/** `GET /algorithms`: what scores here. Names that clients of other systems send all mean it. */
import { attributeWeights } from '../scoring/attribute-weights.ts'
import { engineVersion } from '../scoring/matcher-config.ts'
import { ApiError } from './api-message.ts'

const own = 'gatehouse'
const aliases = ['best', 'logic-v1', 'logic-v2', 'name-based', 'name-qualified', 'ofac', 'regression-v1']

export function checkAlgorithm(name: string): void {
  if (name !== own && !aliases.includes(name)) throw new ApiError(400, `Unknown algorithm: ${name}`)
}

const features: Readonly<Record<string, { readonly description: string; readonly coefficient: number }>> = {
  name: { description: 'Words aligned in any order and script, weighed by what they tell', coefficient: 1 },
  birthDate: {
    description: 'Same day, day and month exchanged, one digit, month, year, range',
    coefficient: attributeWeights.birthDate['same-day'] ?? 0,
  },
  nationality: {
    description: 'Nationality or citizenship in common',
    coefficient: attributeWeights.nationality.agrees,
  },
  country: { description: 'Another country in common', coefficient: attributeWeights.country.agrees },
  gender: { description: 'Gender', coefficient: attributeWeights.gender.agrees },
  birthPlace: { description: 'Place of birth', coefficient: attributeWeights.birthPlace.agrees },
  document: {
    description: 'Passport, identity, tax or registration number',
    coefficient: attributeWeights.document.agrees,
  },
  nameQuality: { description: 'A weak alias without a second agreeing feature is held back', coefficient: 0 },
  strongName: { description: 'A strong name is never hidden by other features', coefficient: 0 },
}

export function algorithmList() {
  const description = `Evidence of names and attributes in log-odds, engine ${engineVersion}`
  const url = null
  const listed = Object.fromEntries(Object.entries(features).map(([name, feature]) => [name, { ...feature, url }]))
  const docs = { name: own, description, config: {}, features: listed }
  const named = (name: string, text: string) => ({ name, description: text, features: listed, docs: { ...docs, name } })
  const others = aliases.map((name) => named(name, `Another name of ${own}, for clients that ask for it`))
  return { algorithms: [named(own, description), ...others], default: own, best: own }
}
