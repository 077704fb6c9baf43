/**
 * The contract that a Conductor server keeps, as a suite of tests over plain HTTP: run against our engine, and against a
 * real Conductor when one is reachable. Differences that are on purpose stand in known-differences.ts.
 */
import { describe } from 'vitest'
import { blockingContract } from './blocking-contract.ts'
import { createSetting } from './contract-setting.ts'
import { executionContract } from './execution-contract.ts'
import { extensionContract } from './extension-contract.ts'
import { familyContract } from './family-contract.ts'
import { flowContract } from './flow-contract.ts'
import type { Flavour } from './known-differences.ts'
import { metadataContract } from './metadata-contract.ts'
import { orderContract } from './order-contract.ts'
import { revivalContract } from './revival-contract.ts'
import { schedulerContract } from './scheduler-contract.ts'
import { schemaContract } from './schema-contract.ts'
import { serverContract } from './server-contract.ts'
import { siblingsContract } from './siblings-contract.ts'
import { taskContract } from './task-contract.ts'

export interface ContractOptions {
  readonly flavour: Flavour
}

/** @param getBaseUrl where the server is, without `/api`; asked when a test runs. */
export function conductorContract(getBaseUrl: () => string, { flavour }: ContractOptions): void {
  const setting = createSetting(getBaseUrl, flavour)
  describe(`the REST contract of Conductor, kept by ${flavour}`, {
    timeout: flavour === 'gatehouse' ? 30_000 : 120_000,
  }, () => {
    metadataContract(setting)
    executionContract(setting)
    taskContract(setting)
    serverContract(setting)
    flowContract(setting)
    orderContract(setting)
    familyContract(setting)
    revivalContract(setting)
    siblingsContract(setting)
    blockingContract(setting)
    schedulerContract(setting)
    extensionContract(setting)
    schemaContract(setting)
  })
}
