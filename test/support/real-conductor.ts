// Where a real Conductor OSS server listens, when one is there.

/** Base URL without `/api`, or undefined, said once in one line. With REQUIRE_ALL=1 its absence is an error. */
export function realConductorUrl(): string | undefined {
  const url = process.env['CONDUCTOR_TEST_URL']
  if (url !== undefined && url !== '') return url
  if (process.env['REQUIRE_ALL'] === '1') throw new Error('CONDUCTOR_TEST_URL is not set, and REQUIRE_ALL=1 demands it')
  console.log('Left out: tests against a real Conductor server (CONDUCTOR_TEST_URL is not set)')
  return undefined
}
