/** Finds the file of synthetic applicants where it is laid out beside the repository. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TestCustomerFileSchema, type TestCustomer } from './test-customer.ts'

/**
 * The applicants, or null when the file is not there; with `REQUIRE_ALL=1` its absence is an error.
 * The folder is `GATEHOUSE_SHARED`, by default `shared` next to the repository.
 */
export function loadTestCustomers(): readonly TestCustomer[] | null {
  const folder = process.env['GATEHOUSE_SHARED'] ?? join(import.meta.dirname, '../../../../shared')
  const path = join(folder, 'kyc-test-customers.json')
  if (existsSync(path)) return TestCustomerFileSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).customers
  if (process.env['REQUIRE_ALL'] === '1') throw new Error(`${path} is missing, and REQUIRE_ALL=1 demands it`)
  return null
}
