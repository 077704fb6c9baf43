import { expect, it } from 'vitest'
import { CaseIdSchema } from '../ids.ts'
import { isSampled } from './sample.ts'

const caseIds = Array.from({ length: 2000 }, (_, index) =>
  CaseIdSchema.parse(`01JAZ${String(index).padStart(21, '0')}`),
)

it('draws about as many cases as asked for, and the same ones again', () => {
  const draw = () => caseIds.filter((caseId) => isSampled(caseId, 'PEP_MEDIA', 10, 'november'))
  expect(draw().length).toBeGreaterThan(150)
  expect(draw().length).toBeLessThan(250)
  expect(draw()).toEqual(draw())
})

it('draws none at 0 and all at 100 percent', () => {
  expect(caseIds.some((caseId) => isSampled(caseId, 'STP_QUALITY', 0, 's'))).toBe(false)
  expect(caseIds.every((caseId) => isSampled(caseId, 'STP_QUALITY', 100, 's'))).toBe(true)
})
