import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSearch, stringifySearch } from '../app/search-text.ts'
import {
  executionSearchSchema,
  statusesOf,
  toConductorQuery,
  withStatus,
  workflowStatuses,
} from './execution-search.ts'

const now = 1_790_000_000_000

describe('execution search', () => {
  it("writes Conductor's query", () => {
    expect(toConductorQuery({ workflow: 'kycWorkflow', from: '24h' }, ['FAILED', 'TIMED_OUT'], now)).toEqual({
      query: `status IN (FAILED,TIMED_OUT) AND workflowType='kycWorkflow' AND startTime>${now - 86_400_000 - ((now - 86_400_000) % 60_000)}`,
      freeText: '*',
      sort: 'startTime:DESC',
      topLevelOnly: true,
    })
  })

  it('finds a run by its id wherever it stands', () => {
    const id = '24db6589-db2a-4685-b080-559615d44c68'
    expect(toConductorQuery({ q: id }, [], now)).toMatchObject({
      query: `workflowId='${id}'`,
      freeText: '*',
      topLevelOnly: false,
    })
  })

  it('lets no value end its own clause', () => {
    expect(toConductorQuery({ workflow: "x' AND status='FAILED" }, [], now).query).toBe(
      "workflowType='x AND status=FAILED'",
    )
  })

  it('switches a status on and off again', () => {
    const on = withStatus({ workflow: 'w' }, 'FAILED')
    expect(statusesOf(on)).toEqual(['FAILED'])
    expect(withStatus(on, 'FAILED')).toEqual({ workflow: 'w', status: undefined })
  })

  it('survives the trip through the address', () => {
    const text = fc.option(fc.string({ minLength: 1 }), { nil: undefined })
    fc.assert(
      fc.property(
        fc.record({
          status: fc.option(fc.constantFrom(...workflowStatuses), { nil: undefined }),
          workflow: text,
          q: text,
          sort: text,
        }),
        (search) => {
          expect(executionSearchSchema.parse(parseSearch(stringifySearch(search)))).toEqual(
            JSON.parse(JSON.stringify(search)),
          )
        },
      ),
    )
  })
})
