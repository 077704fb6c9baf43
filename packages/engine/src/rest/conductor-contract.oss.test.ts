// The same suite against a real Conductor, when the environment names one.
import { describe, expect, it } from 'vitest'
import { conductorContract } from '../../testing/conductor-contract.ts'

const url = process.env['CONDUCTOR_TEST_URL'] ?? ''

describe.skipIf(url === '')('a real Conductor (left out unless CONDUCTOR_TEST_URL names one)', () => {
  conductorContract(() => url.replace(/\/(?:api\/?)?$/, ''), { flavour: 'conductor-oss' })
})

it.runIf(process.env['REQUIRE_ALL'] === '1')('CONDUCTOR_TEST_URL is set where everything is required', () => {
  expect(url).not.toBe('')
})
