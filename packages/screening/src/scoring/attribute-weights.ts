/** What agreement and conflict of attributes are worth, in log-odds. */
import type { AttributeWeights } from './weigh.ts'

export const attributeWeights: AttributeWeights = {
  birthDate: {
    'same-day': 2.2,
    'day-month-swapped': 1.4,
    'one-digit': 1,
    'same-month': 1.5,
    'same-year': 0.9,
    'within-range': 0.6,
    'near-year': 0,
    'same-year-other-day': -0.7,
    'other-year': -7.5,
  },
  nationality: { agrees: 0.4, differs: -0.9 },
  country: { agrees: 0.3, differs: 0 },
  gender: { agrees: 0.5, differs: -3.5 },
  birthPlace: { agrees: 1, differs: -0.2 },
  document: { agrees: 4, differs: -0.5 },
}
